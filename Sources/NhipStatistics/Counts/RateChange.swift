// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The mid-P part of `CountComparison` alone, for tables of many cells: p, the interval of the
/// percent change and whether any result could have been significant.
///
/// after | total ~ Binomial(total, Ea / (Ea + Eb)), Lancaster 1961.
package struct RateChange: Hashable, Sendable {
  package let p: Double
  /// 100 (rate ratio - 1) at the limits of the mid-P interval; upper infinite where `before` is 0,
  /// `nil` without events.
  package let percentInterval: Interval?
  /// The smallest p that any split of the total could have; above alpha nothing can be judged.
  package let smallestP: Double

  package init(
    before: Double, after: Double, exposureBefore: Double = 1, exposureAfter: Double = 1,
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    try Check.count(before, at: 0)
    try Check.count(after, at: 1)
    try Check.exposure(exposureBefore, at: 0)
    try Check.exposure(exposureAfter, at: 1)
    guard before + after > 0 else {
      p = 1
      percentInterval = nil
      smallestP = 1
      return
    }
    let binomial = ConditionalBinomial(
      before: before, after: after, exposureBefore: exposureBefore, exposureAfter: exposureAfter)
    p = binomial.midP
    smallestP = binomial.smallestAttainableMidP
    let ratio = exposureBefore / exposureAfter
    percentInterval = binomial.midPOdds(confidence)?.map { 100 * ($0 * ratio - 1) }.defined
  }
}
