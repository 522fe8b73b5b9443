// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Which places stand out from a target rate (Spiegelhalter 2005).
///
/// Poisson limits: r = the smallest whole number with P(R <= r) >= p, limit = (r - (P(R <= r) - p)
/// / P(R = r)) / exposure, floor 0. Overdispersion: phi = mean of the squared z, winsorised at the
/// 10 % and 90 % quantiles; tau2 = (K phi - (K - 1)) / (sum w - sum w^2 / sum w) in squared rate
/// units. With phi > 1 the adjusted limits are the default.
package struct FunnelPlot: Hashable, Sendable {
  package enum Target: Hashable, Sendable {
    /// All events over all exposure.
    case pooledRate
    /// The median of the places' rates, which one dominant city does not drag.
    case medianRate
    /// A given rate, in the unit of the multiplier.
    case rate(Double)
  }

  package enum Position: String, Hashable, Sendable {
    case within
    case low95 = "low_95"
    case high95 = "high_95"
    case low998 = "low_998"
    case high998 = "high_998"
  }

  package let index: [Int]
  package let excluded: [Int]
  package let targetRate: Double
  package let rates: [Double]
  package let z: [Double]
  package let lower95: [Double]
  package let upper95: [Double]
  package let lower998: [Double]
  package let upper998: [Double]
  /// Twice the smaller Poisson tail.
  package let pTwoSided: [Double]
  package let positions: [Position]
  /// Not floored at 1.
  package let phiWinsorised10: Double?
  package let tau2Additive: Double?
  package let zAdjustedMultiplicative: [Double]
  package let zAdjustedAdditive: [Double]
  /// target +- 1.96 sqrt(target max(1, phi) / exposure), not floored.
  package let limits95OverdispersedMultiplicative: [Interval]
  package let status: Status?

  package init(
    _ counts: [Double], exposure: [Double], multiplier: Double = 100_000,
    target: Target = .pooledRate
  ) throws(StatisticsError) {
    try Check.multiplier(multiplier)
    let places = try PlaceCounts(counts, exposure, multiplier: multiplier, needed: 2)
    let raw = places.counts.indices.map { places.counts[$0] / places.exposure[$0] }
    let rate: Double
    switch target {
    case .pooledRate: rate = places.overallRate
    case .medianRate: rate = Quantile.ofSorted(raw.sorted(), 0.5) ?? 0
    case .rate(let given):
      guard given >= 0, given.isFinite else { throw .invalid("target") }
      rate = given / multiplier
    }
    index = places.index
    excluded = places.excluded
    targetRate = rate * multiplier
    rates = raw.map { $0 * multiplier }
    guard rate > 0, rates.allSatisfy(\.isFinite) else {
      z = []
      lower95 = []
      upper95 = []
      lower998 = []
      upper998 = []
      pTwoSided = []
      positions = []
      phiWinsorised10 = nil
      tau2Additive = nil
      zAdjustedMultiplicative = []
      zAdjustedAdditive = []
      limits95OverdispersedMultiplicative = []
      status = .allZero
      return
    }
    let means = places.exposure.map { $0 * rate }
    let z = means.indices.map { (places.counts[$0] - means[$0]) / means[$0].squareRoot() }
    guard z.allSatisfy({ ($0 * $0).isFinite }) else { throw .invalid("exposure") }
    func limits(_ probability: Double) -> [Double] {
      means.indices.map {
        let limit = Self.interpolatedQuantile(probability, mean: means[$0])
        return max(0, limit / places.exposure[$0] * multiplier)
      }
    }
    let tails = [0.025, 0.975, 0.001, 0.999].map(limits)
    self.z = z
    (lower95, upper95, lower998, upper998) = (tails[0], tails[1], tails[2], tails[3])
    pTwoSided = means.indices.map {
      let lower = Distributions.poissonLower(places.counts[$0], mean: means[$0])
      let upper = Distributions.poissonUpper(places.counts[$0] - 1, mean: means[$0])
      return min(1, 2 * min(lower, upper))
    }
    positions = raw.indices.map { i in
      let value = raw[i] * multiplier
      if value < tails[2][i] { return .low998 }
      if value > tails[3][i] { return .high998 }
      if value < tails[0][i] { return .low95 }
      return value > tails[1][i] ? .high95 : .within
    }

    let sorted = z.sorted()
    let low = Quantile.ofSorted(sorted, 0.1) ?? 0
    let high = Quantile.ofSorted(sorted, 0.9) ?? 0
    let phi =
      CompensatedSum.of(
        z.map {
          let winsorised = min(max($0, low), high)
          return winsorised * winsorised
        }) / Double(z.count)
    let inflation = max(1, phi)
    // Variance of a rate under the target: target / exposure, in squared units of the report.
    let variances = places.exposure.map { rate / $0 * multiplier * multiplier }
    guard variances.allSatisfy(\.isFinite) else { throw .invalid("exposure") }
    let weights = variances.map { 1 / $0 }
    let sum = CompensatedSum.of(weights)
    let squares = CompensatedSum.of(weights.map { $0 * $0 })
    let k = Double(z.count)
    let tau2 = max(0, (k * phi - (k - 1)) / (sum - squares / sum))
    phiWinsorised10 = phi
    tau2Additive = tau2.finite
    zAdjustedMultiplicative = z.map { $0 / inflation.squareRoot() }
    zAdjustedAdditive = raw.indices.map {
      (raw[$0] - rate) * multiplier / (variances[$0] + (tau2.finite ?? 0)).squareRoot()
    }
    let critical = Distributions.normalCritical(0.95)
    limits95OverdispersedMultiplicative = variances.map {
      let half = critical * ($0 * inflation).squareRoot()
      return Interval(rate * multiplier - half, rate * multiplier + half)
    }
    status = nil
    guard zAdjustedAdditive.allSatisfy(\.isFinite),
      limits95OverdispersedMultiplicative.allSatisfy({ $0.finite != nil })
    else { throw .invalid("exposure") }
  }

  /// The Poisson quantile, interpolated between whole numbers.
  private static func interpolatedQuantile(_ probability: Double, mean: Double) -> Double {
    let r =
      Distributions.smallestCount(upTo: Check.maximumCount) {
        Distributions.poissonLower($0, mean: mean) >= probability
      } ?? mean
    let mass = Distributions.poissonMass(r, mean: mean)
    guard mass > 0 else { return r }
    return r - (Distributions.poissonLower(r, mean: mean) - probability) / mass
  }
}

/// The other funnel in use (OHID): the expected count at which an observed count sits exactly on
/// the exact Poisson limit.
package struct FunnelCurve: Hashable, Sendable {
  package let expectedAtLower95: [Double]
  package let expectedAtUpper95: [Double]
  package let expectedAtLower998: [Double]
  package let expectedAtUpper998: [Double]

  package init(_ observed: [Double]) throws(StatisticsError) {
    for index in observed.indices { try Check.count(observed[index], at: index) }
    func limits(_ confidence: Double) throws(StatisticsError) -> [Interval] {
      var result: [Interval] = []
      for count in observed {
        guard let limit = PoissonInterval.exact(count, confidence) else {
          throw .noConvergence
        }
        result.append(limit)
      }
      return result
    }
    let narrow = try limits(0.95)
    let wide = try limits(0.998)
    expectedAtLower95 = narrow.map(\.upper)
    expectedAtUpper95 = narrow.map(\.lower)
    expectedAtLower998 = wide.map(\.upper)
    expectedAtUpper998 = wide.map(\.lower)
  }
}
