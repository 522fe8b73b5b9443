// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// Aggregates of a view's numbers by what is the same all along a run of observations: filters and
/// keys are worked out once a run, and the numbers are read where they lie, once for all aggregates.
extension AggregateOperator: DirectOperator {
  var directTitle: String {
    guard let steps = RunSteps(below: input) else { return title }
    let filters = steps.filters.map { "\($0)" }.joined(separator: " and ")
    return "\(title) over runs of \(steps.scan.table)"
      + (filters.isEmpty ? "" : " where \(filters)")
  }

  func executeDirectly(_ context: ExecutionContext) throws(Diagnostic) -> Table? {
    guard let steps = RunSteps(below: input), let (readers, column) = readers else { return nil }
    let source = column.flatMap { steps.source(of: $0) }
    if column != nil {
      let keys = groups.reduce(into: Set<Int>()) { $0.formUnion($1.expression.columns) }
      guard let source, steps.passes(source, keys: keys) else { return nil }
    }
    let schema = steps.scan.schema
    let names = schema.names
    guard
      let runs = context.provider.runs(
        named: steps.scan.table,
        columns: names.indices.filter { $0 != source }.map { names[$0] },
        numbers: source.map { names[$0] })
    else { return nil }
    var keys = runs.keys
    if let source {
      // Nobody reads it, but the columns behind it keep their numbers.
      keys.columns.insert(Column.missing(.float, count: keys.rowCount), at: source)
      keys.schema.fields.insert(schema.fields[source], at: source)
    }
    var selected = SelectedRuns(keys, runs.numbers.spans, context)
    for step in steps.steps { try selected.take(step) }
    return try aggregated(selected, runs.numbers.sources, readers, context)
  }

  /// How each call is read from summaries of one column, and which; `nil` where some cannot be.
  var readers: (readers: [SummaryReader], column: Int?)? {
    var readers: [SummaryReader] = []
    var found: Int?
    for call in calls {
      guard let function = call.function as? any SummaryAggregate else { return nil }
      var parameters: [Double] = []
      for argument in call.arguments.dropFirst() {
        guard case .number(let parameter) = argument else { return nil }
        parameters.append(parameter)
      }
      if let argument = call.arguments.first {
        guard case .column(let column, _) = argument, column == found ?? column else { return nil }
        found = column
      }
      guard let reader = function.reader(parameters) else { return nil }
      readers.append(reader)
    }
    return (readers, found)
  }

  func aggregated(
    _ runs: SelectedRuns, _ sources: [NumberSpans.Source], _ readers: [SummaryReader],
    _ context: ExecutionContext
  ) throws(Diagnostic) -> Table {
    let evaluator = Evaluator(runs.keys, registry: context.store.registry)
    try context.reserve(
      bytes: runs.spans.count * MemoryLayout<NumberSpans.Span>.stride * 2, for: "grouping")
    var keyColumns: [Column] = []
    for group in groups {
      keyColumns.append(try evaluator.column(group.expression, context).withoutDetail())
    }
    let rows = GroupedRows(keyColumns, rowCount: runs.keys.rowCount, context.morsels)
    let fold = RunFold(
      NumberSpans(sources: sources, spans: runs.spans), groups: rows.groupOfRow,
      groupCount: rows.count, readers: readers)
    try context.reserve(bytes: fold.bytes(threads: context.settings.threadCount), for: "summaries")
    let results = try fold.results(context)
    context.bytesRead = runs.spans.reduce(0) { $0 + $1.slots.count } * MemoryLayout<Double>.stride
    let columns =
      keyColumns.map { $0.gathered(rows.firstRows) }
      + calls.indices.map { call in
        Column(numbers: Array(results[call * rows.count..<(call + 1) * rows.count]))
      }
    var result = Table(
      schema: Schema(groups.map(\.field) + calls.map(\.field)), columns: columns,
      rowCount: rows.count)
    result.dropOverflow(in: calls.map(\.field.name), threads: context.settings.threadCount)
    for note in runs.notes { result.note(note) }
    return result
  }
}
