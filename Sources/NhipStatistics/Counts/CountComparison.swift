// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// One place, two periods: counts before and after, and whether the rate changed.
///
/// after | total ~ Binomial(total, Ea / (Ea + Eb)). The default p-value and interval are the mid-P
/// ones (Lancaster 1961), whose size is nearer to the nominal than that of the exact test.
package struct CountComparison: Hashable, Sendable {
  package enum Direction: String, Hashable, Sendable {
    case up, down, none
  }

  package let before: Double
  package let after: Double
  package let exposureBefore: Double
  package let exposureAfter: Double
  /// after - before; `nil` when the exposures differ, since the counts then do not compare.
  package let difference: Double?
  /// (after / Ea) / (before / Eb); `nil` when `before` is 0.
  package let rateRatio: Double?
  /// 100 (rate ratio - 1).
  package let percentChange: Double?
  package let direction: Direction
  /// Twice the smaller binomial tail.
  package let pExactCentral: Double
  /// The outcomes that are not likelier than the observed one.
  package let pExactMinlike: Double
  /// The default p-value.
  package let pMid: Double
  /// Krishnamoorthy & Thomson 2004; `nil` when both counts are 0.
  package let pETest: Double?
  /// 2 (sqrt r1 - sqrt r0) / sqrt(1/n1 + 1/n0), about N(0, 1) under no change.
  package let zSqrt: Double?
  package let pSqrt: Double?
  /// 2 (sqrt after - sqrt before), variance 2 under no change; `nil` when the exposures differ.
  package let wheelerIndex: Double?
  /// Clopper & Pearson 1934; upper infinite when `before` is 0.
  package let rateRatioIntervalExact: Interval?
  /// The default interval.
  package let rateRatioIntervalMidP: Interval?
  /// exp(log RR +- z sqrt(1/after + 1/before)); `nil` when a count is 0.
  package let rateRatioIntervalWald: Interval?
  package let percentIntervalExact: Interval?
  package let percentIntervalMidP: Interval?
  package let status: Status?

  package init(
    before: Double, after: Double, exposureBefore: Double = 1, exposureAfter: Double = 1,
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    try Check.count(before, at: 0)
    try Check.count(after, at: 1)
    try Check.exposure(exposureBefore, at: 0)
    try Check.exposure(exposureAfter, at: 1)
    self.before = before
    self.after = after
    self.exposureBefore = exposureBefore
    self.exposureAfter = exposureAfter
    let isSameExposure = exposureBefore == exposureAfter
    let exposureRatio = exposureBefore / exposureAfter
    let rateBefore = before / exposureBefore
    let rateAfter = after / exposureAfter
    difference = isSameExposure ? after - before : nil
    wheelerIndex = isSameExposure ? 2 * (after.squareRoot() - before.squareRoot()) : nil
    direction = rateAfter > rateBefore ? .up : rateAfter < rateBefore ? .down : .none

    guard before + after > 0 else {
      rateRatio = nil
      percentChange = nil
      pExactCentral = 1
      pExactMinlike = 1
      pMid = 1
      pETest = nil
      zSqrt = nil
      pSqrt = nil
      rateRatioIntervalExact = nil
      rateRatioIntervalMidP = nil
      rateRatioIntervalWald = nil
      percentIntervalExact = nil
      percentIntervalMidP = nil
      status = .bothZero
      return
    }

    let ratio = before > 0 ? (after / before * exposureRatio).finite : nil
    rateRatio = ratio
    percentChange = ratio.flatMap { (100 * ($0 - 1)).finite }
    status = before == 0 ? .zeroBase : nil

    let binomial = ConditionalBinomial(
      before: before, after: after, exposureBefore: exposureBefore, exposureAfter: exposureAfter)
    pExactCentral = binomial.centralP
    pExactMinlike = binomial.minimumLikelihoodP
    pMid = binomial.midP
    pETest = ETest.p(
      before: before, after: after, exposureBefore: exposureBefore, exposureAfter: exposureAfter)
    // In units of the exposure before, so that tiny exposures do not underflow.
    let z =
      2 * ((after * exposureRatio).squareRoot() - before.squareRoot())
      / (1 + exposureRatio).squareRoot()
    zSqrt = z.finite
    pSqrt = z.finite.map { Distributions.normalTwoSided($0) }

    let exact = binomial.exactOdds(confidence)?.map { $0 * exposureRatio }.defined
    let mid = binomial.midPOdds(confidence)?.map { $0 * exposureRatio }.defined
    rateRatioIntervalExact = exact
    rateRatioIntervalMidP = mid
    percentIntervalExact = exact?.map { 100 * ($0 - 1) }.defined
    percentIntervalMidP = mid?.map { 100 * ($0 - 1) }.defined
    rateRatioIntervalWald = LogRatio.interval(
      ratio, standardError: (1 / after + 1 / before).squareRoot(),
      critical: Distributions.normalCritical(confidence))
  }
}
