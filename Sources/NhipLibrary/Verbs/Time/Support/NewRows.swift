// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipPlan

/// A node that makes a table of its own from the cells of its input: the shape of the verbs that
/// ask where cells come from.
struct NewRows: LogicalExtension, ExecutableExtension {
  var inputs: [LogicalPlan]
  let schema: Schema
  let title: String
  let compute: @Sendable (Table, ExecutionContext) throws(Diagnostic) -> Table

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    NewRows(inputs: inputs, schema: schema, title: title, compute: compute)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    TableOperator(title, inputs) { tables, context throws(Diagnostic) in
      try compute(tables[0], context)
    }
  }
}
