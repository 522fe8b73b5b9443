// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Intervals of correlation coefficients on Fisher's scale: tanh(atanh r +- z sqrt(variance)).
package enum CorrelationInterval {
  /// Pearson's r: variance 1 / freedom, with freedom n - 3 for plain pairs.
  package static func pearson(
    _ r: Double, freedom: Int, confidence: Double = 0.95
  ) -> Interval? {
    freedom > 0 ? around(r, 1 / Double(freedom), confidence) : nil
  }

  /// Spearman's rho: variance (1 + rho^2 / 2) / (n - 3) (Bonett and Wright 2000).
  package static func spearman(
    _ rho: Double, freedom: Int, confidence: Double = 0.95
  ) -> Interval? {
    freedom > 0 ? around(rho, (1 + rho * rho / 2) / Double(freedom), confidence) : nil
  }

  /// Kendall's tau: variance 0.437 / (n - 4) (Fieller, Hartley and Pearson 1957).
  package static func kendall(
    _ tau: Double, count: Int, confidence: Double = 0.95
  ) -> Interval? {
    count > 4 ? around(tau, 0.437 / Double(count - 4), confidence) : nil
  }

  private static func around(
    _ coefficient: Double, _ variance: Double, _ confidence: Double
  ) -> Interval? {
    guard confidence > 0, confidence < 1, coefficient.magnitude <= 1 else { return nil }
    guard coefficient.magnitude < 1 else { return Interval(coefficient, coefficient) }
    let half = Distributions.normalCritical(confidence) * variance.squareRoot()
    return Interval(tanh(atanh(coefficient) - half), tanh(atanh(coefficient) + half)).defined
  }
}
