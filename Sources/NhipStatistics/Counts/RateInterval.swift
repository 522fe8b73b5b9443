// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The rate of one place and period, with three intervals for its Poisson count.
///
/// Exact (Garwood 1936): gamma quantiles. Mid-P: P(X < x) + P(X = x) / 2. Byar (Breslow & Day
/// 1987): x (1 - 1/(9x) - z/(3 sqrt x))^3 and the same with x + 1 and +z, floor 0.
package struct RateInterval: Hashable, Sendable {
  package let count: Double
  package let exposure: Double
  /// multiplier x count / exposure, for example per 100,000 inhabitants.
  package let rate: Double
  package let countIntervalExact: Interval
  package let countIntervalMidP: Interval
  package let countIntervalByar: Interval
  package let rateIntervalExact: Interval
  package let rateIntervalMidP: Interval
  package let rateIntervalByar: Interval

  package init(
    count: Double, exposure: Double, multiplier: Double = 100_000, confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    try Check.count(count)
    try Check.exposure(exposure)
    try Check.multiplier(multiplier)
    guard let exact = PoissonInterval.exact(count, confidence),
      let mid = PoissonInterval.midP(count, confidence)
    else { throw .noConvergence }
    let byar = PoissonInterval.byar(count, confidence)
    self.count = count
    self.exposure = exposure
    func scaled(_ value: Double) -> Double { value / exposure * multiplier }
    rate = scaled(count)
    guard rate.isFinite, scaled(exact.upper).isFinite else { throw .invalid("multiplier") }
    countIntervalExact = exact
    countIntervalMidP = mid
    countIntervalByar = byar
    rateIntervalExact = exact.map(scaled)
    rateIntervalMidP = mid.map(scaled)
    rateIntervalByar = byar.map(scaled)
  }
}

/// Intervals for the mean of one Poisson count.
package enum PoissonInterval {
  /// Garwood 1936: gamma(a/2; x) and gamma(1 - a/2; x + 1).
  package static func exact(_ count: Double, _ confidence: Double) -> Interval? {
    let tail = (1 - confidence) / 2
    let lower = count == 0 ? 0 : Distributions.gammaQuantile(tail, shape: count)
    let upper = Distributions.gammaUpperQuantile(tail, shape: count + 1)
    guard let lower, let upper else { return nil }
    return Interval(lower, upper)
  }

  /// The means at which the mid-P tails equal (1 - confidence) / 2.
  package static func midP(_ count: Double, _ confidence: Double) -> Interval? {
    guard let outer = exact(count, confidence) else { return nil }
    let tail = (1 - confidence) / 2
    var lower: Double? = 0
    if count > 0 {
      lower = RootFinder.solve(in: outer.lower...(count + 1)) { mean in
        Distributions.poissonUpper(count, mean: mean)
          + Distributions.poissonMass(count, mean: mean) / 2 - tail
      }
    }
    let upper = RootFinder.solve(in: (count / 2)...outer.upper) { mean in
      tail - Distributions.poissonLower(count - 1, mean: mean)
        - Distributions.poissonMass(count, mean: mean) / 2
    }
    guard let lower, let upper else { return nil }
    return Interval(lower, upper)
  }

  /// Byar's approximation (Breslow & Day 1987; the convention of OHID and ONS).
  package static func byar(_ count: Double, _ confidence: Double) -> Interval {
    let z = Distributions.normalCritical(confidence)
    func cube(_ x: Double) -> Double { x * x * x }
    let below = count > 0 ? 1 - 1 / (9 * count) - z / (3 * count.squareRoot()) : 0
    let next = count + 1
    return Interval(
      count * cube(max(0, below)),
      next * cube(1 - 1 / (9 * next) + z / (3 * next.squareRoot())))
  }
}
