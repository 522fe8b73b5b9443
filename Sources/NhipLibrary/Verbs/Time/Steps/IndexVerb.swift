// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct IndexVerb: Verb {
  let name = "index"
  let summary = "each series relative to one of its periods"
  let signature = "index PERIOD = 100 [of COLS] [including partial]"
  let details = """
    Adds `_index`: the value relative to that of the base period, which is set to the number given. \
    A base longer than the rows' periods is the mean of those inside it: `index 2019 = 100` of \
    months takes the mean of the twelve months of 2019, all of which must be there. A missing, \
    partial or zero base gives no number.
    """
  let examples = [
    VerbExample(
      """
      series homicide from us_states by state, year in Alabama, Ohio during 2015..2019 \
      | index 2015 = 100
      """, "growth since one year")
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1, clauses: ["of", "including"], signature: signature)
    let schema = input.schema
    let periodIndex = try binder.requirePeriod(stage, schema)
    let (base, number) = try Self.base(stage.operands[0], binder, signature)
    let columns = try binder.measures(stage, schema)
    let index = IndexOperator(
      columns: columns, base: base, number: number,
      includesPartial: try IncludingPartial.read(stage, binder, signature: signature),
      verb: VerbPosition(name: stage.verb.text, span: stage.verb.span),
      span: stage.operands[0].span)
    if case .period(let grain?) = schema.fields[periodIndex].role {
      _ = try index.members(.sample(grain))
    }
    var input = input
    if let from = base.startYear, let start = SeriesReach.rows(of: input)?.during?.startYear,
      from < start
    {
      input = input.addingHistory(years: start - from)
    }
    return .extended(
      AddedColumns(
        inputs: [input], added: columns.map { Self.field(schema.fields[$0]) },
        title: "index \(base)", isFinite: true
      ) { tables, context throws(Diagnostic) in
        try index.columns(tables[0], context)
      })
  }

  /// `2019 = 100`, or the period alone.
  private static func base(
    _ operand: OperandSyntax, _ binder: StageBinder, _ signature: String
  ) throws(Diagnostic) -> (Period, Double) {
    if let name = operand.name {
      throw Diagnostic(
        "E0305", "expected a stretch of time", at: name.span,
        helps: ["written `\(signature)`, for example `index 2019 = 100`"])
    }
    let syntax = try binder.single(operand)
    var left = syntax
    var number = 100.0
    if case .binary(.equal, let period, let value) = syntax.kind {
      left = period
      guard case .number(let written, _) = value.kind, written > 0 else {
        throw Diagnostic(
          "E0311", "expected a number above zero after `=`", at: value.span,
          helps: ["written `\(signature)`"])
      }
      number = written
    }
    guard let period = ExpressionBinder.period(left), period.firstDay != nil, period.lastDay != nil
    else {
      throw Diagnostic(
        "E0305", "expected a stretch of time", at: left.span,
        helps: ["written `\(signature)`, for example `index 2019 = 100`"])
    }
    return (period, number)
  }

  private static func field(_ source: Field) -> Field {
    var info = MeasureInfo(kind: .rate, unit: .none, isNonNegative: true)
    info.term = source.measure?.term ?? source.name
    return Field("\(source.name)_index", .float, role: .measure(info), digits: 1)
  }
}

/// Computes indices.
struct IndexOperator: Sendable {
  let columns: [Int]
  let base: Period
  let number: Double
  let includesPartial: Bool
  let verb: VerbPosition
  let span: Span

  /// The periods as long as `length` whose mean is the base.
  func members(_ length: Period) throws(Diagnostic) -> [Period] {
    if base.isAsLong(as: length) { return [base] }
    if length.grain.isRegular, let range = base.ordinals(of: length.grain) {
      return range.map { Period(length.grain, $0) }
    }
    throw Diagnostic(
      "E0406", "\(base) holds no whole periods as long as \(length.lengthNoun)", at: span,
      label: "this is \(base.lengthNoun)",
      helps: ["name \(length.lengthNoun), or a stretch of several"])
  }

  func columns(
    _ table: Table, _ context: ExecutionContext
  ) throws(Diagnostic) -> ([Column], [Note]) {
    let steps = try SeriesSteps(table, usesBlocks: context.settings.usesFastPaths, verb: verb)
    guard let sample = (0..<table.rowCount).lazy.compactMap({ steps.period($0) }).first else {
      return (columns.map { _ in Column.missing(.float, count: table.rowCount) }, [])
    }
    let members = try members(steps.grain.map { .sample($0) } ?? sample)
    var firstRow = [Int32](repeating: -1, count: steps.seriesCount)
    let seriesOfRow = steps.seriesOfRow
    for row in (0..<table.rowCount).reversed() {
      firstRow[Int(seriesOfRow[row])] = Int32(row)
    }
    let baseRows = firstRow.indices.map { series in members.map { steps.row(Int32(series), $0) } }
    var notes: [Note] = []
    var result: [Column] = []
    for index in columns {
      try context.checkCancelled()
      let source = StepSource(table, index, includesPartial: includesPartial, steps, &notes)
      result.append(column(source, seriesOfRow, baseRows))
    }
    return (result, notes)
  }

  private func column(
    _ source: StepSource, _ seriesOfRow: [Int32], _ baseRows: [[Int32]]
  ) -> Column {
    func means(_ values: [Double]) -> [Double] {
      baseRows.map { rows in
        guard !rows.contains(where: { $0 < 0 }) else { return .nan }
        return FixedSum.of(rows.map { values[Int($0)] }) / Double(rows.count)
      }
    }
    let count = source.values.count
    let bases = means(source.values)
    var values = [Double](repeating: .nan, count: count)
    var detail = MeasureDetail()
    let low = source.lower.map(means)
    let high = source.upper.map(means)
    if low != nil {
      detail.lower = values
      detail.upper = values
    }
    detail.marks = source.marks
    for row in 0..<count {
      let series = Int(seriesOfRow[row])
      guard bases[series] > 0 else { continue }
      values[row] = number * (source.values[row] / bases[series])
      guard let low, let high, let lower = source.lower, let upper = source.upper else { continue }
      // The base period itself moves together with its base.
      if baseRows[series] == [Int32(row)] {
        detail.lower?[row] = values[row]
        detail.upper?[row] = values[row]
      } else {
        detail.lower?[row] = number * (lower[row] / high[series])
        detail.upper?[row] = low[series] > 0 ? number * (upper[row] / low[series]) : .infinity
      }
    }
    return Column(.numbers(values), detail: detail).signed(by: ChangeComparison.inherited)
  }
}
