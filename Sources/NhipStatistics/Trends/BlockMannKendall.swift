// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The Mann-Kendall test over blocks: seasons of one series, or the places of a region.
///
/// S and its variance are summed over the blocks (Hirsch et al. 1982); the correlated form adds
/// the covariances between blocks (Dietz & Killeen 1981, Hirsch & Slack 1984). Continuity
/// correction always. The slope is the median of all pairwise slopes within blocks.
package struct BlockMannKendall: Hashable, Sendable {
  /// Covariances grow with the square of the blocks; this keeps them under a minute.
  package static let maximumBlocks = 2_000

  package let s: Int
  package let varS: Double
  package let z: Double?
  package let p: Double?
  package let sByBlock: [Int]
  /// A unit of time of the blocks: a cycle for seasons, a period for places.
  package let slope: Double?
  package let correlatedVarS: Double
  package let correlatedZ: Double?
  package let correlatedP: Double?
  package let status: Status?

  /// A series in seasons of `period` values; a season may have gaps, an incomplete last cycle too.
  package init(seasonal values: [Double], period: Int) throws(StatisticsError) {
    guard period >= 2 else { throw .invalid("period") }
    guard values.count / 2 >= period else {
      let (needed, isTooLarge) = period.multipliedReportingOverflow(by: 2)
      throw .insufficientData(needed: isTooLarge ? period : needed, got: values.count)
    }
    let cycles = (values.count + period - 1) / period
    let blocks = (0..<period).map { season in
      (0..<cycles).map { cycle in
        let index = cycle * period + season
        return index < values.count ? values[index] : .nan
      }
    }
    try self.init(blocks: blocks)
  }

  /// Places observed at the same periods; `blocks[place][period]`.
  package init(blocks: [[Double]]) throws(StatisticsError) {
    guard let length = blocks.first?.count, length >= 2 else {
      throw .insufficientData(needed: 2, got: blocks.first?.count ?? 0)
    }
    guard blocks.count <= Self.maximumBlocks else { throw .invalid("blocks") }
    guard length <= TheilSen.maximumPoints else { throw .invalid("n") }
    for block in blocks {
      try Check.sameLength(length, block.count)
      _ = try Check.presentValues(block)
    }
    var scores: [Int] = []
    var variance = 0.0
    var slopes: [Double] = []
    var scratch: [Double] = []
    for block in blocks {
      var present = block.filter { !$0.isNaN }
      let (s, ties) = KendallScore.score(&present, scratch: &scratch)
      scores.append(s)
      variance += max(0, KendallScore.variance(present.count) - ties.varianceTerm)
      Self.addSlopes(of: block, to: &slopes)
    }
    guard !slopes.isEmpty else { throw .insufficientData(needed: 2, got: 1) }
    let total = scores.reduce(0, +)
    let covariance = Self.covarianceSum(blocks)
    s = total
    sByBlock = scores
    varS = variance
    z = KendallScore.z(Double(total), variance: variance)
    p = z.map { Distributions.normalTwoSided($0) }
    slope = Selection.median(&slopes).finite
    correlatedVarS = variance + covariance
    correlatedZ = KendallScore.z(Double(total), variance: correlatedVarS)
    correlatedP = correlatedZ.map { Distributions.normalTwoSided($0) }
    status = variance == 0 ? .constantSeries : nil
  }

  private static func addSlopes(of block: [Double], to slopes: inout [Double]) {
    for i in block.indices where !block[i].isNaN {
      for j in block.indices[(i + 1)...] where !block[j].isNaN {
        slopes.append((block[j] - block[i]) / Double(j - i))
      }
    }
  }

  /// Twice the sum over g < h of (K_gh + 4 sum R_ig R_ih - n (n_g + 1) (n_h + 1)) / 3.
  private static func covarianceSum(_ blocks: [[Double]]) -> Double {
    let ranks = blocks.map { ranksFromSigns($0) }
    let counts = blocks.map { block in Double(block.reduce(0) { $0 + ($1.isNaN ? 0 : 1) }) }
    var sum = 0.0
    for g in blocks.indices {
      for h in blocks.indices[..<g] {
        sum += 2 * covariance(blocks[g], blocks[h], ranks[g], ranks[h], counts[g], counts[h])
      }
    }
    return sum
  }

  /// The covariance of the scores of two series under no trend.
  static func covariance(
    _ x: [Double], _ y: [Double], _ xRanks: [Double], _ yRanks: [Double], _ xCount: Double,
    _ yCount: Double
  ) -> Double {
    var k = 0
    for i in x.indices {
      for j in x.indices[(i + 1)...] {
        k += sign(x[j] - x[i]) * sign(y[j] - y[i])
      }
    }
    var products = 0.0
    for i in x.indices { products += xRanks[i] * yRanks[i] }
    return (Double(k) + 4 * products - Double(x.count) * (xCount + 1) * (yCount + 1)) / 3
  }

  /// Mid-ranks; a missing value has the middle rank.
  static func ranksFromSigns(_ values: [Double]) -> [Double] {
    let present = values.filter { !$0.isNaN }
    let ranks = Ranking.midRanks(present)
    var next = 0
    return values.map { value in
      guard !value.isNaN else { return Double(present.count + 1) / 2 }
      next += 1
      return ranks[next - 1]
    }
  }

  private static func sign(_ difference: Double) -> Int {
    (difference > 0 ? 1 : 0) - (difference < 0 ? 1 : 0)
  }
}
