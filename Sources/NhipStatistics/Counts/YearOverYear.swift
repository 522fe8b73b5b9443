// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The table of a review meeting: every place before and after, and what may be said of it.
///
/// The contribution 100 (after - before) / sum before adds up to the percent change of the total.
/// A place that could not reach `alpha` with any split of its total is "too few to judge" and
/// leaves the Benjamini-Hochberg family (Gilbert 2005). Heterogeneity is the 2 x k chi-square of
/// the counts over places with events, without continuity correction.
package struct YearOverYear: Hashable, Sendable {
  package enum Label: String, Hashable, Sendable {
    case increase, decrease
    case noClearChange = "no_clear_change"
    case tooFewToJudge = "too_few_to_judge"
  }

  package struct Row: Hashable, Sendable {
    package let index: Int
    package let before: Double
    package let after: Double
    package let difference: Double
    package let percentChange: Double?
    package let rateBefore: Double
    package let rateAfter: Double
    package let ratePercentChange: Double?
    package let contributionPp: Double?
    package let pMid: Double
    package let pMidSmallestAttainable: Double
    package fileprivate(set) var qBh: Double?
    package fileprivate(set) var label: Label
  }

  package struct Total: Hashable, Sendable {
    package let before: Double
    package let after: Double
    package let difference: Double
    package let percentChange: Double?
    package let pMid: Double
  }

  /// The places with complete data, in the order given; `index` is the position in the input.
  package let rows: [Row]
  /// Positions of places with a missing count or exposure.
  package let excluded: [Int]
  package let total: Total
  package let contributionsSumPp: Double?
  package let heterogeneityChi2: Double?
  package let heterogeneityDf: Int?
  package let heterogeneityP: Double?

  package init(
    before: [Double], after: [Double], exposureBefore: [Double]? = nil,
    exposureAfter: [Double]? = nil, multiplier: Double = 100_000, alpha: Double = 0.05
  ) throws(StatisticsError) {
    guard alpha > 0, alpha < 1 else { throw .invalid("alpha") }
    try Check.multiplier(multiplier)
    let ones = [Double](repeating: 1, count: before.count)
    let eb = exposureBefore ?? ones
    let ea = exposureAfter ?? ones
    for length in [after.count, eb.count, ea.count] { try Check.sameLength(before.count, length) }

    var kept: [Int] = []
    var excluded: [Int] = []
    for i in before.indices {
      if before[i].isNaN || after[i].isNaN || eb[i].isNaN || ea[i].isNaN {
        excluded.append(i)
        continue
      }
      try Check.count(before[i], at: i)
      try Check.count(after[i], at: i)
      try Check.exposure(eb[i], at: i)
      try Check.exposure(ea[i], at: i)
      kept.append(i)
    }
    guard !kept.isEmpty else { throw .insufficientData(needed: 1, got: 0) }

    let totalBefore = CompensatedSum.of(kept.map { before[$0] })
    let totalAfter = CompensatedSum.of(kept.map { after[$0] })
    var rows: [Row] = []
    for i in kept {
      let test = ConditionalBinomial(
        before: before[i], after: after[i], exposureBefore: eb[i], exposureAfter: ea[i])
      let ratio = before[i] > 0 ? (after[i] / before[i]).finite : nil
      let rateRatio = ratio.flatMap { ($0 * (eb[i] / ea[i])).finite }
      guard (before[i] / eb[i] * multiplier).isFinite, (after[i] / ea[i] * multiplier).isFinite
      else { throw .invalidParameter(field: "exposure", index: i) }
      rows.append(
        Row(
          index: i, before: before[i], after: after[i], difference: after[i] - before[i],
          percentChange: before[i] > 0 ? 100 * (after[i] - before[i]) / before[i] : nil,
          rateBefore: before[i] / eb[i] * multiplier, rateAfter: after[i] / ea[i] * multiplier,
          ratePercentChange: rateRatio.map { 100 * ($0 - 1) },
          contributionPp: totalBefore > 0 ? 100 * (after[i] - before[i]) / totalBefore : nil,
          pMid: test.total > 0 ? test.midP : 1,
          pMidSmallestAttainable: test.smallestAttainableMidP,
          qBh: nil, label: .tooFewToJudge))
    }
    let family = rows.map { $0.pMidSmallestAttainable > alpha ? Double.nan : $0.pMid }
    let q = try FalseDiscovery(family).bh
    for index in rows.indices {
      guard let value = q[index] else { continue }
      rows[index].qBh = value
      let rises = rows[index].rateAfter > rows[index].rateBefore
      rows[index].label = value > alpha ? .noClearChange : rises ? .increase : .decrease
    }
    self.rows = rows
    self.excluded = excluded
    let whole = ConditionalBinomial(
      before: totalBefore, after: totalAfter,
      exposureBefore: CompensatedSum.of(kept.map { eb[$0] }),
      exposureAfter: CompensatedSum.of(kept.map { ea[$0] }))
    total = Total(
      before: totalBefore, after: totalAfter, difference: totalAfter - totalBefore,
      percentChange: totalBefore > 0 ? 100 * (totalAfter - totalBefore) / totalBefore : nil,
      pMid: whole.total > 0 ? whole.midP : 1)
    contributionsSumPp =
      totalBefore > 0 ? CompensatedSum.of(rows.compactMap(\.contributionPp)) : nil

    let active = rows.filter { $0.before + $0.after > 0 }
    if active.count > 1, totalBefore > 0, totalAfter > 0 {
      var chiSquare = CompensatedSum()
      for row in active {
        let sum = row.before + row.after
        let expectedBefore = sum * (totalBefore / (totalBefore + totalAfter))
        let expectedAfter = sum * (totalAfter / (totalBefore + totalAfter))
        let gap = row.before - expectedBefore
        chiSquare.add(gap * gap / expectedBefore)
        chiSquare.add(gap * gap / expectedAfter)
      }
      heterogeneityChi2 = chiSquare.value
      heterogeneityDf = active.count - 1
      heterogeneityP = Distributions.chiSquareUpper(
        chiSquare.value, degrees: Double(active.count - 1))
    } else {
      heterogeneityChi2 = nil
      heterogeneityDf = nil
      heterogeneityP = nil
    }
  }
}
