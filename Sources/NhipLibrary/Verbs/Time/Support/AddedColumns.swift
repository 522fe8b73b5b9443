// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipPlan

/// A node that keeps its rows and adds columns: the shape of most time verbs.
struct AddedColumns: NarrowableExtension, ExecutableExtension {
  var inputs: [LogicalPlan]
  let added: [Field]
  let title: String
  /// Whether an infinite number is one too large, not the open end of an interval.
  var isFinite = false
  /// The node that adds just the columns of these names, for verbs that can do with less work.
  var narrow: (@Sendable (Set<String>) -> AddedColumns)?
  /// Gives the added columns, in the order of `added`, and what the reader must know.
  let compute: @Sendable ([Table], ExecutionContext) throws(Diagnostic) -> ([Column], [Note])

  var schema: Schema { inputs[0].schema.adding(added) }
  var keepsRows: Bool { true }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    AddedColumns(
      inputs: inputs, added: added, title: title, isFinite: isFinite, narrow: narrow,
      compute: compute)
  }

  func narrowed(to needed: Set<Int>) -> (node: any LogicalExtension, columns: [Int])? {
    let fields = schema.fields
    let names = Set(needed.map { fields[$0].name })
    guard let narrow, added.contains(where: { !names.contains($0.name) }) else { return nil }
    var node = narrow(names)
    node.inputs = inputs
    return (node, node.schema.fields.compactMap { schema.index(of: $0.name) })
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    let width = added.count * MemoryLayout<Double>.stride
    return TableOperator(title, inputs, takes: { $0[0].rowCount * width }) {
      tables, context throws(Diagnostic) in
      var table = tables[0]
      let (columns, notes) = try compute(tables, context)
      for (field, column) in zip(added, columns) { table = table.adding(field, column) }
      for note in notes { table.note(note) }
      if isFinite {
        table.dropOverflow(in: added.map(\.name), threads: context.settings.threadCount)
      }
      return table
    }
  }
}

extension Schema {
  /// The schema with fields more; one whose name is there already is replaced, as
  /// `Table.adding` does.
  func adding(_ added: [Field]) -> Schema {
    var fields = fields
    for field in added {
      if let index = fields.firstIndex(where: { $0.name == field.name }) {
        fields[index] = field
      } else {
        fields.append(field)
      }
    }
    return Schema(fields)
  }
}
