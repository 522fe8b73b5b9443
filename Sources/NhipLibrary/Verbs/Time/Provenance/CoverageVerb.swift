// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct CoverageVerb: Verb {
  let name = "coverage"
  let summary = "says what is there of each cell, and from when to when"
  let signature = "coverage [of COLS]"
  let details = """
    One row for each row and term, with the `status` of the cell: complete, partial, not reported, \
    not applicable, not rolled up. Of partial cells `have` and `of` count the parts (`unit`) that \
    are there and that there should be. `first` and `last` are the first and last period with a \
    value of the row's series, `missing_between` the periods without one in between.
    """
  let examples = [
    VerbExample(
      "series cameras_installed by province, year | coverage",
      "one of 193 communes is no figure of the province"),
    VerbExample(
      """
      series crime_cases from simulated by district, month in "Tỉnh 01" during 2023-01..2023-03 \
      | coverage | where status = "not reported"
      """, "what is missing"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 0...0, clauses: ["of"], signature: signature)
    let input = input
    let columns = try binder.measures(stage, input.schema)
    let keys = input.schema.fields.indices.filter { index in
      let field = input.schema.fields[index]
      return field.role.isDimension || (field.name == "level" && field.role == .attribute)
    }
    var fields = keys.map { input.schema.fields[$0] }
    fields += [
      Field("term", .text), Field("status", .text), Field("have", .integer),
      Field("of", .integer), Field("unit", .text),
    ]
    let hasPeriod = input.schema.periodIndex != nil
    if hasPeriod {
      fields += [
        Field("first", .period), Field("last", .period), Field("missing_between", .integer),
      ]
    }
    let coverage = CoverageOperator(
      columns: columns, keys: keys, schema: Schema(fields), hasPeriod: hasPeriod,
      verb: VerbPosition(name: stage.verb.text, span: stage.verb.span))
    return .extended(
      NewRows(inputs: [input], schema: coverage.schema, title: "coverage") {
        table, context throws(Diagnostic) in
        try coverage.table(table, context)
      })
  }
}

/// Tells what is there.
struct CoverageOperator: Sendable {
  let columns: [Int]
  let keys: [Int]
  let schema: Schema
  let hasPeriod: Bool
  let verb: VerbPosition

  /// From when to when a series has values.
  private struct Extent {
    var first = Period.none
    var last = Period.none
    var missing = 0
  }

  func table(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let termCount = columns.count
    var rows: [Int32] = []
    rows.reserveCapacity(table.rowCount * termCount)
    for row in 0..<table.rowCount {
      for _ in 0..<termCount { rows.append(Int32(row)) }
    }
    var statuses: [String?] = []
    var units: [String?] = []
    var have: [Double] = []
    var of: [Double] = []
    for row in 0..<table.rowCount {
      if row % context.settings.batchRows == 0 { try context.checkCancelled() }
      for index in columns {
        let column = table.columns[index]
        statuses.append(Self.status(column, row))
        let coverage = column.detail?.coverage?[row]
        if let coverage, coverage.of != 0, let detail = column.detail,
          detail.coverageUnits.indices.contains(Int(coverage.unit))
        {
          have.append(Double(coverage.have))
          of.append(coverage.of < 0 ? .nan : Double(coverage.of))
          units.append(detail.coverageUnits[Int(coverage.unit)])
        } else {
          have.append(.nan)
          of.append(.nan)
          units.append(nil)
        }
      }
    }
    var result = keys.map { table.columns[$0].gathered(rows) }
    let names = columns.map { table.schema.fields[$0].name }
    result += [
      Column(texts: rows.indices.map { names[$0 % termCount] }), Column(texts: statuses),
      Column(numbers: have), Column(numbers: of), Column(texts: units),
    ]
    if hasPeriod {
      let extents = try extents(table, context)
      let all = rows.indices.map { extents[$0 % termCount][Int(rows[$0])] }
      result += [
        Column(.periods(all.map(\.first))), Column(.periods(all.map(\.last))),
        Column(numbers: all.map { $0.first.grain == .none ? .nan : Double($0.missing) }),
      ]
    }
    return Table(schema: schema, columns: result, rowCount: rows.count)
  }

  private static func status(_ column: Column, _ row: Int) -> String {
    let marks = column.detail?.marks?[row] ?? []
    if column.isMissing(row) {
      if marks.contains(.notApplicable) { return "not applicable" }
      return marks.contains(.refused) ? "not rolled up" : "not reported"
    }
    return marks.isDisjoint(with: [.partial, .parts]) ? "complete" : "partial"
  }

  /// The extent of each row's series, by column and row.
  private func extents(
    _ table: Table, _ context: ExecutionContext
  ) throws(Diagnostic) -> [[Extent]] {
    let steps = try SeriesSteps(table, usesBlocks: context.settings.usesFastPaths, verb: verb)
    let seriesOfRow = steps.seriesOfRow
    return columns.map { index in
      let column = table.columns[index]
      var extents = [Extent](repeating: Extent(), count: steps.seriesCount)
      for row in 0..<table.rowCount where !column.isMissing(row) {
        guard let period = steps.period(row) else { continue }
        let series = Int(seriesOfRow[row])
        if extents[series].first.grain == .none || period < extents[series].first {
          extents[series].first = period
        }
        if extents[series].last.grain == .none || extents[series].last < period {
          extents[series].last = period
        }
      }
      for row in 0..<table.rowCount where column.isMissing(row) {
        let series = Int(seriesOfRow[row])
        guard let period = steps.period(row), extents[series].first < period,
          period < extents[series].last
        else { continue }
        extents[series].missing += 1
      }
      return (0..<table.rowCount).map { extents[Int(seriesOfRow[$0])] }
    }
  }
}
