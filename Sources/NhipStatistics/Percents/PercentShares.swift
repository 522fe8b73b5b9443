// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Which totals a set of printed shares can come from: every share must be k / N rounded, and the
/// counts must add up to N when the set is complete.
package struct PercentShares: Hashable, Sendable {
  package let possibleTotals: [Int]
  package let smallestTotal: Int?
  /// The sum of the printed shares with their finest number of decimals.
  package let reportedSum: String

  package init(
    _ shares: [String], maximumTotal: Int, rounding: PercentRounding = .halfUp,
    isComplete: Bool = true
  ) throws(StatisticsError) {
    guard !shares.isEmpty else { throw .insufficientData(needed: 1, got: 0) }
    guard maximumTotal >= 1, maximumTotal <= Self.maximumTotal else {
      throw .invalid("max_total")
    }
    var percents: [ReportedPercent] = []
    for index in shares.indices {
      guard let percent = try? ReportedPercent(shares[index]), percent.sign != .minus,
        percent.units <= percent.unitsPerWhole
      else { throw .invalidParameter(field: "reported_shares_percent", index: index) }
      percents.append(percent)
    }
    let decimals = percents.map(\.decimals).max() ?? 0
    let sum = percents.reduce(0) {
      $0 + $1.units * ReportedPercent.power(decimals - $1.decimals)
    }
    reportedSum = ReportedPercent.text(signedUnits: sum, decimals: decimals)
    possibleTotals = (1...maximumTotal).filter {
      Self.isPossible($0, percents, rounding, isComplete: isComplete)
    }
    smallestTotal = possibleTotals.first
  }

  /// Enough for any published table of shares; the search is linear.
  package static let maximumTotal = 10_000_000

  private static func isPossible(
    _ total: Int, _ percents: [ReportedPercent], _ rounding: PercentRounding, isComplete: Bool
  ) -> Bool {
    var least = 0
    var most = 0
    for percent in percents {
      let center = total * percent.units / percent.unitsPerWhole
      let reach = total / percent.unitsPerWhole + 1
      func fits(_ count: Int) -> Bool {
        count >= 0 && count <= total
          && rounding.quotient(
            Int128(count) * Int128(percent.unitsPerWhole), Int128(total)) == Int128(percent.units)
      }
      guard let low = (max(0, center - reach)...(center + reach)).first(where: fits),
        let high = (low...(center + reach)).last(where: fits)
      else { return false }
      least += low
      most += high
    }
    return least <= total && (!isComplete || most >= total)
  }
}
