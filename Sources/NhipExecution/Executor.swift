// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics

/// Runs a tree of operators, inputs first, and keeps the profile.
package struct Executor {
  package init() {}

  package func run(
    _ root: any PhysicalOperator, _ context: ExecutionContext
  ) throws(Diagnostic) -> Table {
    try run(root, context, depth: 0)
  }

  private func run(
    _ node: any PhysicalOperator, _ context: ExecutionContext, depth: Int
  ) throws(Diagnostic) -> Table {
    try context.checkCancelled()
    let position = context.profile.count
    context.profile.append(
      OperatorProfile(title: node.title, depth: depth, rows: 0, bytes: 0, seconds: 0))
    var tables: [Table] = []
    for input in node.inputs { tables.append(try run(input, context, depth: depth + 1)) }
    let start = context.clock()
    var result = try node.execute(tables, context)
    for table in tables {
      for note in table.notes { result.note(note) }
    }
    context.profile[position].seconds = context.clock() - start
    context.profile[position].rows = result.rowCount
    context.profile[position].bytes = result.byteCount
    return result
  }
}
