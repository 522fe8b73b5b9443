// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipPlan

/// What a statistics verb adds to the plan: a table worked out of others, the main one first.
struct StatisticsNode: NarrowableExtension, ExecutableExtension {
  typealias Work = @Sendable ([Table], ExecutionContext) throws(Diagnostic) -> Table

  let inputs: [LogicalPlan]
  let schema: Schema
  let title: String
  /// Verbs that only add columns keep the rows of their input.
  let keepsRows: Bool
  /// The node with just the columns of these names, for verbs that can do with less work. Keys
  /// stay.
  var narrow: (@Sendable ([LogicalPlan], Set<String>) -> StatisticsNode)?
  /// For verbs that look at no bounds and no coverage, and hand on no cell.
  var reads = CellReading.all
  let work: Work

  init(
    _ inputs: [LogicalPlan], _ schema: Schema, title: String, keepsRows: Bool = false,
    work: @escaping Work
  ) {
    self.inputs = inputs
    self.schema = schema
    self.title = title
    self.keepsRows = keepsRows
    self.work = work
  }

  init(
    _ input: LogicalPlan, _ schema: Schema, title: String, keepsRows: Bool = false,
    work: @escaping @Sendable (Table, ExecutionContext) throws(Diagnostic) -> Table
  ) {
    self.init([input], schema, title: title, keepsRows: keepsRows) {
      tables, context throws(Diagnostic) in try work(tables[0], context)
    }
  }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    var node = StatisticsNode(inputs, schema, title: title, keepsRows: keepsRows, work: work)
    node.narrow = narrow
    node.reads = reads
    return node
  }

  func narrowed(to needed: Set<Int>) -> (node: any LogicalExtension, columns: [Int])? {
    let fields = schema.fields
    guard let narrow else { return nil }
    let node = narrow(inputs, Set(needed.map { fields[$0].name }))
    guard node.schema.fields.count < fields.count else { return nil }
    return (node, node.schema.fields.compactMap { schema.index(of: $0.name) })
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    // Columns that are added to the rows; tables of results are small beside what they tell of.
    let added = keepsRows ? schema.fields.count - self.inputs[0].schema.fields.count : 0
    let width = max(0, added) * MemoryLayout<Double>.stride
    return TableOperator(title, inputs, takes: { $0[0].rowCount * width }) {
      tables, context throws(Diagnostic) in
      try work(tables, context)
    }
  }
}
