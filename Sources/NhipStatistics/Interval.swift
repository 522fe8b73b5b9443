// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A closed interval; `upper` may be positive infinity when the data set no upper limit.
package struct Interval: Hashable, Sendable {
  package var lower: Double
  package var upper: Double

  package init(_ lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The interval with both limits transformed by an increasing function.
  package func map(_ transform: (Double) -> Double) -> Interval {
    Interval(transform(lower), transform(upper))
  }

  /// `nil` when a limit is not a number or the lower one is infinite.
  var defined: Interval? { lower.isFinite && !upper.isNaN ? self : nil }

  /// `nil` when a limit is not finite.
  var finite: Interval? { lower.isFinite && upper.isFinite ? self : nil }
}
