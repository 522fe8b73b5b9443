// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// How a percent was rounded, in integer arithmetic only.
package enum PercentRounding: String, Hashable, Sendable, CaseIterable {
  case halfUp = "half_up"
  case halfEven = "half_even"
  case truncate

  /// numerator / denominator rounded to a whole number; both non-negative, denominator positive.
  func quotient(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    switch self {
    case .truncate: return whole
    case .halfUp: return 2 * rest >= denominator ? whole + 1 : whole
    case .halfEven:
      if 2 * rest == denominator { return whole + whole % 2 }
      return 2 * rest > denominator ? whole + 1 : whole
    }
  }
}
