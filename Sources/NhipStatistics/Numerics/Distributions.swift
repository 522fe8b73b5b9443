// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Distribution functions with both tails computed directly, so that small p-values keep their
/// precision; arguments outside the domain give the limit, never a trap.
///
/// Counts are whole numbers in a `Double`. Where GSL gives up (very large parameters) a continued
/// fraction or a normal approximation takes over.
package enum Distributions {
  private static let continuedFractionLimit = 100_000  // converges in about sqrt(a + b) steps

  // MARK: Normal

  /// P(Z <= z).
  package static func normalLower(_ z: Double) -> Double {
    _ = GSL.errorHandlerIsOff
    return gsl_cdf_ugaussian_P(z)
  }

  /// P(Z > z).
  package static func normalUpper(_ z: Double) -> Double {
    _ = GSL.errorHandlerIsOff
    return gsl_cdf_ugaussian_Q(z)
  }

  /// 2 P(Z > |z|).
  package static func normalTwoSided(_ z: Double) -> Double {
    min(1, 2 * normalUpper(z.magnitude))
  }

  /// The z with P(Z <= z) = `probability`; infinite at 0 and 1.
  package static func normalQuantile(_ probability: Double) -> Double {
    _ = GSL.errorHandlerIsOff
    guard probability > 0 else { return -.infinity }
    guard probability < 1 else { return .infinity }
    return gsl_cdf_ugaussian_Pinv(probability)
  }

  /// The z that leaves (1 - level) / 2 on each side.
  package static func normalCritical(_ level: Double) -> Double {
    -normalQuantile((1 - level) / 2)
  }

  // MARK: Student

  /// P(T > t) with `degrees` of freedom.
  package static func studentUpper(_ t: Double, degrees: Double) -> Double {
    _ = GSL.errorHandlerIsOff
    if t == .infinity { return 0 }
    if t == -.infinity { return 1 }
    let tail = gsl_cdf_tdist_Q(t, degrees)
    return tail.isNaN ? normalUpper(t) : tail
  }

  /// 2 P(T > |t|).
  package static func studentTwoSided(_ t: Double, degrees: Double) -> Double {
    min(1, 2 * studentUpper(t.magnitude, degrees: degrees))
  }

  /// The t that leaves (1 - level) / 2 on each side.
  package static func studentCritical(_ level: Double, degrees: Double) -> Double {
    _ = GSL.errorHandlerIsOff
    let tail = (1 - level) / 2
    let value = gsl_cdf_tdist_Qinv(tail, degrees)
    if value.isFinite, (studentUpper(value, degrees: degrees) - tail).magnitude <= 1e-9 * tail {
      return value
    }
    let found = RootFinder.solveIncreasing(
      from: normalCritical(level), step: 1, limits: 0...1e300
    ) { tail - studentUpper($0, degrees: degrees) }
    return found ?? normalCritical(level)
  }

  // MARK: Gamma, chi-square, Poisson

  /// P(X <= x), shape `shape`, scale 1.
  package static func gammaLower(_ x: Double, shape: Double) -> Double {
    _ = GSL.errorHandlerIsOff
    if x <= 0 { return shape == 0 ? 1 : 0 }
    if shape <= 0 || x == .infinity { return 1 }
    let value = gsl_cdf_gamma_P(x, shape, 1)
    return value.isNaN ? normalLower(wilsonHilferty(x, shape)) : value
  }

  /// P(X > x), shape `shape`, scale 1.
  package static func gammaUpper(_ x: Double, shape: Double) -> Double {
    _ = GSL.errorHandlerIsOff
    if x <= 0 { return shape == 0 ? 0 : 1 }
    if shape <= 0 || x == .infinity { return 0 }
    let value = gsl_cdf_gamma_Q(x, shape, 1)
    return value.isNaN ? normalUpper(wilsonHilferty(x, shape)) : value
  }

  /// The x with P(X <= x) = `probability`, scale 1; solved on the logarithm of x.
  package static func gammaQuantile(_ probability: Double, shape: Double) -> Double? {
    guard shape > 0, probability >= 0, probability <= 1 else { return nil }
    if probability == 0 { return 0 }
    if probability == 1 { return .infinity }
    return gammaRoot(shape: shape, z: normalQuantile(probability)) { x in
      probability <= 0.5
        ? gammaLower(x, shape: shape) - probability
        : (1 - probability) - gammaUpper(x, shape: shape)
    }
  }

  /// The x with P(X > x) = `probability`, scale 1.
  package static func gammaUpperQuantile(_ probability: Double, shape: Double) -> Double? {
    guard shape > 0, probability >= 0, probability <= 1 else { return nil }
    if probability == 0 { return .infinity }
    if probability == 1 { return 0 }
    return gammaRoot(shape: shape, z: -normalQuantile(probability)) { x in
      probability <= 0.5
        ? probability - gammaUpper(x, shape: shape)
        : gammaLower(x, shape: shape) - (1 - probability)
    }
  }

  /// P(X > x) for chi-square with `degrees` of freedom.
  package static func chiSquareUpper(_ x: Double, degrees: Double) -> Double {
    gammaUpper(x / 2, shape: degrees / 2)
  }

  /// P(X <= count) for a Poisson count with `mean`.
  package static func poissonLower(_ count: Double, mean: Double) -> Double {
    count < 0 ? 0 : gammaUpper(mean, shape: count.rounded(.down) + 1)
  }

  /// P(X > count) for a Poisson count with `mean`.
  package static func poissonUpper(_ count: Double, mean: Double) -> Double {
    count < 0 ? 1 : gammaLower(mean, shape: count.rounded(.down) + 1)
  }

  /// P(X = count) for a Poisson count with `mean`.
  package static func poissonMass(_ count: Double, mean: Double) -> Double {
    SaddlePoint.poisson(count, mean: mean)
  }

  // MARK: Beta, binomial, F

  /// P(X <= x) of the beta distribution; `complement` is 1 - x, given where it is known better.
  package static func betaLower(
    _ x: Double, _ a: Double, _ b: Double, complement: Double? = nil
  ) -> Double {
    let y = complement ?? 1 - x
    if x <= 0 { return a <= 0 ? 1 : 0 }
    if y <= 0 { return b <= 0 ? 0 : 1 }
    if a <= 0 { return 1 }
    if b <= 0 { return 0 }
    _ = GSL.errorHandlerIsOff
    let value = x <= 0.5 ? gsl_cdf_beta_P(x, a, b) : gsl_cdf_beta_Q(y, b, a)
    return value.isNaN ? betaByFraction(x, y, a, b) : value
  }

  /// P(X > x) of the beta distribution.
  package static func betaUpper(
    _ x: Double, _ a: Double, _ b: Double, complement: Double? = nil
  ) -> Double {
    betaLower(complement ?? 1 - x, b, a, complement: x)
  }

  /// The odds x / (1 - x) of the beta quantile, solved on the log-odds so that both x and 1 - x
  /// keep their relative precision.
  package static func betaQuantileOdds(_ probability: Double, _ a: Double, _ b: Double) -> Double? {
    guard a > 0, b > 0, probability > 0, probability < 1 else { return nil }
    let spread = (1 / a + 1 / b).squareRoot()
    return solveLogOdds(from: log(a / b), step: spread) { x, y in
      probability <= 0.5
        ? betaLower(x, a, b, complement: y) - probability
        : (1 - probability) - betaUpper(x, a, b, complement: y)
    }
  }

  /// P(X <= count) of `size` trials with probability `p` (and `q` = 1 - p).
  package static func binomialLower(
    _ count: Double, size: Double, p: Double, q: Double? = nil
  ) -> Double {
    if count < 0 { return 0 }
    if count >= size { return 1 }
    return betaUpper(p, count + 1, size - count, complement: q)
  }

  /// P(X > count) of `size` trials with probability `p` (and `q` = 1 - p).
  package static func binomialUpper(
    _ count: Double, size: Double, p: Double, q: Double? = nil
  ) -> Double {
    if count < 0 { return 1 }
    if count >= size { return 0 }
    return betaLower(p, count + 1, size - count, complement: q)
  }

  /// P(X = count) of `size` trials with probability `p` (and `q` = 1 - p).
  package static func binomialMass(
    _ count: Double, size: Double, p: Double, q: Double? = nil
  ) -> Double {
    SaddlePoint.binomial(count, size: size, p: p, q: q ?? 1 - p)
  }

  /// P(X <= count) of the negative binomial with real `size` and success probability `p`.
  package static func negativeBinomialLower(_ count: Double, size: Double, p: Double) -> Double {
    count < 0 ? 0 : betaLower(p, size, count.rounded(.down) + 1)
  }

  /// P(X > count) of the negative binomial with real `size` and success probability `p`.
  package static func negativeBinomialUpper(_ count: Double, size: Double, p: Double) -> Double {
    count < 0 ? 1 : betaUpper(p, size, count.rounded(.down) + 1)
  }

  /// P(F > f).
  package static func fisherUpper(_ f: Double, _ numerator: Double, _ denominator: Double) -> Double
  {
    if f <= 0 { return 1 }
    if f == .infinity { return 0 }
    let whole = numerator * f + denominator
    return betaLower(
      denominator / whole, denominator / 2, numerator / 2, complement: numerator * f / whole)
  }

  // MARK: Solving

  /// The odds at which a function of (p, 1 - p) that grows with p crosses zero.
  static func solveLogOdds(
    from guess: Double, step: Double, _ function: (Double, Double) -> Double
  ) -> Double? {
    RootFinder.solveIncreasing(from: guess, step: step, limits: -700...700) { theta in
      function(1 / (1 + exp(-theta)), 1 / (1 + exp(theta)))
    }.map { exp($0) }
  }

  /// The smallest whole number for which a growing condition holds, by doubling and halving.
  static func smallestCount(upTo limit: Double, where condition: (Double) -> Bool) -> Double? {
    if condition(0) { return 0 }
    var lower = 0.0
    var upper = 1.0
    while !condition(upper) {
      guard upper < limit else { return nil }
      lower = upper
      upper *= 2
    }
    while upper - lower > 1 {
      let middle = ((lower + upper) / 2).rounded(.down)
      if condition(middle) { upper = middle } else { lower = middle }
    }
    return upper
  }

  private static func gammaRoot(
    shape: Double, z: Double, _ function: (Double) -> Double
  ) -> Double? {
    let third = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
    let guess = third > 0.05 ? shape * third * third * third : shape * 0.01
    let step = min(2, 0.1 + 0.1 / shape.squareRoot())
    return RootFinder.solveIncreasing(from: log(guess), step: step, limits: -740...709) {
      function(exp($0))
    }.map { exp($0) }
  }

  /// The standard normal value of a gamma variable (Wilson & Hilferty 1931).
  private static func wilsonHilferty(_ x: Double, _ shape: Double) -> Double {
    (cbrt(x / shape) - 1 + 1 / (9 * shape)) * 3 * shape.squareRoot()
  }

  /// The regularised incomplete beta function by Lentz's continued fraction.
  private static func betaByFraction(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    if x > (a + 1) / (a + b + 2) { return 1 - lowerFraction(y, x, b, a) }
    return lowerFraction(x, y, a, b)
  }

  private static func lowerFraction(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let size = a + b
    let front = SaddlePoint.binomial(a, size: size, p: x, q: y) * b / size
    guard front > 0 else { return 0 }
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - size * x / (a + 1)
    d = 1 / (d.magnitude < tiny ? tiny : d)
    var result = d
    for m in 1...continuedFractionLimit {
      let m = Double(m)
      for numerator in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (size + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 + numerator * d
        d = 1 / (d.magnitude < tiny ? tiny : d)
        c = 1 + numerator / c
        if c.magnitude < tiny { c = tiny }
        result *= d * c
      }
      if (d * c - 1).magnitude < 4 * Double.ulpOfOne { return min(1, front * result) }
    }
    let deviation = (x * b - y * a) / (a * b / size).squareRoot()
    return normalLower(deviation)
  }
}
