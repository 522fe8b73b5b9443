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

  /// Adds the rows to `store` as observations of `tableID`.
  func load(into store: inout ObservationStore, table tableID: Int32) throws(Diagnostic) {
    var batch = ObservationBatch()
    let places = try placeColumn()
    let periods = try periodColumn()
    if let value = roles.value, let indicator = roles.indicator {
      try loadLong(value, indicator, places, periods, tableID, &store, &batch)
    }
    for measure in roles.measures {
      loadMeasure(measure.column, measure.indicator, places, periods, tableID, &store, &batch)
    }
    store.commit(batch)
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

  private func refused(_ row: Int, _ column: Int, _ text: String, _ why: String) -> Diagnostic {
    Diagnostic(
      "E0502",
      "cannot read `\(table.schema.fields[column].name)` on line \(lineOf(row)): `\(text)`",
      notes: [why])
  }

  // MARK: Rows

  private func loadLong(
    _ valueColumn: Int, _ indicatorColumn: Int, _ places: [PlaceID], _ periods: [Period],
    _ tableID: Int32, _ store: inout ObservationStore, _ batch: inout ObservationBatch
  ) throws(Diagnostic) {
    guard case .text(let codes, let dictionary) = table.columns[indicatorColumn].storage,
      let values = table.columns[valueColumn].numbers
    else {
      throw Diagnostic(
        "E0502", "the column `\(table.schema.fields[valueColumn].name)` holds no numbers")
    }
    let indicators = dictionary.values.map {
      store.addIndicator(Indicator(key: $0), to: tableID)
    }
    batch.reserve(values.count)
    let cells = qualifiedCells(valueColumn)
    let hasExtras =
      !roles.breakdowns.isEmpty || roles.unit != nil || roles.denominator != nil
      || roles.qualifier != nil || roles.kind != nil || roles.status != nil
      || roles.document != nil || roles.note != nil || roles.lower != nil || !cells.isEmpty
      || indicators.contains { ValueKind(of: store.indicators[Int($0)]) != .level }
    let tuples = hasExtras ? tupleColumn(&store) : []
    for row in 0..<values.count {
      guard codes[row] >= 0, places[row] >= 0, !values[row].isNaN else { continue }
      let indicator = indicators[Int(codes[row])]
      if !hasExtras {
        batch.append(
          indicator: indicator, place: places[row], period: periods[row], value: values[row],
          row: Int32(clamping: lineOf(row)))
        continue
      }
      let unit = store.indicators[Int(indicator)].unit
      var observation = Observation(
        indicator: indicator, unit: text(roles.unit, row).map { Unit($0) } ?? unit,
        place: places[row], period: periods[row], tuple: tuples[row], value: values[row],
        kind: ValueKind(of: store.indicators[Int(indicator)]),
        row: Int32(clamping: lineOf(row)))
      try decorate(&observation, row, cells[Int32(row)], &store)
      batch.append(observation, defaultUnit: unit)
    }
  }

  private func decorate(
    _ observation: inout Observation, _ row: Int, _ cell: QualifiedCell?,
    _ store: inout ObservationStore
  ) throws(Diagnostic) {
    if let word = text(roles.qualifier, row) {
      guard let qualifier = NhipObservations.Qualifier(word: word) else {
        throw refused(
          row, roles.qualifier ?? 0, word, "expected exact, approx, at_least or at_most")
      }
      observation.qualifier = qualifier
    } else if let cell {
      observation.qualifier = NhipObservations.Qualifier(cell.qualifier)
    }
    if let word = text(roles.kind, row) {
      guard let kind = ValueKind(word: word) else {
        throw refused(row, roles.kind ?? 0, word, "expected level, ratio, share or change")
      }
      observation.kind = kind
    }
    let bounds = observation.qualifier.bounds(of: observation.value)
    observation.lower = number(roles.lower, row) ?? bounds.lower
    observation.upper = number(roles.upper, row) ?? bounds.upper
    if let denominator = number(roles.denominator, row) ?? cell?.denominator {
      observation.denominator = denominator
    }
    if let status = text(roles.status, row) { observation.status = StatusClass(word: status) }
    if let comparison = text(roles.comparison, row) {
      guard let period = Period(comparison) else {
        throw refused(row, roles.comparison ?? 0, comparison, "expected a period")
      }
      observation.comparison = period
    } else if let index = roles.comparison, let period = table.columns[index].period(row) {
      observation.comparison = period
    }
    if roles.document != nil || roles.id != nil || roles.note != nil {
      observation.record = store.addRecord(record(row))
    }
  }

  private func record(_ row: Int) -> ObservationRecord {
    var record = ObservationRecord()
    record.id = text(roles.id, row) ?? ""
    record.document = text(roles.document, row) ?? ""
    record.start = number(roles.start, row).flatMap { Int32(exactly: $0) } ?? -1
    record.end = number(roles.end, row).flatMap { Int32(exactly: $0) } ?? -1
    record.quote = text(roles.quote, row) ?? ""
    record.status = text(roles.status, row) ?? "observed"
    record.certainty = text(roles.certainty, row) ?? ""
    record.note = text(roles.note, row) ?? ""
    if let index = roles.recorded {
      let period = table.columns[index].period(row) ?? text(index, row).flatMap { Period($0) }
      if let day = period?.lastDay { record.recorded = day }
    }
    return record
  }

  private func loadMeasure(
    _ column: Int, _ indicator: Indicator, _ places: [PlaceID], _ periods: [Period],
    _ tableID: Int32, _ store: inout ObservationStore, _ batch: inout ObservationBatch
  ) {
    guard let values = table.columns[column].numbers else { return }
    let id = store.addIndicator(indicator, to: tableID)
    let cells = qualifiedCells(column)
    let tuples = roles.breakdowns.isEmpty ? [] : tupleColumn(&store)
    let kind = ValueKind(of: indicator)
    batch.reserve(batch.count + values.count)
    for row in 0..<values.count where places[row] >= 0 && !values[row].isNaN {
      let line = Int32(clamping: lineOf(row))
      let cell = cells[Int32(row)]
      if tuples.isEmpty && cell == nil && kind == .level {
        batch.append(
          indicator: id, place: places[row], period: periods[row], value: values[row], row: line)
        continue
      }
      let observation = Observation(
        indicator: id, unit: indicator.unit, place: places[row], period: periods[row],
        tuple: tuples.isEmpty ? 0 : tuples[row], value: values[row],
        denominator: cell?.denominator ?? .nan,
        qualifier: cell.map { NhipObservations.Qualifier($0.qualifier) } ?? .exact, kind: kind,
        row: line)
      batch.append(observation, defaultUnit: indicator.unit)
    }
  }

  // MARK: Cells

  private func qualifiedCells(_ column: Int) -> [Int32: QualifiedCell] {
    guard column < qualified.count else { return [:] }
    var result: [Int32: QualifiedCell] = [:]
    for cell in qualified[column] { result[cell.row] = cell }
    return result
  }

  private func tupleColumn(_ store: inout ObservationStore) -> [Int32] {
    var parts = [[BreakdownPart]](repeating: [], count: table.rowCount)
    for column in roles.breakdowns {
      let name = table.schema.fields[column].name
      let texts = (0..<table.rowCount).map { text(column, $0) }
      // Values are declared sorted, so that their order does not follow the rows.
      let values = Set(texts.compactMap { $0 }).sorted()
      guard !values.isEmpty else { continue }
      let dimension = store.breakdowns.addDimension(name)
      var ids: [String: Int32] = [:]
      for value in values { ids[value] = store.breakdowns.addValue(value, of: dimension) }
      for row in 0..<table.rowCount {
        guard let text = texts[row], let id = ids[text] else { continue }
        parts[row].append(BreakdownPart(dimension: dimension, value: id))
      }
    }
    return parts.map { $0.isEmpty ? 0 : store.breakdowns.addTuple($0) }
  }

  private func text(_ column: Int?, _ row: Int) -> String? {
    guard let column else { return nil }
    if let text = table.columns[column].text(row) { return text.isEmpty ? nil : text }
    if let numbers = table.columns[column].numbers, !numbers[row].isNaN {
      return numbers[row].writtenPlainly
    }
    return nil
  }

  private func number(_ column: Int?, _ row: Int) -> Double? {
    guard let column, let numbers = table.columns[column].numbers, !numbers[row].isNaN else {
      return nil
    }
    return numbers[row]
  }
}

extension ValueKind {
  /// What the figures of an indicator are, where no column says it for each.
  init(of indicator: Indicator) {
    switch indicator.kind {
    case .change: self = .change
    case .share: self = .share
    default: self = .level
    }
  }
}

extension NhipObservations.Qualifier {
  /// The store's qualifier for one that stood in a cell.
  init(_ cell: NhipFormats.Qualifier) {
    switch cell {
    case .exact: self = .exact
    case .approximate: self = .approximate
    case .atLeast: self = .atLeast
    case .atMost: self = .atMost
    }
  }
}
