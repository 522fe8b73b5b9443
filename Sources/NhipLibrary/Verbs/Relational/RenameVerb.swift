// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipPlan

struct RenameVerb: Verb {
  let name = "rename"
  let summary = "gives columns other names"
  let signature = "rename NEW = OLD, …"
  let details = "All renamings happen at once, so that two columns may exchange their names."
  let examples = [
    VerbExample(
      "series models_built by province, year | rename built = models_built", "a shorter name")
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1_000, clauses: [], signature: signature)
    var items = input.schema.fields.enumerated().map { Projection($1, .column($0, $1)) }
    var renamed: [Int: Span] = [:]
    for operand in stage.operands {
      guard let name = operand.name else {
        throw Diagnostic(
          "E0311", "expected `NEW = OLD` here", at: operand.span, helps: ["written `\(signature)`"])
      }
      var unnamed = operand
      unnamed.name = nil
      let column = try binder.column(try binder.single(unnamed), input.schema)
      guard renamed.updateValue(name.span, forKey: column) == nil else {
        throw Diagnostic(
          "E0208", "`\(input.schema.fields[column].name)` is renamed twice", at: operand.span)
      }
      items[column].field = input.schema.fields[column].renamed(name.text)
    }
    for (column, span) in renamed.sorted(by: { $0.value.lower < $1.value.lower }) {
      let name = items[column].field.name
      if items.count(where: { $0.field.name == name }) > 1 {
        throw ColumnNaming.twice(name, at: span)
      }
    }
    return .project(input, items)
  }
}
