// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution

/// The points of one row of the result, before it is known which of them both figures have.
struct PointRows: Sendable {
  /// Rows of the first figure and, a lag later, of the second.
  var x: [Int32] = []
  var y: [Int32] = []
  /// The series each point belongs to; empty where each place is a point.
  var block: [Int32] = []
}

/// Which rows of a table make the points of which row of the result.
struct PointLayout {
  /// Columns of the table that tell the rows of the result apart.
  let keys: [Int]
  /// A row of the table for each row of the result.
  let firstRows: [Int32]
  let points: [PointRows]

  init(_ table: Table, _ scope: CorrelationScope, place: Int?, period: Int?, lag: Int) {
    let dimensions = table.schema.dimensionIndices
    switch scope {
    case .acrossPlaces: keys = dimensions.filter { $0 != place }
    case .overTime: keys = dimensions.filter { $0 != period }
    case .withinPlace: keys = dimensions.filter { $0 != place && $0 != period }
    }
    let groups: RowGroups
    if let layout = table.layout, let period, keys == [period] {
      groups = RowGroups(periodsOf: layout)
    } else {
      groups = RowGroups(table, by: keys, inOrderOf: period)
    }
    firstRows = groups.firstRows
    guard scope != .acrossPlaces, let period else {
      points = (0..<groups.count).map { group in
        let rows = Array(groups[group])
        return PointRows(x: rows, y: rows)
      }
      return
    }
    let series =
      table.layout.map { RowGroups($0) }
      ?? RowGroups(table, by: dimensions.filter { $0 != period })
    var groupOfRow = [Int32](repeating: 0, count: table.rowCount)
    for group in 0..<groups.count {
      for row in groups[group] { groupOfRow[Int(row)] = Int32(group) }
    }
    let periods = table.columns[period].flattened()
    var points = [PointRows](repeating: PointRows(), count: groups.count)
    for block in 0..<series.count {
      let group = Int(groupOfRow[Int(series.firstRows[block])])
      for (x, y) in Self.shifted(series[block], periods, lag) {
        points[group].x.append(x)
        points[group].y.append(y)
        points[group].block.append(Int32(block))
      }
    }
    self.points = points
  }

  /// Each row beside the one `lag` periods later, by the calendar.
  private static func shifted(
    _ rows: ArraySlice<Int32>, _ periods: Column, _ lag: Int
  ) -> [(Int32, Int32)] {
    guard lag > 0 else { return rows.map { ($0, $0) } }
    var rowOfPeriod: [Period: Int32] = [:]
    for row in rows {
      if let period = periods.period(Int(row)) { rowOfPeriod[period] = row }
    }
    return rows.compactMap { row in
      guard let later = periods.period(Int(row))?.advanced(by: lag), let other = rowOfPeriod[later]
      else { return nil }
      return (row, other)
    }
  }
}

/// The complete points of one pair of figures.
struct Points {
  var x: [Double] = []
  var y: [Double] = []
  var controls: [[Double]]
  var times: [Double] = []
  var block: [Int32] = []

  var count: Int { x.count }

  /// - Parameter times: in years, a row of the table each; empty where time plays no part.
  init(
    _ rows: PointRows, _ first: [Double], _ second: [Double], controls all: [[Double]],
    times allTimes: [Double]
  ) {
    controls = all.map { _ in [] }
    x.reserveCapacity(rows.x.count)
    y.reserveCapacity(rows.x.count)
    if all.isEmpty && allTimes.isEmpty && rows.block.isEmpty {
      for (one, other) in zip(rows.x, rows.y) {
        let a = first[Int(one)]
        let b = second[Int(other)]
        guard !a.isNaN, !b.isNaN else { continue }
        x.append(a)
        y.append(b)
      }
      return
    }
    for index in rows.x.indices {
      let row = Int(rows.x[index])
      let a = first[row]
      let b = second[Int(rows.y[index])]
      guard !a.isNaN, !b.isNaN, all.allSatisfy({ !$0[row].isNaN }),
        allTimes.isEmpty || !allTimes[row].isNaN
      else { continue }
      x.append(a)
      y.append(b)
      for column in all.indices { controls[column].append(all[column][row]) }
      if !allTimes.isEmpty { times.append(allTimes[row]) }
      if !rows.block.isEmpty { block.append(rows.block[index]) }
    }
  }

  /// Without the points of series that have one only: their mean takes all they say.
  mutating func dropSingletons() -> Int {
    var counts: [Int32: Int] = [:]
    for series in block { counts[series, default: 0] += 1 }
    let kept = block.indices.filter { (counts[block[$0]] ?? 0) > 1 }
    x = kept.map { x[$0] }
    y = kept.map { y[$0] }
    controls = controls.map { column in kept.map { column[$0] } }
    times = kept.map { times[$0] }
    block = kept.map { block[$0] }
    return counts.values.count { $0 > 1 }
  }
}
