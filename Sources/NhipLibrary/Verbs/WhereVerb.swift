// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipLanguage
import NhipPlan

struct WhereVerb: Verb {
  let name = "where"
  let summary = "keeps the rows for which a condition is true"
  let signature = "where CONDITION"
  let details = """
    Compares with `= != < <= > >=`, `in (…)` and `is missing`, `is partial`, `is approximate`, \
    `is conflict`; joins with `and`, `or`, `not`. A missing value makes a comparison unknown: the \
    row goes, and the note counts it. `certainly` and `possibly` compare bounds instead of the \
    stated value.
    """
  let examples = [
    VerbExample(
      "series tips_valuable by place, period | where tips_valuable > 100", "rows above a number"),
    VerbExample(
      "series outreach_participants by place, period | where certainly outreach_participants > 10000",
      "what is sure in spite of \"trên 10.300\""),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1, clauses: [], signature: signature)
    let syntax = try binder.single(stage.operands[0])
    return .filter(input, try binder.expressions(input.schema).bindPredicate(syntax))
  }
}
