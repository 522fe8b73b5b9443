// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipPlan

struct SelectVerb: Verb {
  let name = "select"
  let summary = "keeps the columns named, in that order"
  let signature = "select COLUMN | NAME = EXPRESSION, …"
  let details = """
    A column may be a part of a measure (`value.low`) or computed under a new name. Columns that \
    are not named go; a column passed on keeps its unit, bounds and marks.
    """
  let examples = [
    VerbExample(
      "from observations | where qualifier != \"exact\" | select document, quote, value, value.low, value.high",
      "what is approximate, with its bounds"),
    VerbExample(
      "series models_built by province, year in Hà Giang | select year, hundreds = models_built / 100",
      "a computed column"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1_000, clauses: [], signature: signature)
    let schema = input.schema
    var items: [Projection] = []
    for operand in stage.operands {
      var unnamed = operand
      unnamed.name = nil
      let expression = try binder.expressions(schema).bind(try binder.single(unnamed))
      guard let name = operand.name?.text ?? ColumnNaming.natural(expression) else {
        throw ColumnNaming.missing(operand)
      }
      if items.contains(where: { $0.field.name == name }) {
        throw ColumnNaming.twice(name, at: operand.span)
      }
      items.append(Projection(field(name, expression, items), expression))
    }
    return .project(input, items)
  }

  /// A column stays what it is, under a new name too; its second copy is no dimension.
  private func field(_ name: String, _ expression: Expression, _ before: [Projection]) -> Field {
    guard case .column(let index, let source) = expression,
      !before.contains(where: { $0.passedColumn == index })
    else { return MeasureInference.field(named: name, expression) }
    return source.renamed(name)
  }
}
