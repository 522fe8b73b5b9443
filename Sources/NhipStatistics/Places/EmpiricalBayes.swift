// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Rates of small places, shrunk towards the overall rate.
///
/// Default: Marshall 1991, moments: s2 = sum n (p - b)^2 / sum n, A = max(0, s2 - b / mean n),
/// estimate b + A (p - b) / (A + b / n). Also gamma-Poisson by maximum likelihood (negative
/// binomial with E = n x overall rate; relative risk (x + shape) / (E + rate) with gamma quantiles)
/// and the moment equations of Clayton & Kaldor 1987.
package struct EmpiricalBayes: Hashable, Sendable {
  package let index: [Int]
  package let excluded: [Int]
  package let overallRate: Double
  /// A, in squared events a unit of exposure.
  package let mmBetweenVariance: Double
  package let mmWeights: [Double]
  package let mmShrunkRates: [Double]
  package let mlGammaShape: Double?
  package let mlGammaRate: Double?
  package let mlRelativeRisk: [Double]?
  package let mlIntervals: [Interval]?
  package let ckNu: Double?
  package let ckAlpha: Double?
  package let ckRelativeRisk: [Double]?
  package let status: Status?

  package init(
    _ counts: [Double], exposure: [Double], multiplier: Double = 100_000,
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    try Check.multiplier(multiplier)
    let places = try PlaceCounts(counts, exposure, multiplier: multiplier, needed: 2)
    let b = places.overallRate
    let raw = places.counts.indices.map { places.counts[$0] / places.exposure[$0] }
    let s2 =
      CompensatedSum.of(
        raw.indices.map { places.exposure[$0] * (raw[$0] - b) * (raw[$0] - b) })
      / places.totalExposure
    let between = max(0, s2 - b / (places.totalExposure / Double(raw.count)))
    let weights = places.exposure.map { between > 0 ? between / (between + b / $0) : 0 }
    guard s2.isFinite else { throw .invalid("exposure") }
    index = places.index
    excluded = places.excluded
    overallRate = b * multiplier
    mmBetweenVariance = between
    mmWeights = weights
    mmShrunkRates = raw.indices.map { (b + weights[$0] * (raw[$0] - b)) * multiplier }
    guard between > 0, b > 0 else {
      mlGammaShape = nil
      mlGammaRate = nil
      mlRelativeRisk = nil
      mlIntervals = nil
      ckNu = nil
      ckAlpha = nil
      ckRelativeRisk = nil
      status = places.totalCount == 0 ? .allZero : .noExcessVariation
      return
    }
    status = nil
    let expected = places.exposure.map { $0 * b }
    if let fit = Self.maximumLikelihood(places.counts, expected) {
      let tail = (1 - confidence) / 2
      mlGammaShape = fit.shape
      mlGammaRate = fit.rate
      mlRelativeRisk = expected.indices.map {
        (places.counts[$0] + fit.shape) / (expected[$0] + fit.rate)
      }
      mlIntervals = expected.indices.map {
        let shape = places.counts[$0] + fit.shape
        let scale = expected[$0] + fit.rate
        return Interval(
          (Distributions.gammaQuantile(tail, shape: shape) ?? 0) / scale,
          (Distributions.gammaUpperQuantile(tail, shape: shape) ?? .infinity) / scale)
      }
    } else {
      mlGammaShape = nil
      mlGammaRate = nil
      mlRelativeRisk = nil
      mlIntervals = nil
    }
    let clayton = Self.claytonKaldor(places.counts, expected)
    ckNu = clayton?.nu
    ckAlpha = clayton?.alpha
    ckRelativeRisk = clayton.map { fit in
      expected.indices.map { (places.counts[$0] + fit.nu) / (expected[$0] + fit.alpha) }
    }
  }

  /// Shape and rate that maximise the negative binomial likelihood.
  private static func maximumLikelihood(
    _ counts: [Double], _ expected: [Double]
  ) -> (shape: Double, rate: Double)? {
    _ = GSL.errorHandlerIsOff
    let found = NelderMead.minimise(from: [0, 0], step: 0.5) { point in
      guard point[0].magnitude < 30, point[1].magnitude < 30 else { return .infinity }
      let shape = exp(point[0])
      let rate = exp(point[1])
      var sum = CompensatedSum()
      let constant = gsl_sf_lngamma(shape)
      for i in counts.indices {
        sum.add(
          constant - gsl_sf_lngamma(counts[i] + shape) + shape * log1p(expected[i] / rate)
            + counts[i] * (log1p(rate / expected[i])))
      }
      return sum.value
    }
    guard let found, found.point.allSatisfy({ $0.magnitude < 25 }) else { return nil }
    return (exp(found.point[0]), exp(found.point[1]))
  }

  /// nu / alpha = mean of the estimates; nu / alpha^2 = sum (1 + alpha/E) (theta - mean)^2 / (n-1).
  private static func claytonKaldor(
    _ counts: [Double], _ expected: [Double]
  ) -> (nu: Double, alpha: Double)? {
    let n = Double(counts.count)
    var theta = counts.indices.map { counts[$0] / expected[$0] }
    var previousMean = Moments(theta).mean
    var variance = Moments(theta).sumOfSquares / (n - 1)
    for _ in 0..<10_000 {
      guard variance > 0, previousMean > 0 else { return nil }
      let alpha = previousMean / variance
      let nu = previousMean * alpha
      theta = counts.indices.map { (counts[$0] + nu) / (expected[$0] + alpha) }
      let mean = CompensatedSum.of(theta) / n
      let next =
        CompensatedSum.of(
          theta.indices.map {
            (1 + alpha / expected[$0]) * (theta[$0] - mean) * (theta[$0] - mean)
          }) / (n - 1)
      let change = max(
        (mean - previousMean).magnitude / mean, (next - variance).magnitude / max(next, 1e-300))
      previousMean = mean
      variance = next
      guard next > 0 else { return nil }
      if change < 1e-12 {
        let (nu, alpha) = (mean * mean / next, mean / next)
        return nu.isFinite && alpha.isFinite ? (nu, alpha) : nil
      }
    }
    return nil
  }
}
