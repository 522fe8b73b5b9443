// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Shifts of the mean by dynamic programming (Bai & Perron 2003), with the OLS-CUSUM test.
///
/// BIC = n (ln 2 pi + ln(RSS / n) + 1) + ln(n) 2 (m + 1) for m breaks; the smallest wins. sup F is
/// that of one break. OLS-CUSUM: s = max |sum e| / (sd sqrt n), p = 2 sum (-1)^(j+1) exp(-2 j^2 s^2)
/// (Ploberger & Kraemer 1992). Positions are 1-based numbers of the last value before a break.
package struct MeanShift: Hashable, Sendable {
  package let n: Int
  package let rssByBreaks: [Double]
  package let bicByBreaks: [Double?]
  package let selectedBreaks: Int
  package let lastIndexBeforeBreak: [Int]
  package let segmentMeans: [Double]
  package let supF: Double?
  package let olsCusum: Double?
  package let olsCusumP: Double?
  package let status: Status?

  /// - Parameter minimumSegment: floor(0.15 n) when not given.
  package init(
    _ values: [Double], minimumSegment: Int? = nil, maximumBreaks: Int = 5
  ) throws(StatisticsError) {
    try Check.complete(values, field: "x")
    let count = values.count
    guard count <= SeriesWorkspace.maximumPairwisePoints else { throw .invalid("n") }
    guard maximumBreaks >= 0, maximumBreaks <= 100 else { throw .invalid("max_breaks") }
    let segment = minimumSegment ?? max(2, count * 15 / 100)
    guard segment >= 1 else { throw .invalid("min_segment") }
    guard count / 2 >= segment, count >= 4 else {
      let needed = segment > Int.max / 2 ? segment : 2 * segment
      throw .insufficientData(needed: max(4, needed), got: count)
    }
    let cost = SegmentCost(values)
    guard cost.isFinite else { throw .invalid("x") }
    let breaks = min(maximumBreaks, count / segment - 1)
    // best[m][end]: the least RSS of the first `end` values in m + 1 segments.
    let never = [Double](repeating: .infinity, count: count + 1)
    var best = [[Double]](repeating: never, count: breaks + 1)
    var origin = [[Int]](
      repeating: [Int](repeating: 0, count: count + 1), count: breaks + 1)
    for end in segment...count { best[0][end] = cost.squares(0, end) }
    for m in stride(from: 1, through: breaks, by: 1) {
      for end in stride(from: (m + 1) * segment, through: count, by: 1) {
        for start in (m * segment)...(end - segment) {
          let total = best[m - 1][start] + cost.squares(start, end)
          if total < best[m][end] {
            best[m][end] = total
            origin[m][end] = start
          }
        }
      }
    }
    let length = Double(count)
    let rss = best.map { $0[count] }
    let bic = rss.indices.map { m -> Double? in
      rss[m] > 0
        ? length * (log(2 * Double.pi) + log(rss[m] / length) + 1)
          + log(length) * 2 * Double(m + 1) : nil
    }
    // A perfect fit has no finite BIC; the fewest breaks that reach it win.
    var selected = 0
    for m in rss.indices {
      guard let chosen = bic[selected] else { break }
      if let here = bic[m] {
        if here < chosen { selected = m }
      } else {
        selected = m
      }
    }
    var positions: [Int] = []
    var end = count
    for m in stride(from: selected, to: 0, by: -1) {
      end = origin[m][end]
      positions.insert(end, at: 0)
    }
    n = count
    rssByBreaks = rss
    bicByBreaks = bic
    selectedBreaks = selected
    lastIndexBeforeBreak = positions
    let bounds = [0] + positions + [count]
    segmentMeans = zip(bounds, bounds.dropFirst()).map {
      Moments(Array(values[$0..<$1])).mean
    }
    supF =
      rss.count > 1 && rss[1] > 0 ? ((rss[0] - rss[1]) / (rss[1] / (length - 2))).finite : nil
    let isConstant = rss[0] == 0
    if isConstant {
      olsCusum = nil
      olsCusumP = 1
    } else {
      let moments = Moments(values)
      let sd = (moments.sumOfSquares / (length - 1)).squareRoot()
      var sum = 0.0
      var largest = 0.0
      for value in values {
        sum += value - moments.mean
        largest = max(largest, sum.magnitude)
      }
      let s = largest / (sd * length.squareRoot())
      olsCusum = s
      olsCusumP = Self.bridgeUpper(s)
    }
    status = isConstant ? .constantSeries : nil
  }

  /// P(max |Brownian bridge| > s).
  private static func bridgeUpper(_ s: Double) -> Double {
    guard s > 0.2 else { return 1 }
    var sum = 0.0
    for j in 1...100 {
      let term = exp(-2 * Double(j * j) * s * s)
      sum += j % 2 == 1 ? term : -term
      if term < 1e-18 * sum { break }
    }
    return max(0, min(1, 2 * sum))
  }
}

/// Sums of squares about the mean of any run of values, from running sums.
struct SegmentCost {
  private var sums: [Double] = [0]
  private var squareSums: [Double] = [0]

  init(_ values: [Double]) {
    // Centred first: the differences of running sums then lose few digits.
    let mean = Moments(values).mean
    var sum = CompensatedSum()
    var squares = CompensatedSum()
    for value in values {
      sum.add(value - mean)
      squares.add((value - mean) * (value - mean))
      sums.append(sum.value)
      squareSums.append(squares.value)
    }
  }

  var isFinite: Bool { squareSums.allSatisfy(\.isFinite) }

  /// Values `start` ..< `end`.
  func squares(_ start: Int, _ end: Int) -> Double {
    let sum = sums[end] - sums[start]
    return max(0, squareSums[end] - squareSums[start] - sum * sum / Double(end - start))
  }
}
