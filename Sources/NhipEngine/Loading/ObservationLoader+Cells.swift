// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
import NhipObservations

/// What stands in the other cells of a row.
extension ObservationLoader {
  /// Takes over what the row and its cell say besides the value.
  func decorate(
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

  func qualifiedCells(_ column: Int) -> [Int32: QualifiedCell] {
    guard column < file.qualified.count else { return [:] }
    var result: [Int32: QualifiedCell] = [:]
    for cell in file.qualified[column] { result[cell.row] = cell }
    return result
  }

  /// The breakdown tuple of each row: texts are looked at once each, rows are numbers.
  func breakdownTuples(_ store: inout ObservationStore) -> [Int32] {
    var numbering = RowNumbering(rowCount: table.rowCount)
    var dimensions: [(id: Int32, values: [Int32], codes: [Int32])] = []
    for column in roles.breakdowns {
      let (codes, texts) = distinctTexts(column)
      // Values are declared sorted, so that their order does not follow the rows.
      let sorted = Set(texts).sorted()
      guard !sorted.isEmpty else { continue }
      let dimension = store.breakdowns.addDimension(table.schema.fields[column].name)
      for text in sorted { _ = store.breakdowns.addValue(text, of: dimension) }
      let values = texts.map { store.breakdowns.addValue($0, of: dimension) }
      numbering.refine(by: codes)
      dimensions.append((dimension, values, codes))
    }
    let tuples = numbering.firstRows().map { row in
      let parts = dimensions.compactMap { dimension in
        dimension.codes[row] < 0
          ? nil
          : BreakdownPart(
            dimension: dimension.id, value: dimension.values[Int(dimension.codes[row])])
      }
      return parts.isEmpty ? 0 : store.breakdowns.addTuple(parts)
    }
    return numbering.numbers.map { tuples[Int($0)] }
  }

  /// The texts of a column without empty ones, and the index of each row's, -1 for none.
  private func distinctTexts(_ column: Int) -> (codes: [Int32], texts: [String]) {
    switch table.columns[column].storage {
    case .text(let codes, let dictionary):
      guard let empty = dictionary.values.firstIndex(of: "") else {
        return (codes, dictionary.values)
      }
      var texts = dictionary.values
      texts.remove(at: empty)
      return (
        codes.map { $0 == empty ? -1 : $0 > empty ? $0 - 1 : $0 }, texts
      )
    case .numbers(let values):
      let numbering = RowNumbering(values: values)
      let distinct = numbering.firstRows().map { values[$0] }
      guard let missing = distinct.firstIndex(where: \.isNaN) else {
        return (numbering.numbers, distinct.map(\.writtenPlainly))
      }
      var texts = distinct.map(\.writtenPlainly)
      texts.remove(at: missing)
      return (
        numbering.numbers.map { $0 == missing ? -1 : $0 > missing ? $0 - 1 : $0 }, texts
      )
    default: return ([Int32](repeating: -1, count: table.rowCount), [])
    }
  }

  func text(_ column: Int?, _ row: Int) -> String? {
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
