// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipLanguage
import NhipPlan

struct DeriveVerb: Verb {
  let name = "derive"
  let summary = "adds computed columns"
  let signature = "derive NAME = EXPRESSION, …"
  let details = """
    A later column may use an earlier one of the same `derive`; a column of that name is replaced. \
    Bounds and marks go through the arithmetic, and so does the kind of a measure: a flow times a \
    number is a flow, a quotient is a rate, which no verb adds up.
    """
  let examples = [
    VerbExample(
      "series tips_received in thành phố Bắc Kạn during 2016-01..2018-05 | derive per_month = tips_received / months(period)",
      "the monthly average of a stretch of 29 months"),
    VerbExample(
      "series homicide, population from us_states by state during 2019 | derive rate = 100000 * homicide / population, high = rate > 8",
      "a rate and a condition on it"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1_000, clauses: [], signature: signature)
    var plan = input
    var seen: Set<String> = []
    for operand in stage.operands {
      guard let name = operand.name else { throw ColumnNaming.missing(operand) }
      guard seen.insert(name.text).inserted else {
        throw ColumnNaming.twice(name.text, at: name.span)
      }
      var unnamed = operand
      unnamed.name = nil
      let expression = try binder.expressions(plan.schema).bind(try binder.single(unnamed))
      plan = plan.adding([
        Projection(MeasureInference.field(named: name.text, expression), expression)
      ])
    }
    return plan
  }
}
