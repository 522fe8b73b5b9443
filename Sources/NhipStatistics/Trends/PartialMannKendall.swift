// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The trend of a series given a covariate (Libiseller & Grimvall 2002).
///
/// S of the series minus rho times S of the covariate, rho = covariance of the scores over their
/// variance; no tie correction in rho, no continuity correction. Pairs with a gap are dropped.
package struct PartialMannKendall: Hashable, Sendable {
  package let n: Int
  package let sPartial: Double
  package let varS: Double
  package let z: Double?
  package let p: Double?
  package let rho: Double

  package init(_ values: [Double], covariate: [Double]) throws(StatisticsError) {
    try Check.sameLength(values.count, covariate.count)
    let kept = values.indices.filter { !values[$0].isNaN && !covariate[$0].isNaN }
    let x = try Check.presentValues(kept.map { values[$0] })
    let y = try Check.presentValues(kept.map { covariate[$0] })
    guard x.count >= 3 else { throw .insufficientData(needed: 3, got: x.count) }
    guard x.count <= TheilSen.maximumPoints else { throw .invalid("n") }
    var scratch: [Double] = []
    var xCopy = x
    var yCopy = y
    let xScore = KendallScore.score(&xCopy, scratch: &scratch).s
    let yScore = KendallScore.score(&yCopy, scratch: &scratch).s
    let count = Double(x.count)
    let variance = KendallScore.variance(x.count)
    let covariance = BlockMannKendall.covariance(
      x, y, Ranking.midRanks(x), Ranking.midRanks(y), count, count)
    n = x.count
    rho = covariance / variance
    sPartial = Double(xScore) - rho * Double(yScore)
    varS = max(0, 1 - rho * rho) * variance
    z = varS > 0 ? sPartial / varS.squareRoot() : nil
    p = z.map { Distributions.normalTwoSided($0) }
  }
}
