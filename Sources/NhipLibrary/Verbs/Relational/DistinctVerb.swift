// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct DistinctVerb: Verb {
  let name = "distinct"
  let summary = "keeps each combination of values once"
  let signature = "distinct [COLUMN, …]"
  let details = """
    With columns, only these stay. The first row of each combination is kept, in its place. Two \
    missing values are equal here; an approximate value differs from the same value stated exactly.
    """
  let examples = [
    VerbExample("from observations | distinct document", "the documents with figures"),
    VerbExample("from observations | distinct indicator, unit", "the units of each indicator"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 0...1_000, clauses: [], signature: signature)
    guard !stage.operands.isEmpty else { return .extended(DistinctNode(input: input)) }
    var items: [Projection] = []
    for (position, column) in try binder.columns(stage.operands, input.schema).enumerated() {
      if items.contains(where: { $0.passedColumn == column }) {
        throw ColumnNaming.twice(
          input.schema.fields[column].name, at: stage.operands[position].span)
      }
      let field = input.schema.fields[column]
      items.append(Projection(field, .column(column, field)))
    }
    return .extended(DistinctNode(input: .project(input, items)))
  }
}

/// Each combination of values once, with the companions of its first row.
struct DistinctNode: LogicalExtension, ExecutableExtension {
  let input: LogicalPlan

  var inputs: [LogicalPlan] { [input] }
  var schema: Schema { input.schema }
  var title: String { "distinct" }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension { DistinctNode(input: inputs[0]) }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    // The number of the group of each row.
    TableOperator(title, inputs, takes: { $0[0].rowCount * 4 }) {
      tables, context throws(Diagnostic) in
      let table = tables[0]
      var keys = table.columns.map { $0.withoutDetail() }
      for detail in table.columns.compactMap(\.detail) {
        if let lower = detail.lower { keys.append(Column(numbers: lower)) }
        if let upper = detail.upper { keys.append(Column(numbers: upper)) }
      }
      let groups = GroupKeys(keys, rowCount: table.rowCount, context.morsels)
      return groups.count == table.rowCount
        ? table
        : try context.gathered(
          table, groups.firstRows, areAscending: true, for: "the distinct rows")
    }
  }
}
