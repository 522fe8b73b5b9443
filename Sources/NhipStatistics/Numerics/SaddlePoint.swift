// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Probability masses by Loader's saddle-point form (Loader 2000, "Fast and accurate computation
/// of binomial probabilities"), which keeps full relative precision where products of factorials
/// lose it.
enum SaddlePoint {
  private static let twoPi = 2 * Double.pi

  /// ln(n!) minus Stirling's formula.
  static func stirlingError(_ n: Double) -> Double {
    if n <= 15 {
      guard n > 0 else { return 0 }
      return gsl_sf_lngamma(n + 1) - (n + 0.5) * log(n) + n - log(twoPi) / 2
    }
    let square = n * n
    let s5 = 1 / 1188 - 691 / (360_360 * square)
    let s4 = 1 / 1680 - s5 / square
    let s3 = 1 / 1260 - s4 / square
    let s2 = 1 / 360 - s3 / square
    return (1 / 12 - s2 / square) / n
  }

  /// x ln(x / m) + m - x, without cancellation near x = m.
  static func deviance(_ x: Double, _ mean: Double) -> Double {
    guard (x - mean).magnitude < 0.1 * (x + mean) else {
      return x * log(x / mean) + mean - x
    }
    let v = (x - mean) / (x + mean)
    var sum = (x - mean) * v
    var term = 2 * x * v
    for j in 1..<1_000 {
      term *= v * v
      let next = sum + term / Double(2 * j + 1)
      if next == sum { return next }
      sum = next
    }
    return sum
  }

  /// P(X = x) for a Poisson count; `x` may be fractional.
  static func poisson(_ x: Double, mean: Double) -> Double {
    if mean == 0 { return x == 0 ? 1 : 0 }
    if x == 0 { return exp(-mean) }
    guard x > 0 else { return 0 }
    return exp(-stirlingError(x) - deviance(x, mean)) / (twoPi * x).squareRoot()
  }

  /// P(X = x) for `size` trials with probabilities `p` and `q` = 1 - p; `x` may be fractional.
  static func binomial(_ x: Double, size: Double, p: Double, q: Double) -> Double {
    guard x >= 0, x <= size else { return 0 }
    if p == 0 { return x == 0 ? 1 : 0 }
    if q == 0 { return x == size ? 1 : 0 }
    if size == 0 { return 1 }
    if x == 0 { return exp(p < 0.1 ? -deviance(size, size * q) - size * p : size * log(q)) }
    if x == size { return exp(q < 0.1 ? -deviance(size, size * p) - size * q : size * log(p)) }
    let rest = size - x
    let exponent =
      stirlingError(size) - stirlingError(x) - stirlingError(rest)
      - deviance(x, size * p) - deviance(rest, size * q)
    return exp(exponent) * (size / (twoPi * x * rest)).squareRoot()
  }
}
