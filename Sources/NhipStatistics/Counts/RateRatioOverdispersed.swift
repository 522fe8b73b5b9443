// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// The rate ratio of two periods from the counts of their sub-periods (months, weeks).
///
/// Quasi-Poisson regression on a period indicator, in closed form: ratio of the means, dispersion
/// = Pearson chi-square / (N - 2), se(log ratio) = sqrt(dispersion (1/S0 + 1/S1)), Student t with
/// N - 2 degrees of freedom (McCullagh & Nelder 1989). It replaces the plain interval whenever
/// the dispersion exceeds 1.
package struct RateRatioOverdispersed: Hashable, Sendable {
  package let rateRatio: Double?
  package let percentChange: Double?
  package let dispersion: Double?
  package let seLogRatio: Double?
  package let p: Double?
  package let interval: Interval?
  package let status: Status?

  /// - Parameters:
  ///   - counts: the counts of the sub-periods in order.
  ///   - countBefore: how many of them belong to the period before.
  package init(
    _ counts: [Double], before countBefore: Int, confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    guard counts.count >= 3 else { throw .insufficientData(needed: 3, got: counts.count) }
    guard countBefore >= 1, countBefore < counts.count else { throw .invalid("n_before") }
    for index in counts.indices { try Check.count(counts[index], at: index) }
    let n0 = Double(countBefore)
    let n1 = Double(counts.count - countBefore)
    let sum0 = CompensatedSum.of(counts[..<countBefore])
    let sum1 = CompensatedSum.of(counts[countBefore...])
    let mean0 = sum0 / n0
    let mean1 = sum1 / n1
    guard sum0 > 0, sum1 > 0 else {
      rateRatio = sum0 > 0 ? 0 : nil
      percentChange = sum0 > 0 ? -100 : nil
      dispersion = nil
      seLogRatio = nil
      p = nil
      interval = nil
      status = sum0 + sum1 == 0 ? .bothZero : .zeroCell
      return
    }
    var chiSquare = CompensatedSum()
    for index in counts.indices {
      let mean = index < countBefore ? mean0 : mean1
      chiSquare.add((counts[index] - mean) * (counts[index] - mean) / mean)
    }
    let degrees = Double(counts.count - 2)
    let ratio = mean1 / mean0
    let phi = chiSquare.value / degrees
    let se = (phi * (1 / sum0 + 1 / sum1)).squareRoot()
    rateRatio = ratio
    percentChange = 100 * (ratio - 1)
    dispersion = phi
    seLogRatio = se
    p = se > 0 ? Distributions.studentTwoSided(log(ratio) / se, degrees: degrees) : nil
    interval = LogRatio.interval(
      ratio, standardError: se,
      critical: Distributions.studentCritical(confidence, degrees: degrees))
    status = se > 0 ? nil : .constantSeries
  }
}
