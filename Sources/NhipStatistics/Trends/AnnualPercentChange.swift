// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// The annual percent change of counts: Poisson regression of the counts on time with the
/// population as offset, APC = 100 (e^slope - 1).
///
/// The intercept belongs to the first period. The quasi-Poisson interval (t, n - 2 degrees of
/// freedom) is the default; the plain Poisson one is too narrow when the dispersion exceeds 1.
package struct AnnualPercentChange: Hashable, Sendable {
  package let n: Int
  package let missing: Int
  package let interceptLog: Double
  package let slopeLog: Double
  package let se: Double
  package let p: Double
  package let apcPercent: Double
  package let interval: Interval
  package let deviance: Double
  package let dfResidual: Int
  package let aic: Double
  package let dispersionPearson: Double
  package let seQuasi: Double
  package let pQuasiT: Double?
  package let intervalQuasiT: Interval
  /// From a straight line through the logarithms of the rates; `nil` when a count is 0.
  package let apcLoglinearOls: Double?

  package init(
    times: [Double], counts: [Double], exposure: [Double]? = nil, confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    let series = try CountSeries(times: times, counts: counts, exposure: exposure)
    let rows = series.counts.count
    guard rows >= 3 else { throw .insufficientData(needed: 3, got: rows) }
    guard let first = series.times.first, let last = series.times.last, first < last else {
      throw .constantTime
    }
    guard series.counts.contains(where: { $0 > 0 }) else { throw .allZero }
    // With events only at one end the slope has no finite estimate.
    let active = series.times.indices.filter { series.counts[$0] > 0 }.map { series.times[$0] }
    guard active.first != last, active.last != first else { throw .noConvergence }
    let center = CompensatedSum.of(series.times) / Double(rows)
    let fit = try PoissonRegression(
      design: series.times.flatMap { [1, $0 - center] }, columns: 2, counts: series.counts,
      offset: series.exposure.map { log($0) })
    let slope = fit.coefficients[1]
    let se = fit.covariance[3].squareRoot()
    let degrees = Double(rows - 2)
    let dispersion = fit.dispersion ?? 0
    let quasi = se * dispersion.squareRoot()
    let z = Distributions.normalCritical(confidence)
    let t = Distributions.studentCritical(confidence, degrees: degrees)
    n = rows
    missing = times.count - rows
    interceptLog = fit.coefficients[0] + slope * (first - center)
    slopeLog = slope
    self.se = se
    p = Distributions.normalTwoSided(slope / se)
    apcPercent = 100 * expm1(slope)
    interval = Interval(100 * expm1(slope - z * se), 100 * expm1(slope + z * se))
    deviance = fit.deviance
    dfResidual = rows - 2
    aic = 4 - 2 * fit.logLikelihood
    dispersionPearson = dispersion
    seQuasi = quasi
    pQuasiT = quasi > 0 ? Distributions.studentTwoSided(slope / quasi, degrees: degrees) : nil
    intervalQuasiT = Interval(100 * expm1(slope - t * quasi), 100 * expm1(slope + t * quasi))
    guard apcPercent.isFinite, se.isFinite, interval.finite != nil, intervalQuasiT.finite != nil
    else { throw .noConvergence }
    apcLoglinearOls = series.counts.contains(0) ? nil : Self.loglinear(series)
  }

  private static func loglinear(_ series: CountSeries) -> Double? {
    let rates = series.counts.indices.map { log(series.counts[$0] / series.exposure[$0]) }
    let slope = series.times.withUnsafeBufferPointer { times in
      rates.withUnsafeBufferPointer { OLSTrend.slope(times: times, values: $0) }
    }
    return slope.flatMap { (100 * expm1($0)).finite }
  }
}

/// Counts and exposures in order of time, missing periods dropped.
struct CountSeries {
  var times: [Double] = []
  var counts: [Double] = []
  var exposure: [Double] = []

  init(times: [Double], counts: [Double], exposure: [Double]?) throws(StatisticsError) {
    try Check.sameLength(times.count, counts.count)
    if let exposure { try Check.sameLength(times.count, exposure.count) }
    var kept: [Int] = []
    for i in times.indices {
      let population = exposure?[i] ?? 1
      if times[i].isNaN || counts[i].isNaN || population.isNaN { continue }
      guard times[i].isFinite else { throw .nonfiniteValue(index: i) }
      try Check.count(counts[i], at: i)
      try Check.exposure(population, at: i)
      kept.append(i)
    }
    kept.sort { times[$0] < times[$1] }
    self.times = kept.map { times[$0] }
    self.counts = kept.map { counts[$0] }
    self.exposure = kept.map { exposure?[$0] ?? 1 }
  }
}
