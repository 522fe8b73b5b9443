// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Ranks and shares of a list of places; a missing value has neither.
package struct Ranking: Hashable, Sendable {
  /// Competition ranks from the largest value: 1, 2, 2, 4.
  package let descendingCompetition: [Int?]
  /// Mid-ranks from the smallest value: ties share their average rank.
  package let ascendingAverage: [Double?]
  /// 100 x / sum x; `nil` when a value is negative or all are zero.
  package let sharePercent: [Double?]

  package init(_ values: [Double]) throws(StatisticsError) {
    _ = try Check.presentValues(values)
    let order = values.indices.filter { !values[$0].isNaN }.sorted { values[$0] < values[$1] }
    var competition = [Int?](repeating: nil, count: values.count)
    var average = [Double?](repeating: nil, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for position in start...end {
        competition[order[position]] = order.count - end
        average[order[position]] = Double(start + end) / 2 + 1
      }
      start = end + 1
    }
    let present = order.map { values[$0] }
    let total = CompensatedSum.of(present)
    let isShareable = (present.first ?? -1) >= 0 && total > 0 && total.isFinite
    descendingCompetition = competition
    ascendingAverage = average
    sharePercent = values.map { isShareable && !$0.isNaN ? 100 * $0 / total : nil }
  }

  /// Mid-ranks of values without missing ones.
  static func midRanks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for position in start...end { ranks[order[position]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }
}
