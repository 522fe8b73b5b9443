// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// Groups rows and hands each batch to the accumulators.
struct AggregateOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let groups: [Projection]
  let calls: [AggregateCall]
  var title: String {
    "aggregate " + calls.map { "\($0.field.name) = \($0.function.name)" }.joined(separator: ", ")
      + (groups.isEmpty ? "" : " by " + groups.map(\.field.name).joined(separator: ", "))
  }
  var inputs: [any PhysicalOperator] { [input] }

  func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let table = inputs[0]
    if let result = try aggregatedByStretches(table, context) { return result }
    let evaluator = Evaluator(table, registry: context.store.registry)
    var keyColumns: [Column] = []
    for group in groups {
      keyColumns.append(try evaluator.column(group.expression, context).withoutDetail())
    }
    try context.reserve(bytes: 4 * table.rowCount, for: "grouping")
    let rows = GroupedRows(keyColumns, rowCount: table.rowCount, context.morsels)
    var columns = keyColumns.map { $0.gathered(rows.firstRows) }
    var notes: [Note] = []
    for call in calls {
      let reserved = context.reservedBytes
      defer { context.reservedBytes = reserved }
      var arguments: [AggregateArgument] = []
      for argument in call.arguments {
        let column = try evaluator.measured(argument, context)
        var source: Int?
        if case .column(let index, _) = argument { source = index }
        arguments.append(AggregateArgument(column: column, source: source))
      }
      try context.checkCancelled()
      let column: Column
      if let function = call.function as? any ColumnarAggregate,
        let found = function.column(arguments, rows)
      {
        column = found
      } else {
        column = try accumulated(call, arguments, rows, context)
      }
      let partial = column.detail?.marks?.count { $0.contains(.partial) } ?? 0
      if partial > 0 { notes.append(Note("partialPooled", String(partial), call.field.name)) }
      columns.append(column)
    }
    let used = (groups.map(\.expression) + calls.flatMap(\.arguments)).map(\.columns)
    context.bytesRead = table.byteCount(of: used.reduce(into: []) { $0.formUnion($1) })
    var result = Table(
      schema: Schema(groups.map(\.field) + calls.map(\.field)), columns: columns,
      rowCount: rows.count, notes: notes)
    result.dropOverflow(in: calls.map(\.field.name), threads: context.settings.threadCount)
    return result
  }

  /// The same batch by batch, with all that measures carry.
  private func accumulated(
    _ call: AggregateCall, _ arguments: [AggregateArgument], _ rows: GroupedRows,
    _ context: ExecutionContext
  ) throws(Diagnostic) -> Column {
    var accumulator = call.function.makeAccumulator()
    accumulator.resize(to: rows.count)
    let inputs = arguments.map { $0.column.flattened() }
    var start = 0
    while start < rows.rowCount {
      try context.checkCancelled()
      let end = min(rows.rowCount, start + context.settings.batchRows)
      accumulator.update(
        inputs.map { $0.slice(start..<end) }, groups: Array(rows.groupOfRow[start..<end]))
      context.batchCount += 1
      start = end
    }
    return accumulator.finish()
  }
}
