// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
package import NhipObservations

/// The part each column of a table plays, where its rows are observations.
package struct ColumnRoles: Sendable {
  package var place: Int?
  package var period: Int?
  package var indicator: Int?
  package var value: Int?
  package var numerator: Int?
  package var denominator: Int?
  package var lower: Int?
  package var upper: Int?
  package var unit: Int?
  package var qualifier: Int?
  package var kind: Int?
  package var comparison: Int?
  package var status: Int?
  package var document: Int?
  package var start: Int?
  package var end: Int?
  package var quote: Int?
  package var recorded: Int?
  package var certainty: Int?
  package var note: Int?
  package var id: Int?
  package var breakdowns: [Int] = []
  /// Columns that are indicators of their own, with what is declared of them.
  package var measures: [(column: Int, indicator: Indicator)] = []
  /// The columns of bounds beside a measure column, as exports write them.
  var bounds: [Int: (low: Int, high: Int)] = [:]

  package init() {}

  /// Whether columns beside the value say more about each row.
  var decorateRows: Bool {
    [unit, denominator, lower, upper, qualifier, kind, comparison, status, document, note, id]
      .contains { $0 != nil }
  }
}

/// Turns the rows of a table into observations of a store.
struct ObservationLoader {
  let file: LoadedFile
  let roles: ColumnRoles
  let places: KeyColumn
  let periods: PeriodColumn
  let threads: Int

  var table: Table { file.table }

  /// What every row of the table has in common with its neighbours' batches.
  private struct RowKeys {
    let tuples: [Int32]?
    let lines: RowLines
  }

  /// Adds the rows to `store` as observations of `tableID`.
  func load(into store: inout ObservationStore, table tableID: Int32) throws(Diagnostic) {
    let lines = file.lineNumbers
    let keys = RowKeys(
      tuples: roles.breakdowns.isEmpty ? nil : breakdownTuples(&store),
      lines: lines.consecutiveFrom.map { .consecutive($0) } ?? .told { lines.line(of: $0) })
    if let value = roles.value, let indicator = roles.indicator {
      try loadLong(value, indicator, keys, tableID, &store)
    }
    for measure in roles.measures {
      loadMeasure(measure.column, measure.indicator, keys, tableID, &store)
    }
  }

  func refused(_ row: Int, _ column: Int, _ text: String, _ why: String) -> Diagnostic {
    ObservationLoader.refused(file, row, column, text, why)
  }

  static func refused(
    _ file: LoadedFile, _ row: Int, _ column: Int, _ text: String, _ why: String
  ) -> Diagnostic {
    let name = file.table.schema.fields[column].name
    let line = file.lineNumbers.line(of: row)
    return Diagnostic(
      "E0502", "cannot read `\(name)` on line \(line): `\(text)`", notes: [why])
  }

  private func loadLong(
    _ valueColumn: Int, _ indicatorColumn: Int, _ keys: RowKeys, _ tableID: Int32,
    _ store: inout ObservationStore
  ) throws(Diagnostic) {
    guard case .text(let codes, let dictionary) = table.columns[indicatorColumn].storage,
      let values = table.columns[valueColumn].numbers
    else {
      throw Diagnostic(
        "E0502", "the column `\(table.schema.fields[valueColumn].name)` holds no numbers")
    }
    let ids = dictionary.values.map { store.addIndicator(Indicator(key: $0), to: tableID) }
    var batch = batch(KeyColumn(codes: codes, identities: ids), values, keys)
    let cells = qualifiedCells(valueColumn)
    for row in roles.decorateRows ? Array(values.indices) : cells.keys.sorted().map({ Int($0) }) {
      guard var observation = observation(row, of: batch, store) else { continue }
      let (unit, kind) = (observation.unit, observation.kind)
      var scale = 1.0
      if let own = text(roles.unit, row) { (observation.unit, scale) = Unit.reading(own) }
      try decorate(&observation, row, cells[Int32(row)], &store)
      if scale != 1 {
        observation.scale(by: scale)
        batch.values[row] = observation.value
      }
      if observation.unit != unit || observation.kind != kind || observation.carriesMore {
        batch.details[row] = observation
      }
    }
    store.commit(batch, threads: threads)
  }

  private func loadMeasure(
    _ column: Int, _ indicator: Indicator, _ keys: RowKeys, _ tableID: Int32,
    _ store: inout ObservationStore
  ) {
    guard let values = table.columns[column].numbers else { return }
    let id = store.addIndicator(indicator, to: tableID)
    var batch = batch(KeyColumn(id, rowCount: values.count), values, keys)
    for (row, cell) in qualifiedCells(column) {
      guard var observation = observation(Int(row), of: batch, store) else { continue }
      observation.denominator = cell.denominator ?? .nan
      observation.qualifier = NhipObservations.Qualifier(cell.qualifier)
      let bounds = observation.qualifier.bounds(of: observation.value)
      observation.lower = bounds.lower
      observation.upper = bounds.upper
      if observation.carriesMore { batch.details[Int(row)] = observation }
    }
    if let bounds = roles.bounds[column] { addBounds(bounds, to: &batch, store) }
    store.commit(batch, threads: threads)
  }

  /// The columns as they are; only rows that carry more than a value are looked at one by one.
  private func batch(
    _ indicators: KeyColumn, _ values: [Double], _ keys: RowKeys
  ) -> ObservationBatch {
    ObservationBatch(
      indicators: indicators, places: places, periods: periods, values: values,
      rows: keys.lines, tuples: keys.tuples)
  }

  /// One row of a batch, where it is an observation.
  func observation(
    _ row: Int, of batch: ObservationBatch, _ store: ObservationStore
  ) -> Observation? {
    let indicator = batch.indicators[row]
    guard indicator >= 0, batch.places[row] >= 0, !batch.values[row].isNaN else { return nil }
    return Observation(
      indicator: indicator, unit: store.indicators[Int(indicator)].unit, place: batch.places[row],
      period: batch.periods[row], tuple: batch.tuples?[row] ?? 0, value: batch.values[row],
      kind: ValueKind(of: store.indicators[Int(indicator)]), row: batch.rows[row])
  }
}
