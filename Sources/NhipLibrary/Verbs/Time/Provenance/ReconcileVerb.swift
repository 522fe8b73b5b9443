// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipPlan

struct ReconcileVerb: Verb {
  let name = "reconcile"
  let summary = "compares reported figures with what their parts add up to"
  let signature = "reconcile [of COLS]"
  let details = """
    One row for each reported cell and each axis along which it has parts: finer periods, the \
    places below, the values of a breakdown. `difference` is the reported figure minus the sum of \
    the parts; `parts` counts those that are there, `parts_of` those there should be, where that \
    is known. The verdict: agrees, differs (all parts are there and give something else, or some \
    exceed the whole), incomplete. Where the series asks a breakdown, the figure without it is \
    compared too.
    """
  let examples = [
    VerbExample(
      "series models_built by province, year, model_type in tỉnh Hà Giang during 2023 | reconcile",
      "whether 379 is the sum of its kinds"),
    VerbExample(
      "series homicide from us_states by country, year during 2018..2019 | reconcile",
      "nothing reported beside its parts gives no row"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 0...0, clauses: ["of"], signature: signature)
    let source = try CellSource(stage, on: input, binder)
    for term in source.terms where term.leaves.count != 1 {
      throw Diagnostic(
        "E0409", "`\(term.name)` is computed and nowhere reported", at: stage.verb.span,
        helps: ["reconcile the indicators it is made of"])
    }
    let number = FieldRole.measure(MeasureInfo(kind: .undeclared, unit: .none))
    let schema = Schema(
      source.keyFields + [
        Field("term", .text), Field("axis", .text), Field("over", .text),
        Field("reported", .float, role: number), Field("parts_sum", .float, role: number),
        Field("difference", .float, role: number), Field("parts", .integer),
        Field("parts_of", .integer), Field("verdict", .text),
      ])
    return .extended(
      NewRows(inputs: [input], schema: schema, title: "reconcile") {
        table, context throws(Diagnostic) in
        try ReconcileOperator(source: source, schema: schema).table(table, context)
      })
  }
}

/// Compares reported figures with their parts.
struct ReconcileOperator {
  let source: CellSource
  let schema: Schema

  private struct Line {
    let row: Int32
    /// Whether the figure has none of the asked breakdown's values.
    let isUnbroken: Bool
    let term: String
    let axis: ReconciledAxis
  }

  func table(_ table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let cells = try SeriesCells(spec: source.spec, context: context)
    var lines: [Line] = []
    for term in source.terms {
      var told: Set<SeriesCells.Cell> = []
      for row in 0..<table.rowCount {
        try context.checkCancelled()
        guard let cell = cells.cell(table, row) else { continue }
        var whole = cell
        whole.combination = []
        for one in [whole, cell] where told.insert(one).inserted {
          for axis in cells.reconcile(term.leaves[0], one) {
            lines.append(
              Line(
                row: Int32(row), isUnbroken: one.combination.isEmpty, term: term.name, axis: axis))
          }
        }
      }
    }
    return assemble(table, lines)
  }

  private func assemble(_ table: Table, _ lines: [Line]) -> Table {
    var columns = source.keyColumns(table, lines.map(\.row))
    for (position, field) in source.keyFields.enumerated() where field.role == .breakdown {
      columns[position] = columns[position].gathered(
        lines.indices.map { lines[$0].isUnbroken ? -1 : Int32($0) })
    }
    let axes = lines.map(\.axis)
    columns += [
      Column(texts: lines.map(\.term)), Column(texts: axes.map { Self.word($0.axis) }),
      Column(texts: axes.map(\.unit)), bounded(axes.map(\.reported), axes.map(\.reportedMarks)),
      bounded(axes.map(\.parts), []),
      difference(axes), Column(numbers: axes.map { Double($0.have) }),
      Column(numbers: axes.map { $0.of.map(Double.init) ?? .nan }),
      Column(texts: axes.map { Self.word($0.verdict) }),
    ]
    return Table(schema: schema, columns: columns, rowCount: lines.count)
  }

  private func difference(_ axes: [ReconciledAxis]) -> Column {
    Column(numbers: axes.map { $0.reported.value - $0.parts.value })
  }

  /// Values with the bounds that some of them have.
  private func bounded(
    _ values: [(value: Double, lower: Double, upper: Double)], _ marks: [Marks]
  ) -> Column {
    var detail = MeasureDetail()
    if values.contains(where: { $0.lower != $0.value || $0.upper != $0.value }) {
      detail.lower = values.map(\.lower)
      detail.upper = values.map(\.upper)
      detail.marks = values.indices.map { row in
        let own = marks.isEmpty ? [] : marks[row]
        let (value, lower, upper) = values[row]
        return own.union(.signs(value: value, lower: lower, upper: upper, beside: own))
      }
    }
    return Column(.numbers(values.map(\.value)), detail: detail)
  }

  private static func word(_ axis: ResolverAxis) -> String {
    switch axis {
    case .time: "time"
    case .places: "places"
    case .breakdown: "breakdown"
    }
  }

  private static func word(_ verdict: ReconciledAxis.Verdict) -> String {
    switch verdict {
    case .agrees: "agrees"
    case .differs: "differs"
    case .incomplete: "incomplete"
    }
  }
}
