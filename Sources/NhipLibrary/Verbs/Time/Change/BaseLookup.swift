// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution

/// Finds the rows that a table's rows are compared with, in the table or in one read beside it.
struct BaseLookup {
  private struct Key: Hashable {
    let series: Int32
    let period: Period
  }

  private let table: Table
  private let steps: SeriesSteps
  private let periods: PeriodCodes
  private let isBeside: Bool
  /// Rows of the table beside, by the table's own series.
  private var beside: [Key: Int32] = [:]
  /// The series of each row among those of both tables.
  private var seriesOfRow: [Int32]

  init(
    table: Table, steps: SeriesSteps, periods: PeriodCodes, side: Table?, verb: VerbPosition
  ) throws(Diagnostic) {
    self.table = table
    self.steps = steps
    self.periods = periods
    isBeside = side != nil
    seriesOfRow = steps.seriesOfRow
    guard let side, let own = table.schema.periodIndex, let other = side.schema.periodIndex else {
      return
    }
    var keys: [Column] = []
    for index in table.schema.dimensionIndices where index != own {
      let field = table.schema.fields[index]
      guard let match = side.schema.index(of: field.name) else { continue }
      keys.append(
        Column.concatenated(
          [table.columns[index].flattened(), side.columns[match].flattened()], type: field.type))
    }
    let groups = GroupKeys(keys, rowCount: table.rowCount + side.rowCount)
    seriesOfRow = Array(groups.groupOfRow[..<table.rowCount])
    for row in 0..<side.rowCount {
      guard let period = side.columns[other].period(row) else { continue }
      beside[Key(series: groups.groupOfRow[table.rowCount + row], period: period)] = Int32(row)
    }
  }

  func rows(_ comparator: ChangeComparator) -> BaseRows {
    if let step = comparator.step, !isBeside { return .one(steps.rows(at: step)) }
    if case .meanOf = comparator.kind { return means(comparator) }
    let members = periods.periods.map { comparator.members(for: $0).first }
    return .one(
      periods.codes.indices.map { row in
        members[Int(periods.codes[row])].map { self.row(row, $0) } ?? -1
      })
  }

  private func means(_ comparator: ChangeComparator) -> BaseRows {
    let asked = periods.periods.map { comparator.members(for: $0) }
    var starts = [0]
    var members: [Int32] = []
    for row in periods.codes.indices {
      let found = asked[Int(periods.codes[row])].map { self.row(row, $0) }
      if !found.contains(where: { $0 < 0 }) { members.append(contentsOf: found) }
      starts.append(members.count)
    }
    return .several(starts: starts, members: members)
  }

  private func row(_ row: Int, _ period: Period) -> Int32 {
    guard isBeside else { return steps.row(seriesOfRow[row], period) }
    return beside[Key(series: seriesOfRow[row], period: period)] ?? -1
  }
}
