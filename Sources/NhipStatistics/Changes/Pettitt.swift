// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// When the level changed, without a shape: Pettitt 1979 and the standard normal homogeneity test
/// (Alexandersson 1986).
///
/// U_k = 2 sum of mid-ranks - k (n + 1), K = max |U_k|, p ~ 2 exp(-6 K^2 / (n^3 + n^2)) capped at
/// 1; the approximation is poor for n < 20 and for autocorrelated series. Positions are 1-based
/// numbers of the last value before the change, all of them when the maximum is tied.
package struct Pettitt: Hashable, Sendable {
  package let n: Int
  package let statistic: Double
  package let lastIndexBeforeChange: [Int]
  package let p: Double
  package let meanBefore: Double?
  package let meanAfter: Double?
  package let snhtStatistic: Double?
  package let snhtIndex: Int?
  package let status: Status?

  package init(_ values: [Double]) throws(StatisticsError) {
    try Check.complete(values, field: "x")
    let count = values.count
    guard count >= 4 else { throw .insufficientData(needed: 4, got: count) }
    n = count
    let moments = Moments(values)
    guard moments.sumOfSquares.isFinite else { throw .invalid("x") }
    guard moments.sumOfSquares > 0 else {
      statistic = 0
      lastIndexBeforeChange = []
      p = 1
      meanBefore = nil
      meanAfter = nil
      snhtStatistic = nil
      snhtIndex = nil
      status = .constantSeries
      return
    }
    let ranks = Ranking.midRanks(values)
    let length = Double(count)
    let sd = (moments.sumOfSquares / (length - 1)).squareRoot()
    var rankSum = 0.0
    var zSum = 0.0
    var largest = -1.0
    var positions: [Int] = []
    var homogeneity = -1.0
    var homogeneityIndex = 1
    for k in 1..<count {
      rankSum += ranks[k - 1]
      zSum += (values[k - 1] - moments.mean) / sd
      let u = (2 * rankSum - Double(k) * (length + 1)).magnitude
      if u > largest {
        largest = u
        positions = [k]
      } else if u == largest {
        positions.append(k)
      }
      let t = zSum * zSum * (1 / Double(k) + 1 / Double(count - k))
      if t > homogeneity {
        homogeneity = t
        homogeneityIndex = k
      }
    }
    statistic = largest
    lastIndexBeforeChange = positions
    p = min(1, 2 * exp(-6 * largest * largest / (length * length * (length + 1))))
    let first = positions.first ?? 1
    meanBefore = Moments(Array(values[..<first])).mean
    meanAfter = Moments(Array(values[first...])).mean
    snhtStatistic = homogeneity
    snhtIndex = homogeneityIndex
    status = nil
  }
}
