// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
internal import NhipDiagnostics

extension DelimitedLoader {
  /// Puts the table and the report together; under `.stop` the first refused cell is thrown.
  mutating func finish(
    _ builders: [Builder], _ plan: ColumnPlan, _ scanner: RowScanner
  ) throws(Diagnostic) -> LoadedFile {
    var fields: [Field] = []
    var columns: [Column] = []
    var qualified: [[QualifiedCell]] = []
    var refusals: [(row: Int, column: Int)] = []
    let rows = scanner.rowCount
    for column in 0..<width {
      let decision = plan.decisions[column]
      let finished = finishColumn(builders[column], decision, rows)
      fields.append(Field(header.names[column], finished.type, unit: finished.unit))
      columns.append(finished.column)
      qualified.append(finished.qualified)
      refusals += finished.refused.map { (Int($0), column) }
      add(finished, decision, name: header.names[column], scanner.lineNumbers)
    }
    refusals.sort { ($0.row, $0.column) < ($1.row, $1.column) }
    let places = try locate(Array(refusals.prefix(LoadReport.listLimit)), scanner.lineNumbers)
    if let first = places.first, options.errorPolicy == .stop { throw refusal(first, plan) }
    report.refused = places.map { place in
      RefusedCell(
        row: place.row, line: place.line, column: header.names[place.column],
        text: String(decoding: place.text, as: UTF8.self),
        reason: reason(place.text, plan.decisions[place.column]))
    }
    report.rowCount = rows
    report.refusedCount = report.columns.reduce(0) { $0 + $1.refusedCount }
    report.raggedCount = scanner.raggedCount
    report.raggedRows = scanner.raggedRows.map {
      RaggedRowReport(line: $0.line, expected: width, found: $0.found)
    }
    addWarnings(scanner)
    let table = Table(schema: Schema(fields), columns: columns, rowCount: rows)
    return LoadedFile(
      table: table, report: report, lineNumbers: scanner.lineNumbers, qualified: qualified)
  }

  private func finishColumn(
    _ builder: Builder, _ decision: ColumnPlan.Decision, _ rows: Int
  ) -> FinishedColumn {
    switch builder {
    case .number(let builder) where decision.kind == .number:
      return FinishedColumn(builder, type: decision.forced)
    case .number(let builder):
      // Every cell is missing.
      var empty = FinishedColumn(
        TextColumnBuilder(), .text, type: decision.forced, order: nil, threads: 1)
      empty.column = Column(.text([Int32](repeating: -1, count: rows), TextDictionary([])))
      empty.missing = builder.missing
      return empty
    case .text(let builder):
      return FinishedColumn(
        builder, decision.kind, type: decision.forced, order: decision.dateOrder,
        threads: options.threadCount)
    case .none:
      return FinishedColumn(TextColumnBuilder(), .text, type: nil, order: nil, threads: 1)
    }
  }

  private mutating func add(
    _ finished: FinishedColumn, _ decision: ColumnPlan.Decision, name: String,
    _ lines: LineNumbers
  ) {
    var column = ColumnReport(name: name, type: finished.type, unit: finished.unit)
    if decision.kind == .number {
      column.decimalMark = decision.mark
      column.basis = decision.basis
    }
    column.dateOrder = finished.dateOrder
    column.isDateAmbiguous = decision.isDateAmbiguous && finished.dateOrder != nil
    column.readCount = finished.readCount
    column.refusedCount = finished.refusedCount
    column.missing = finished.missing
    report.columns.append(column)
    if column.isAmbiguous {
      let example = decision.mark == .comma ? "1.370 = 1370" : "1.370 = 1.37"
      report.warnings.append(
        Note("ambiguousNumbers", name, example, decision.mark.other.sign, decision.mark.sign))
    }
    if column.isDateAmbiguous, let order = column.dateOrder {
      report.warnings.append(Note("ambiguousDates", name, order.rawValue))
    }
    if finished.bareCount > 0 {
      report.warnings.append(Note("mixedPercent", name, "\(finished.bareCount)"))
    }
    if finished.roundedCount > 0 {
      report.warnings.append(Note("longNumbersRounded", name, "\(finished.roundedCount)"))
    }
    if let long = finished.longNumbers {
      let line = lines.line(of: long.firstRow)
      report.warnings.append(Note("longNumbersAsText", name, "\(long.count)", "\(line)"))
      return
    }
    let evidence = decision.evidence
    if let nearly = decision.nearlyPeriods, decision.forced == nil {
      report.warnings.append(
        Note("mostlyPeriods", name, "\(nearly.periods)", "\(nearly.cells)", nearly.other))
    } else if decision.kind == .text, decision.forced == nil {
      // A column of codes is no surprise; some codes among numbers are.
      if evidence.codes > 0, evidence.words == 0, evidence.codes * 10 < evidence.cells {
        report.warnings.append(Note("codesAsText", name, "\(evidence.codes)"))
      } else if evidence.codes == 0, evidence.numbers > 0, evidence.numbers * 2 >= evidence.cells {
        report.warnings.append(
          Note("mostlyNumbers", name, "\(evidence.numbers)", "\(evidence.cells)"))
      }
    }
  }

  private mutating func addWarnings(_ scanner: RowScanner) {
    if report.encoding.isGuess, report.encoding.encoding != .utf8 {
      report.warnings.append(Note("guessedEncoding", report.encoding.encoding.rawValue))
    }
    if scanner.trimmedRows > 0 {
      report.warnings.append(Note("trimmedRows", "\(scanner.trimmedRows)"))
    }
    if report.raggedCount > 0 {
      report.warnings.append(
        Note("raggedRows", "\(report.raggedCount)", "\(report.raggedRows.first?.line ?? 0)"))
    }
    if report.refusedCount > 0 {
      report.warnings.append(Note("refusedOnLoad", "\(report.refusedCount)"))
    }
  }

  /// A refused cell and where it stands in the file.
  private struct RefusedPlace {
    var row: Int
    var column: Int
    var line: Int
    var offset: Int
    var length: Int
    var text: [UInt8]
  }

  /// Finds cells in the file again; nothing is kept about the others while loading.
  private func locate(
    _ cells: [(row: Int, column: Int)], _ lines: LineNumbers
  ) throws(Diagnostic) -> [RefusedPlace] {
    var places: [RefusedPlace] = []
    guard !cells.isEmpty else { return places }
    try rescan(from: cells[0].row) { block in
      while places.count < cells.count {
        let (row, column) = cells[places.count]
        guard row < block.firstRow + block.rowCount else { return true }
        let first = block.baseOffset + block.place(row - block.firstRow, 0).offset
        let place = block.place(row - block.firstRow, column)
        let offset = block.baseOffset + place.offset
        let breaks = file.buffer[first..<max(first, offset)].count { $0 == dialect.newline }
        places.append(
          RefusedPlace(
            row: row, column: column, line: lines.line(of: row) + breaks, offset: offset,
            length: place.length, text: block.unescaped(place)))
      }
      return false
    }
    return places
  }

  /// The error for the first refused cell, in the shape of STYLE's E0501.
  private func refusal(_ place: RefusedPlace, _ plan: ColumnPlan) -> Diagnostic {
    let decision = plan.decisions[place.column]
    let name = header.names[place.column]
    let excerpt = SourceExcerpt(
      file, at: place.offset, length: place.length, line: place.line, newline: dialect.newline)
    let type = decision.forced ?? report.columns[place.column].type
    let noun = type.isNumeric ? "a number" : type.noun
    let notes = report.columns.filter { $0.refusedCount > 0 }.map { column in
      let read = NumberText.people(Double(column.readCount), locale: .en)
      let refused = NumberText.people(Double(column.refusedCount), locale: .en)
      let cells = column.readCount == 1 ? "cell" : "cells"
      return "column `\(column.name)`: \(read) \(cells) read, \(refused) refused"
    }
    return Diagnostic(
      "E0501", "cannot read `\(name)` as \(noun)", at: excerpt.span,
      label: reason(place.text, decision).words, notes: Array(notes.prefix(NearestName.listLimit)),
      helps: ["`--on-error null` keeps the rest and lists the refused cells"],
      source: excerpt.source)
  }

  private func reason(_ text: [UInt8], _ decision: ColumnPlan.Decision) -> RefusalReason {
    switch decision.kind {
    case .number: return .number(text, decision.mark)
    case .boolean: return .notATruthValue
    case .period: return .notAPeriod
    case .date, .text, .unknown:
      let parts = text.withUnsafeBufferPointer { PeriodCell.dayMonthYear(ByteTrim.trimmed($0)) }
      guard let parts, let order = decision.dateOrder else { return .notADate }
      let other: DateOrder = order == .dayFirst ? .monthFirst : .dayFirst
      return PeriodCell.day(parts, other) == nil ? .notADate : .otherDateOrder(order)
    }
  }
}

extension DelimitedLoader {
  /// Under `.stop` the first ragged row ends the load.
  func checkRagged(_ scanner: RowScanner) throws(Diagnostic) {
    guard options.errorPolicy == .stop, let row = scanner.raggedRows.first else { return }
    var end = row.offset
    while end < file.count, file.base[end] != dialect.newline { end += 1 }
    let excerpt = SourceExcerpt(
      file, at: row.offset, length: end - row.offset, line: row.line, newline: dialect.newline)
    let cells = row.found == 1 ? "1 cell" : "\(row.found) cells"
    let wanted = header.isHeader ? "the header has \(width)" : "the first row has \(width)"
    let sign = dialect.separator == 0x09 ? "tab" : String(UnicodeScalar(dialect.separator))
    var notes = ["columns: \(NearestName.list(header.names))"]
    if scanner.raggedCount > 1 {
      let count = NumberText.people(Double(scanner.raggedCount - 1), locale: .en)
      notes.append("\(count) more \(scanner.raggedCount == 2 ? "row differs" : "rows differ")")
    }
    throw Diagnostic(
      "E0502", "this row has \(cells), \(wanted)", at: excerpt.span, label: cells, notes: notes,
      helps: [
        row.found > width
          ? "a cell that holds `\(sign)` needs quotes around it"
          : "an empty cell still needs its `\(sign)`",
        "`--on-error null` leaves such rows out and lists them",
      ], source: excerpt.source)
  }

  func unknownColumn(_ name: String) -> Diagnostic {
    Diagnostic(
      "E0512", "`\(file.name)` has no column `\(name)`",
      notes: ["columns: \(NearestName.list(header.names))"],
      helps: NearestName.find(name, in: header.names).map { ["did you mean `\($0)`?"] } ?? [])
  }
}
