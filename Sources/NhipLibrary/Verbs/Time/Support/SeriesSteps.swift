// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution

/// Finds rows of a table by their period inside their series, so that every step in time is one of
/// the calendar and never one of the row.
///
/// While the rows are whole blocks a step is an addition; otherwise rows are looked up by their
/// other dimensions and the period.
struct SeriesSteps {
  private struct Key: Hashable {
    let series: Int32
    let period: Period
  }

  let rowCount: Int
  /// The series that each row belongs to. Complexity: O(rows) while the rows stand in blocks.
  var seriesOfRow: [Int32] { blocks.map(Self.numbers) ?? numbered }
  private let numbered: [Int32]
  let seriesCount: Int
  /// The blocks, where the rows still stand in them.
  let blocks: SeriesLayout?
  /// The length of all periods, where they have one.
  let grain: Grain?
  private let periods: Column
  private let rows: [Key: Int32]

  /// - Parameter verb: the verb that steps, and where it stands, for the error.
  init(
    _ table: Table, usesBlocks: Bool, verb: VerbPosition
  ) throws(Diagnostic) {
    guard let periodIndex = table.schema.periodIndex else {
      preconditionFailure("a time verb was bound to a table with a period column")
    }
    rowCount = table.rowCount
    let periods = table.columns[periodIndex]
    if let layout = table.layout {
      seriesCount = layout.seriesCount
      grain = layout.grain
      if usesBlocks {
        blocks = layout
        numbered = []
        self.periods = periods
        rows = [:]
        return
      }
      numbered = Self.numbers(layout)
    } else {
      let keys = table.schema.dimensionIndices.filter { $0 != periodIndex }
      let groups = GroupKeys(keys.map { table.columns[$0] }, rowCount: table.rowCount)
      numbered = groups.groupOfRow
      seriesCount = groups.count
      var found: Grain?
      var isOne = true
      for row in 0..<table.rowCount {
        guard let own = periods.period(row)?.grain else { continue }
        if let found, found != own { isOne = false }
        found = own
      }
      grain = isOne && found?.isRegular == true ? found : nil
    }
    blocks = nil
    self.periods = periods.flattened()
    var rows: [Key: Int32] = [:]
    rows.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      guard let period = periods.period(row) else { continue }
      if rows.updateValue(Int32(row), forKey: Key(series: numbered[row], period: period)) != nil {
        throw Diagnostic(
          "E0408", "`\(verb.name)` finds two rows for \(period) in one series", at: verb.span,
          notes: ["rows are told apart by their places, periods and breakdowns"],
          helps: ["pool them first: `| summarise …`, or keep one: `| where …`"])
      }
    }
    self.rows = rows
  }

  private static func numbers(_ layout: SeriesLayout) -> [Int32] {
    [Int32](filling: layout.runs.rowCount) { series in
      for run in layout.starts.indices {
        for row in layout.runs.start(run)..<layout.runs.ends[run] { series[row] = Int32(run) }
      }
    }
  }

  func period(_ row: Int) -> Period? { periods.period(row) }

  /// The row of `period` in a series, -1 where there is none.
  func row(_ series: Int32, _ period: Period) -> Int32 {
    guard let blocks else { return rows[Key(series: series, period: period)] ?? -1 }
    guard period.grain == blocks.grain else { return -1 }
    let start = blocks.runs.start(Int(series))
    let offset = Int(period.first) - Int(blocks.starts[Int(series)])
    return offset >= 0 && start + offset < blocks.runs.ends[Int(series)]
      ? Int32(start + offset) : -1
  }

  /// For each row the row one step away, -1 where the step leaves the series or falls into a gap.
  func rows(at step: PeriodStep) -> [Int32] {
    var result = [Int32](repeating: -1, count: rowCount)
    if let blocks, let count = step.ordinals(on: blocks.grain) {
      for series in 0..<blocks.seriesCount {
        let start = blocks.runs.start(series)
        let end = blocks.runs.ends[series]
        let low = max(start, start - count)
        let high = min(end, end - count)
        guard low < high else { continue }
        for row in low..<high { result[row] = Int32(row + count) }
      }
      return result
    }
    let series = seriesOfRow
    for row in 0..<rowCount {
      guard let period = periods.period(row), let other = step.period(from: period) else {
        continue
      }
      result[row] = self.row(series[row], other)
    }
    return result
  }
}

/// The verb that an error is about.
struct VerbPosition: Sendable {
  let name: String
  let span: Span
}
