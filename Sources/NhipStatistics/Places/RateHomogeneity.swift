// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Do the places share one rate? Pearson chi-square and deviance against the overall rate, k - 1
/// degrees of freedom. A dispersion (chi2 / df) above 2 or so means more than chance.
package struct RateHomogeneity: Hashable, Sendable {
  /// Positions of the places with complete data; the lists below are in this order.
  package let index: [Int]
  package let excluded: [Int]
  package let overallRatePer100k: Double
  package let expected: [Double]
  package let chi2: Double?
  package let df: Int
  package let pChi2: Double?
  package let devianceG: Double?
  package let pDeviance: Double?
  package let dispersion: Double?
  /// (count - expected) / sqrt(expected).
  package let pearsonResiduals: [Double?]
  package let status: Status?

  package init(_ counts: [Double], exposure: [Double]) throws(StatisticsError) {
    let places = try PlaceCounts(counts, exposure, needed: 2)
    let rate = places.overallRate
    let expected = places.exposure.map { $0 * rate }
    index = places.index
    excluded = places.excluded
    overallRatePer100k = rate * 100_000
    self.expected = expected
    df = places.index.count - 1
    guard places.totalCount > 0, expected.allSatisfy({ $0 > 0 }) else {
      chi2 = nil
      pChi2 = nil
      devianceG = nil
      pDeviance = nil
      dispersion = nil
      pearsonResiduals = expected.map { _ in nil }
      status = .allZero
      return
    }
    var chiSquare = CompensatedSum()
    var deviance = CompensatedSum()
    var residuals: [Double?] = []
    for i in expected.indices {
      let residual = (places.counts[i] - expected[i]) / expected[i].squareRoot()
      residuals.append(residual)
      chiSquare.add(residual * residual)
      deviance.add(
        2
          * (places.counts[i] > 0
            ? SaddlePoint.deviance(places.counts[i], expected[i]) : expected[i]))
    }
    guard chiSquare.value.isFinite, deviance.value.isFinite else { throw .invalid("exposure") }
    let degrees = Double(df)
    chi2 = chiSquare.value
    pChi2 = Distributions.chiSquareUpper(chiSquare.value, degrees: degrees)
    devianceG = deviance.value
    pDeviance = Distributions.chiSquareUpper(deviance.value, degrees: degrees)
    dispersion = chiSquare.value / degrees
    pearsonResiduals = residuals
    status = nil
  }
}
