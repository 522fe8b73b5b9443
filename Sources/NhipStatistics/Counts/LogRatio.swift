// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Intervals of a ratio on the log scale.
enum LogRatio {
  /// exp(log ratio +- critical x se); `nil` for a zero or undefined ratio.
  static func interval(
    _ ratio: Double?, standardError: Double, critical: Double
  ) -> Interval? {
    guard let ratio, ratio > 0, standardError.isFinite else { return nil }
    let center = log(ratio)
    return Interval(
      exp(center - critical * standardError), exp(center + critical * standardError)
    ).defined
  }
}
