// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct TopVerb: Verb {
  let name = "top"
  let summary = "keeps the rows with the largest values, of each group if asked"
  let signature = "top N [by [-]COLUMN, …] [within DIMENSION, …]"
  let details = """
    `by -col` keeps the smallest. Without `by` the only term counts. Groups stand in the order of \
    their first rows, the largest value of each first; ties keep the order of the rows, and never \
    bring more than N. A row without the value is never among them, and the note counts such rows.
    """
  let examples = [
    VerbExample(
      "series homicide from us_states by state during 2019 | top 5 by homicide", "the five largest"),
    VerbExample(
      "series homicide from us_states by state, year during 2015..2019 | top 2 by -homicide within year",
      "the two smallest of each year"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1, clauses: ["by", "within"], signature: signature)
    let count = try binder.count(
      try binder.single(stage.operands[0]), minimum: 0, "a number of rows")
    var keys: [SortKey] = []
    if let clause = binder.clause("by", stage) {
      for operand in clause.operands {
        var key = try SortKeys.key(try binder.single(operand), input, binder)
        key.isDescending.toggle()
        keys.append(key)
      }
    } else {
      let terms = input.schema.termIndices
      if terms.count == 1 {
        keys = [SortKey(.column(terms[0], input.schema.fields[terms[0]]), isDescending: true)]
      }
    }
    guard !keys.isEmpty else {
      throw Diagnostic(
        "E0311", "`top` needs a column to go by", at: stage.verb.span,
        helps: ["written `\(signature)`"])
    }
    var within: [Int] = []
    if let clause = binder.clause("within", stage) {
      within = try binder.columns(clause.operands, input.schema)
    }
    return .extended(TopNode(input: input, count: count, keys: keys, within: within))
  }
}

/// The first rows of each group by an order.
struct TopNode: LogicalExtension, ExecutableExtension {
  let input: LogicalPlan
  let count: Int
  let keys: [SortKey]
  let within: [Int]

  var inputs: [LogicalPlan] { [input] }
  var schema: Schema { input.schema }
  var title: String {
    let text = keys.map { "\($0.isDescending ? "" : "-")\($0.expression)" }
    let groups = within.map { schema.fields[$0].name }
    return "top \(count) by \(text.joined(separator: ", "))"
      + (groups.isEmpty ? "" : " within \(groups.joined(separator: ", "))")
  }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    TopNode(input: inputs[0], count: count, keys: keys, within: within)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    TableOperator(title, inputs) { tables, context throws(Diagnostic) in
      try rows(of: tables[0], context)
    }
  }

  private func rows(of table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let ordering = try RowOrdering(keys, of: table, context)
    let leftOut = ordering.missingCount
    let rows: [Int32]
    if within.isEmpty {
      // Rows without the value come last.
      rows = ordering.rows(first: min(count, table.rowCount - leftOut))
    } else {
      let keyColumns = within.map { table.columns[$0].withoutDetail() }
      try context.reserve(bytes: 4 * table.rowCount, for: "grouping")
      let groups = GroupKeys(keyColumns, rowCount: table.rowCount, context.morsels)
      rows = ordering.rows(firstOfEach: groups, count)
    }
    var result = try context.gathered(table, rows, for: "`top`")
    if leftOut > 0 {
      let names = keys.map { "\($0.expression)" }.joined(separator: ", ")
      result.note(Note("topMissing", String(leftOut), names))
    }
    return result
  }
}
