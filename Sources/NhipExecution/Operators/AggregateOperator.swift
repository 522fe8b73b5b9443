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
    let evaluator = Evaluator(table, registry: context.store.registry)
    var keyColumns: [Column] = []
    for group in groups {
      keyColumns.append(try evaluator.column(group.expression, context).withoutDetail())
    }
    let keys = GroupKeys(keyColumns, rowCount: table.rowCount)
    // Without groups there is one row, even over no rows.
    let groupCount = groups.isEmpty ? 1 : keys.count
    var columns = keyColumns.map { $0.gathered(keys.firstRows) }
    var notes: [Note] = []
    for call in calls {
      var accumulator = call.function.makeAccumulator()
      accumulator.resize(to: groupCount)
      var inputs: [Column] = []
      for argument in call.arguments {
        inputs.append(try evaluator.measured(argument, context).flattened())
      }
      var start = 0
      while start < table.rowCount {
        try context.checkCancelled()
        let end = min(table.rowCount, start + context.settings.batchRows)
        accumulator.update(
          inputs.map { $0.slice(start..<end) }, groups: Array(keys.groupOfRow[start..<end]))
        start = end
      }
      let column = accumulator.finish()
      let partial = column.detail?.marks?.count { $0.contains(.partial) } ?? 0
      if partial > 0 { notes.append(Note("partialPooled", String(partial), call.field.name)) }
      columns.append(column)
    }
    return Table(
      schema: Schema(groups.map(\.field) + calls.map(\.field)), columns: columns,
      rowCount: groupCount, notes: notes)
  }
}
