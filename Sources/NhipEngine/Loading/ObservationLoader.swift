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

  package init() {}

  /// Whether columns beside the value say more about each row.
  var decorateRows: Bool {
    [unit, denominator, lower, upper, qualifier, kind, comparison, status, document, note, id]
      .contains { $0 != nil }
  }
}

/// Turns the rows of a table into observations of a store.
struct ObservationLoader {
  let table: Table
  let roles: ColumnRoles
  /// Qualified cells by column, from reading the file.
  let qualified: [[QualifiedCell]]
  /// The place that each text of the place column means; `nil` is left out and counted.
  let placeOf: (String) -> PlaceID?
  /// The place of every row, where the table has no place column.
  let wholePlace: PlaceID?
  let lineOf: (Int) -> Int

  /// What every row of the table has in common with its neighbours' batches.
  private struct RowKeys {
    let places: [PlaceID]
    let periods: [Period]
    let tuples: [Int32]?
    let lines: [Int32]
  }

  /// Adds the rows to `store` as observations of `tableID`.
  func load(into store: inout ObservationStore, table tableID: Int32) throws(Diagnostic) {
    let keys = RowKeys(
      places: try placeColumn(), periods: try periodColumn(),
      tuples: roles.breakdowns.isEmpty ? nil : breakdownTuples(&store),
      lines: (0..<table.rowCount).map { Int32(clamping: lineOf($0)) })
    if let value = roles.value, let indicator = roles.indicator {
      try loadLong(value, indicator, keys, tableID, &store)
    }
    for measure in roles.measures {
      loadMeasure(measure.column, measure.indicator, keys, tableID, &store)
    }
  }

  // MARK: Keys

  private func placeColumn() throws(Diagnostic) -> [PlaceID] {
    guard let index = roles.place else {
      return [PlaceID](repeating: wholePlace ?? -1, count: table.rowCount)
    }
    let column = table.columns[index]
    if case .places(let ids) = column.storage { return ids }
    guard case .text(let codes, let dictionary) = column.storage else {
      // Codes that read as numbers.
      return (0..<table.rowCount).map { row in
        guard let numbers = column.numbers, !numbers[row].isNaN else { return -1 }
        return placeOf(numbers[row].writtenPlainly) ?? -1
      }
    }
    let ids = dictionary.values.map { placeOf($0) ?? -1 }
    return codes.map { $0 < 0 ? -1 : ids[Int($0)] }
  }

  private func periodColumn() throws(Diagnostic) -> [Period] {
    guard let index = roles.period else {
      return [Period](repeating: .none, count: table.rowCount)
    }
    let column = table.columns[index]
    switch column.storage {
    case .periods(let periods): return periods
    case .numbers(let years):
      var result: [Period] = []
      result.reserveCapacity(years.count)
      for (row, year) in years.enumerated() {
        guard !year.isNaN else {
          result.append(.none)
          continue
        }
        guard year == year.rounded(), year >= 1, year <= 9999 else {
          throw refused(row, index, "\(year)", "expected a year or another period")
        }
        result.append(.year(Int(year)))
      }
      return result
    case .text(let codes, let dictionary):
      var known: [Period?] = []
      for text in dictionary.values { known.append(Period(text)) }
      var result: [Period] = []
      result.reserveCapacity(codes.count)
      for (row, code) in codes.enumerated() {
        guard code >= 0 else {
          result.append(.none)
          continue
        }
        guard let period = known[Int(code)] else {
          throw refused(
            row, index, dictionary.values[Int(code)],
            "expected a period such as 2023, 2021-S1 or 2016-01..2018-05")
        }
        result.append(period)
      }
      return result
    default: return [Period](repeating: .none, count: table.rowCount)
    }
  }

  func refused(_ row: Int, _ column: Int, _ text: String, _ why: String) -> Diagnostic {
    Diagnostic(
      "E0502",
      "cannot read `\(table.schema.fields[column].name)` on line \(lineOf(row)): `\(text)`",
      notes: [why])
  }

  // MARK: Rows

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
    var batch = batch(codes.map { $0 < 0 ? -1 : ids[Int($0)] }, values, keys)
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
    store.commit(batch)
  }

  private func loadMeasure(
    _ column: Int, _ indicator: Indicator, _ keys: RowKeys, _ tableID: Int32,
    _ store: inout ObservationStore
  ) {
    guard let values = table.columns[column].numbers else { return }
    let id = store.addIndicator(indicator, to: tableID)
    var batch = batch([Int32](repeating: id, count: values.count), values, keys)
    for (row, cell) in qualifiedCells(column) {
      guard var observation = observation(Int(row), of: batch, store) else { continue }
      observation.denominator = cell.denominator ?? .nan
      observation.qualifier = NhipObservations.Qualifier(cell.qualifier)
      let bounds = observation.qualifier.bounds(of: observation.value)
      observation.lower = bounds.lower
      observation.upper = bounds.upper
      if observation.carriesMore { batch.details[Int(row)] = observation }
    }
    store.commit(batch)
  }

  /// The columns as they are; only rows that carry more than a value are looked at one by one.
  private func batch(
    _ indicators: [Int32], _ values: [Double], _ keys: RowKeys
  ) -> ObservationBatch {
    ObservationBatch(
      indicators: indicators, places: keys.places, periods: keys.periods, values: values,
      rows: keys.lines, tuples: keys.tuples)
  }

  /// One row of a batch, where it is an observation.
  private func observation(
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
