// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipLanguage
import NhipPlan

/// `explain` ends a query; the session takes it off and shows what stands between two stops. What
/// reaches this verb is one that stands elsewhere, or asks for something else.
struct ExplainVerb: Verb {
  let name = "explain"
  let summary = "shows how a query is understood and run, instead of its rows"
  let signature = "explain [syntax|plan|optimised|physical|profile]"
  let details = """
    `syntax` the query as it was read; `plan` what it means (the default); `optimised` what the \
    rules made of it; `physical` the operators; `profile` runs it and shows for each its rows, \
    batches, tasks, time, bytes read and written, cycles of the time-stamp counter and GB/s, and \
    last which share of the memory's bandwidth the query reached.
    """
  let examples = [
    VerbExample("series tips_valuable by province, year | take 3 | explain", "the plan of a query")
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    throw Diagnostic(
      "E0311", "`explain` ends a query and takes one word", at: stage.span,
      helps: ["written `\(signature)`"])
  }
}
