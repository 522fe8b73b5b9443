// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics

/// One step of execution: whole tables in, a whole table out. Inside, expressions run in batches
/// and the cancel flag is looked at between them.
package protocol PhysicalOperator {
  /// One line for `explain physical` and `explain profile`.
  var title: String { get }
  var inputs: [any PhysicalOperator] { get }
  func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table
}

/// A plan extension that knows its operator. Verbs that add nodes conform their nodes to it.
package protocol ExecutableExtension {
  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator
}

/// An operator over one input, given by a closure: enough for most verbs.
package struct TableOperator: PhysicalOperator {
  package let title: String
  package let inputs: [any PhysicalOperator]
  let takes: ([Table]) -> Int
  let body: ([Table], ExecutionContext) throws(Diagnostic) -> Table

  /// - Parameter takes: bytes that `body` takes for these inputs, at most.
  package init(
    _ title: String, _ inputs: [any PhysicalOperator],
    takes: @escaping ([Table]) -> Int = { _ in 0 },
    body: @escaping ([Table], ExecutionContext) throws(Diagnostic) -> Table
  ) {
    self.title = title
    self.inputs = inputs
    self.takes = takes
    self.body = body
  }

  package func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    try context.reserve(bytes: takes(inputs), for: "`\(title)`")
    return try body(inputs, context)
  }
}
