// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipStatistics

/// Fits every series of a table; work arrays are shared by all of them.
struct TrendOperator: Sendable {
  /// Verdicts need as many values: below, no rank test can reach five percent.
  static let fewestJudged = 5
  /// Series between two looks at the cancel flag.
  private static let stride = 1_024

  let method: TrendMethod
  let period: Int
  let keys: [Int]
  let measures: [Int]
  let includesPartial: Bool

  func schema(_ input: Schema) -> Schema {
    var fields = keys.map { input.fields[$0] }
    let unit = slopeUnit(input)
    fields.append(Field("term", .text))
    fields.append(Field("n", .integer))
    fields.append(Field("first", .period))
    fields.append(Field("last", .period))
    fields.append(Field("estimate", .float, unit: unit))
    fields.append(Field("low", .float, unit: unit))
    fields.append(Field("high", .float, unit: unit))
    fields.append(Field("each", .text))
    fields.append(Field("p", .float, digits: 3))
    fields.append(Field("q", .float, digits: 3))
    fields.append(Field("verdict", .text))
    if let extra = method.extraColumn { fields.append(extra) }
    fields.append(Field("method", .text))
    fields.append(Field("status", .text))
    return Schema(fields)
  }

  /// What slopes are counted in, where all terms have one unit: a percentage changes by points.
  private func slopeUnit(_ input: Schema) -> Unit {
    if method == .poisson { return .percent }
    let units = Set(measures.map { input.fields[$0].unit })
    guard units.count == 1, let only = units.first, only != .count else { return .none }
    return only == .percent ? .points : only
  }

  func run(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let groups = table.layout.map { RowGroups($0) } ?? RowGroups(table, by: keys)
    var notes: [Note] = []
    var terms: [SeriesFitter.Term] = []
    for measure in measures {
      let usable = UsableValues(table.columns[measure], includingPartial: includesPartial)
      let field = table.schema.fields[measure]
      if let note = usable.note(field.name) { notes.append(note) }
      terms.append(
        SeriesFitter.Term(
          values: usable.values,
          parts: method == .poisson
            ? CountParts(field, table.columns[measure], usable) : nil))
    }
    var fitter = SeriesFitter(
      method: method, periods: table.columns[period].flattened(), layout: table.layout)
    var result = ResultColumns()
    var slopes = TrendColumns()
    var rows: [Int32] = []
    for group in 0..<groups.count {
      if group % Self.stride == 0 { try context.checkCancelled() }
      for term in terms {
        rows.append(groups.firstRows[group])
        let fit = fitter.fit(term, groups[group])
        result.append(fit.figures)
        slopes.append(fit)
      }
    }
    let (q, family) = result.q(slopes.isJudged)
    if family > 1 { notes.append(Note("fdrFamily", String(family))) }
    let few = slopes.isJudged.count { !$0 }
    if few > 0 { notes.append(Note("tooFew", String(few))) }
    return assemble(table, rows, result, slopes, q, notes)
  }

  private func assemble(
    _ table: Table, _ rows: [Int32], _ result: ResultColumns, _ slopes: TrendColumns,
    _ q: [Double], _ notes: [Note]
  ) -> Table {
    var columns = keys.map { table.columns[$0].gathered(rows) }
    var names = TextCodes()
    var each = TextCodes()
    var verdicts = TextCodes()
    for row in rows.indices {
      names.append(table.schema.fields[measures[row % measures.count]].name)
      each.append("year")
      verdicts.append(slopes.verdict(row, q[row]))
    }
    columns += [
      names.column, Column(numbers: result.n), Column(.periods(slopes.first)),
      Column(.periods(slopes.last)), Column(numbers: result.estimate),
      Column(numbers: result.low), Column(numbers: result.high), each.column,
      Column(numbers: result.p), Column(numbers: q), verdicts.column,
    ]
    if method.extraColumn != nil { columns.append(Column(numbers: slopes.extra)) }
    columns += [result.method, result.status]
    return Table(
      schema: schema(table.schema), columns: columns, rowCount: rows.count, notes: notes)
  }
}

/// What a trend tells besides the columns of every statistic.
struct TrendColumns {
  private(set) var first: [Period] = []
  private(set) var last: [Period] = []
  private(set) var extra: [Double] = []
  /// Whether a row has enough values for a verdict.
  private(set) var isJudged: [Bool] = []
  private var direction: [Double] = []

  mutating func append(_ fit: SeriesFit) {
    first.append(fit.first)
    last.append(fit.last)
    extra.append(fit.extra)
    isJudged.append(
      fit.figures.n >= TrendOperator.fewestJudged && !fit.figures.estimate.isNaN)
    direction.append(fit.direction)
  }

  func verdict(_ row: Int, _ q: Double) -> String {
    guard isJudged[row] else { return "too few to judge" }
    guard q <= ResultColumns.alpha, direction[row] != 0 else { return "no clear change" }
    return direction[row] > 0 ? "increase" : "decrease"
  }
}
