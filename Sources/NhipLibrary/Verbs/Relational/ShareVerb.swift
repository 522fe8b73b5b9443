// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipPlan

struct ShareVerb: Verb {
  let name = "share"
  let summary = "adds what percent of the whole each row is"
  let signature = "share [of COLUMN, …] [within DIMENSION, …]"
  let details = """
    The whole is the reported one: the series is asked again without the breakdown, or for all the \
    places together, so that kinds not broken down count in it, and rows that `where` dropped. Where \
    no whole is known the sum of the rows serves, and the note says so. `within` names the dimensions that each have a whole of \
    their own; without it each period has one. Adds the column `TERM_share`.
    """
  let examples = [
    VerbExample(
      "series models_built by province, model_type in tỉnh Hà Giang during 2023 | share within province | sort -models_built_share",
      "of 379, of which 22 are of no kind"),
    VerbExample(
      "series homicide from us_states by state during 2019 | share | top 3 by homicide_share",
      "each state's part"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 0...0, clauses: ["of", "within"], signature: signature)
    let schema = input.schema
    let measures = try binder.measures(stage, schema)
    let facts = PlanFacts(input)
    var within = schema.periodIndex.map { [$0] } ?? []
    if let clause = binder.clause("within", stage) {
      within = try binder.columns(clause.operands, schema)
    }
    // A dimension of one value changes no group, and names it for the whole.
    for dimension in facts.dimensions where dimension.isSingle {
      if let column = dimension.column, !within.contains(column) { within.append(column) }
    }
    let pooled = facts.pooled(by: Set(within))
    var notes: [Note] = []
    if pooled.contains(where: \.isPlace),
      !within.contains(where: { schema.fields[$0].name == "level" })
    {
      notes = try binder.checkPooling(stage, input, apart: "within")
    }
    let refusal = SumRefusal(catalog: binder.catalog, facts: facts, clause: "within")
    let spans = binder.clause("of", stage)?.operands.map(\.span) ?? []
    for (position, measure) in measures.enumerated() {
      let field = schema.fields[measure]
      let span = position < spans.count ? spans[position] : stage.verb.span
      if let info = field.measure,
        let mistake = refusal.diagnostic(info, named: field.name, over: pooled, at: span)
      {
        throw mistake
      }
    }
    return .extended(
      ShareNode(
        input: input, measures: measures, within: within,
        whole: WholeSeries(facts, schema, measures: measures, within: within))
    ).noting(notes)
  }
}
