// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution

/// The rows of a table by groups of equal keys, in the order of their first rows.
struct RowGroups {
  /// The first row of each group.
  let firstRows: [Int32]
  private let rows: [Int32]
  private let ends: [Int]

  var count: Int { firstRows.count }

  /// - Parameters:
  ///   - keys: the columns whose values make a group; none for one group of all rows.
  ///   - period: a period column among the keys, in whose order the groups stand.
  init(_ table: Table, by keys: [Int], inOrderOf period: Int? = nil) {
    let groups = RowGroups(keys.map { table.columns[$0] }, rowCount: table.rowCount)
    guard let period, keys.contains(period) else {
      self = groups
      return
    }
    let periods = groups.firstRows.map { table.columns[period].period(Int($0)) ?? .none }
    let order = periods.indices.sorted { (periods[$0], $0) < (periods[$1], $1) }
    self.init(groups, order: order)
  }

  private init(_ other: RowGroups, order: [Int]) {
    firstRows = order.map { other.firstRows[$0] }
    rows = order.flatMap { other[$0] }
    var total = 0
    ends = order.map { group in
      total += other[group].count
      return total
    }
  }

  init(_ columns: [Column], rowCount: Int) {
    let groups = GroupKeys(columns, rowCount: rowCount)
    firstRows = groups.firstRows
    var counts = [Int](repeating: 0, count: groups.count)
    for group in groups.groupOfRow { counts[Int(group)] += 1 }
    var next = [Int](repeating: 0, count: groups.count)
    var total = 0
    for group in counts.indices {
      next[group] = total
      total += counts[group]
    }
    var rows = [Int32](repeating: 0, count: total)
    for row in groups.groupOfRow.indices {
      let group = Int(groups.groupOfRow[row])
      rows[next[group]] = Int32(row)
      next[group] += 1
    }
    self.rows = rows
    ends = next
  }

  /// Series after series, as the blocks of a layout stand.
  init(_ layout: SeriesLayout) {
    var firstRows: [Int32] = []
    var ends: [Int] = []
    for series in 0..<layout.seriesCount {
      let start = layout.runs.start(series)
      let end = layout.runs.ends[series]
      guard start < end else { continue }
      firstRows.append(Int32(start))
      ends.append(end)
    }
    self.firstRows = firstRows
    self.ends = ends
    rows = (0..<Int32(layout.runs.rowCount)).map { $0 }
  }

  /// One group a period, over all series of a layout, in the order of time.
  init(periodsOf layout: SeriesLayout) {
    let blocks = layout.starts.indices.map { series in
      (
        first: Int(layout.starts[series]),
        rows: layout.runs.start(series)..<layout.runs.ends[series]
      )
    }.filter { !$0.rows.isEmpty }
    let low = blocks.map(\.first).min() ?? 0
    let high = blocks.map { $0.first + $0.rows.count }.max() ?? low
    // How many blocks have a period: those that began before it, less those that ended.
    var counts = [Int](repeating: 0, count: high - low + 1)
    for block in blocks {
      counts[block.first - low] += 1
      counts[block.first - low + block.rows.count] -= 1
    }
    var next: [Int] = []
    var (running, total) = (0, 0)
    var ends: [Int] = []
    for count in counts.dropLast() {
      running += count
      next.append(total)
      total += running
      if running > 0 { ends.append(total) }
    }
    let rows = [Int32](filling: total) { rows in
      for block in blocks {
        for (step, row) in block.rows.enumerated() {
          let period = block.first - low + step
          rows[next[period]] = Int32(row)
          next[period] += 1
        }
      }
    }
    firstRows = ends.indices.map { rows[$0 == 0 ? 0 : ends[$0 - 1]] }
    self.rows = rows
    self.ends = ends
  }

  /// The rows of one group, ascending.
  subscript(_ group: Int) -> ArraySlice<Int32> {
    rows[(group == 0 ? 0 : ends[group - 1])..<ends[group]]
  }
}
