// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics

/// Runs a tree of operators, inputs first, and keeps the account and the profile.
package struct Executor {
  package init() {}

  package func run(
    _ root: any PhysicalOperator, _ context: ExecutionContext
  ) throws(Diagnostic) -> Table {
    if context.keepsAccount { context.memory.own(context.store) }
    return try run(root, context, depth: 0)
  }

  private func run(
    _ node: any PhysicalOperator, _ context: ExecutionContext, depth: Int
  ) throws(Diagnostic) -> Table {
    try context.checkCancelled()
    let position = context.profile.count
    context.profile.append(OperatorProfile(title: node.title, depth: depth))
    if let result = try runDirectly(node, context, position) { return result }
    var tables: [Table] = []
    for input in node.inputs {
      let table = try run(input, context, depth: depth + 1)
      if context.keepsAccount { context.memory.hold(table) }
      tables.append(table)
    }
    context.reservedBytes = 0
    context.bytesRead = nil
    let meter = OperatorMeter(context)
    var result = try node.execute(tables, context)
    for table in tables {
      for note in table.notes { result.note(note) }
    }
    meter.stop(&context.profile[position], context)
    try account(for: result, of: tables, node, context, position)
    return result
  }

  /// The result of an operator that needs none of its inputs.
  private func runDirectly(
    _ node: any PhysicalOperator, _ context: ExecutionContext, _ position: Int
  ) throws(Diagnostic) -> Table? {
    guard context.settings.usesFastPaths, let direct = node as? any DirectOperator else {
      return nil
    }
    context.reservedBytes = 0
    context.bytesRead = nil
    let meter = OperatorMeter(context)
    guard let result = try direct.executeDirectly(context) else { return nil }
    meter.stop(&context.profile[position], context)
    context.profile[position].title = direct.directTitle
    try account(for: result, of: [], node, context, position)
    return result
  }

  /// Notes what an operator gave, and lets go of its inputs.
  private func account(
    for result: Table, of tables: [Table], _ node: any PhysicalOperator,
    _ context: ExecutionContext, _ position: Int
  ) throws(Diagnostic) {
    context.profile[position].rows = result.rowCount
    guard context.keepsAccount else { return }
    let written = context.memory.newBytes(result)
    context.profile[position].bytesWritten = written
    context.profile[position].bytesRead =
      context.bytesRead ?? tables.reduce(0) { $0 + $1.byteCount }
    // What no operator foresaw ends here, before the next one adds to it.
    try MemoryLimit(context.settings.memoryLimitBytes).check(
      written, beside: context.memory.heldBytes, for: "`\(node.title)`")
    for table in tables { context.memory.release(table) }
  }
}
