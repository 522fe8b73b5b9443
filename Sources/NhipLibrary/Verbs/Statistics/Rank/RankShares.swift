// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution

/// Each value's percent of the sum of its peers, with what the bounds of all of them allow.
struct RankShares {
  private let values: [Double]
  private let detail: MeasureDetail?
  private var shares: [Double]
  private var low: [Double]
  private var high: [Double]
  private var isOpen = false

  init(_ column: Column, count: Int) {
    values = column.numbers ?? []
    detail = column.detail
    shares = [Double](repeating: .nan, count: count)
    low = column.detail?.lower == nil ? [] : shares
    high = low
  }

  /// - Parameter percents: the stated shares of the rows; `nil` where a value has none.
  mutating func fill(_ rows: [Int], _ percents: [Double?]) {
    for (index, row) in rows.enumerated() { shares[row] = percents[index] ?? .nan }
    guard !low.isEmpty else { return }
    let used = zip(rows, percents).filter { $0.1 != nil }.map(\.0)
    var bounds = ShareBounds()
    bounds.resize(to: 1)
    for row in used { bounds.add(own(row), to: 0) }
    let sum = bounds.sum(0)
    for row in used {
      if sum.low == sum.high {
        (low[row], high[row]) = (shares[row], shares[row])
        continue
      }
      let range = bounds.percent(own(row), in: 0)
      low[row] = min(range.low, shares[row])
      high[row] = max(range.high, shares[row])
      isOpen = true
    }
  }

  private func own(_ row: Int) -> ShareBounds.Bounds {
    let own = ShareBounds.own(values[row], row, detail)
    return (max(0, own.low), own.high)
  }

  var made: Column {
    var made = MeasureDetail()
    if isOpen {
      made.lower = low
      made.upper = high
    }
    return Column(.numbers(shares), detail: made).signed(by: [])
  }
}
