// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipPlan

/// `fill remainder`: quarters out of nested reports of 3, 6, 9 and 12 months, halves out of a half
/// and its year. Values are marked `derived`; bounds are subtracted as intervals.
struct FillRemainder: LogicalExtension, ExecutableExtension {
  var inputs: [LogicalPlan]
  let spec: SeriesSpec
  /// The terms to fill, with their columns.
  let terms: [(column: Int, name: String)]
  /// Whether the grid was stretched over the longer reports, so that empty ends go again.
  let isStretched: Bool

  var schema: Schema { inputs[0].schema }
  var title: String { "fill remainder" }
  var keepsRows: Bool { !isStretched }

  /// The plan of a stage `fill remainder [of COLS]`.
  static func plan(
    _ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder
  ) throws(Diagnostic) -> LogicalPlan {
    guard let spec = SeriesReach.rows(of: input) else {
      throw Diagnostic(
        "E0409", "`fill remainder` reads nested reports of a series, and none is in reach",
        at: stage.verb.span, notes: ["a verb that removes or pools rows stands between"],
        helps: ["put it right after the series: `series … | fill remainder`"])
    }
    guard case .grain = spec.periodGrid else {
      throw Diagnostic(
        "E0405", "`fill remainder` fills periods of one length", at: stage.verb.span,
        helps: ["ask one: `by …, quarter`"])
    }
    var terms: [(column: Int, name: String)] = []
    for column in try binder.measures(stage, input.schema) {
      let field = input.schema.fields[column]
      guard let term = SeriesReach.term(field, in: spec) else {
        throw Diagnostic(
          "E0409", "`\(field.name)` is computed; only terms of the series have reports",
          at: stage.verb.span, helps: ["fill first, compute afterwards"])
      }
      let isRest = term.expression.columns.contains { leaf in
        spec.leaves[leaf].indicators.contains { id in
          let indicator = binder.catalog.store.indicators[Int(id)]
          return indicator.additiveOverTime && (indicator.kind == .flow || indicator.kind == .ratio)
        }
      }
      guard isRest else {
        throw Diagnostic(
          "E0402", "`\(field.name)` does not add up over time, so nothing is left over",
          at: stage.verb.span, helps: ["`fill previous` carries the last value forward"])
      }
      terms.append((column, field.name))
    }
    var input = input
    var isStretched = false
    if spec.during == nil, spec.last == nil, let all = extent(of: spec, binder.catalog.store) {
      input = stretched(input, over: all)
      isStretched = true
    }
    return .extended(
      FillRemainder(inputs: [input], spec: spec, terms: terms, isStretched: isStretched))
  }

  /// From the first to the last day of any report, in whole years: the rows that nested reports can
  /// fill lie inside the longest of them.
  private static func extent(of spec: SeriesSpec, _ store: ObservationStore) -> Period? {
    var low = Int32.max
    var high = Int32.min
    for leaf in spec.leaves {
      for id in leaf.indicators {
        for group in store.groups[Int(id)] where group.key.status == leaf.status {
          guard let days = group.dayRange, group.key.grain != .open else { continue }
          low = min(low, days.lowerBound)
          high = max(high, days.upperBound)
        }
      }
    }
    guard low <= high else { return nil }
    return Period.range(
      Period(.year, Period.ordinal(ofDay: low, .year)),
      Period(.year, Period.ordinal(ofDay: high, .year)))
  }

  private static func stretched(_ plan: LogicalPlan, over stretch: Period) -> LogicalPlan {
    if case .series(var spec, let schema) = plan {
      spec.during = stretch
      return .series(spec, schema: schema)
    }
    guard let first = plan.inputs.first else { return plan }
    return plan.with(inputs: [stretched(first, over: stretch)] + plan.inputs.dropFirst())
  }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    FillRemainder(inputs: inputs, spec: spec, terms: terms, isStretched: isStretched)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    TableOperator(title, inputs) { tables, context throws(Diagnostic) in
      var table = tables[0]
      let fill = RemainderFill(spec: spec, context: context)
      for (index, name) in terms {
        let (column, count) = try fill.column(term: name, table.columns[index], of: table)
        table.columns[index] = column
        if count > 0 { table.note(Note("remainderFilled", String(count), name)) }
      }
      return isStretched ? try trimmed(table, context) : table
    }
  }

  /// Without the rows before the first and after the last value of each series.
  private func trimmed(
    _ table: Table, _ context: ExecutionContext
  ) throws(Diagnostic) -> Table {
    let steps = try SeriesSteps(
      table, usesBlocks: context.settings.usesFastPaths,
      verb: VerbPosition(name: "fill", span: spec.span))
    var extents = [(first: Period, last: Period)?](repeating: nil, count: steps.seriesCount)
    func hasValue(_ row: Int) -> Bool {
      table.schema.termIndices.contains { !table.columns[$0].isMissing(row) }
    }
    let seriesOfRow = steps.seriesOfRow
    for row in 0..<table.rowCount where hasValue(row) {
      guard let period = steps.period(row) else { continue }
      let series = Int(seriesOfRow[row])
      let known = extents[series] ?? (period, period)
      extents[series] = (min(known.first, period), max(known.last, period))
    }
    let rows = (0..<table.rowCount).filter { row in
      guard let period = steps.period(row), let extent = extents[Int(seriesOfRow[row])]
      else { return false }
      return period >= extent.first && period <= extent.last
    }
    return rows.count == table.rowCount ? table : table.gathered(rows.map { Int32($0) })
  }
}
