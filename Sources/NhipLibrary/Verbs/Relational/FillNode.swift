// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipPlan

/// Fills missing cells inside each series, stepping by period.
struct FillNode: LogicalExtension, ExecutableExtension {
  enum Method: String, Sendable, CaseIterable { case zero, previous, linear }

  let input: LogicalPlan
  let method: Method
  let limit: Int?
  let measures: [Int]
  /// The period column; `nil` where the method needs none.
  let period: Int?

  var inputs: [LogicalPlan] { [input] }
  var schema: Schema { input.schema }
  var title: String { "fill \(method.rawValue)" + (limit.map { " limit \($0)" } ?? "") }
  var keepsRows: Bool { true }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    FillNode(input: inputs[0], method: method, limit: limit, measures: measures, period: period)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    TableOperator(
      title, inputs,
      takes: { tables in
        measures.reduce(0) { $0 + tables[0].columns[$1].gatheredBytes(tables[0].rowCount) }
      }
    ) { tables, context throws(Diagnostic) in
      var table = tables[0]
      let series = period.map { period in
        FillSeries(table, period: period, usesBlocks: context.settings.usesFastPaths)
      }
      for measure in measures {
        try context.checkCancelled()
        let filled = FilledColumn(
          table.columns[measure], series ?? .rows(table.rowCount), method: method, limit: limit,
          threads: context.settings.threadCount)
        table.columns[measure] = filled.column
        if filled.count > 0 {
          let name = table.schema.fields[measure].name
          table.note(Note("filled", String(filled.count), name, method.rawValue))
        }
      }
      return table
    }
  }
}
