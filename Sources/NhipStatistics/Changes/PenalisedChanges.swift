// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Changes of level that minimise the segment costs plus a penalty a change (optimal partitioning,
/// Jackson et al. 2005; the same minimum as PELT, Killick et al. 2012).
///
/// Normal mean: sum of squares about the segment mean (data in units of the noise sd if the
/// penalty is 2 ln n). Poisson: -2 S ln(S / k) for k values with the sum S. Positions are 1-based
/// numbers of the last value before a change.
package struct PenalisedChanges: Hashable, Sendable {
  package enum Cost: String, Hashable, Sendable {
    case normalMean = "normal_mean"
    case poisson
  }

  package let lastIndexBeforeBreak: [Int]
  package let objective: Double
  package let segmentMeans: [Double]

  /// - Parameter penalty: 2 ln n when not given.
  package init(
    _ values: [Double], cost: Cost, penalty: Double? = nil, minimumSegment: Int = 2
  ) throws(StatisticsError) {
    try Check.complete(values, field: "x")
    let count = values.count
    guard count <= 20_000 else { throw .invalid("n") }  // 200 million segments, a second or so
    guard minimumSegment >= 1 else { throw .invalid("min_segment") }
    guard count >= 4, count / 2 >= minimumSegment else {
      throw .insufficientData(
        needed: minimumSegment > Int.max / 2 ? minimumSegment : max(4, 2 * minimumSegment),
        got: count)
    }
    let charge = penalty ?? 2 * log(Double(count))
    guard charge > 0, charge.isFinite else { throw .invalid("penalty") }
    if cost == .poisson {
      for index in values.indices { try Check.count(values[index], at: index) }
    }
    let squares = SegmentCost(values)
    guard squares.isFinite else { throw .invalid("x") }
    var sums = [0.0]
    var running = CompensatedSum()
    for value in values {
      running.add(value)
      sums.append(running.value)
    }
    func segmentCost(_ start: Int, _ end: Int) -> Double {
      guard cost == .poisson else { return squares.squares(start, end) }
      let sum = sums[end] - sums[start]
      return sum > 0 ? -2 * sum * log(sum / Double(end - start)) : 0
    }
    // best[end]: the least cost of the first `end` values; the first segment has no charge.
    var best = [Double](repeating: .infinity, count: count + 1)
    var origin = [Int](repeating: 0, count: count + 1)
    best[0] = -charge
    for end in minimumSegment...count {
      for start in 0...(end - minimumSegment) where best[start] < .infinity {
        let total = best[start] + segmentCost(start, end) + charge
        if total < best[end] {
          best[end] = total
          origin[end] = start
        }
      }
    }
    var positions: [Int] = []
    var end = origin[count]
    while end > 0 {
      positions.insert(end, at: 0)
      end = origin[end]
    }
    lastIndexBeforeBreak = positions
    objective = best[count]
    let bounds = [0] + positions + [count]
    segmentMeans = zip(bounds, bounds.dropFirst()).map {
      Moments(Array(values[$0..<$1])).mean
    }
  }
}
