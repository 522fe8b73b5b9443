// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipLanguage
import NhipPlan

struct TakeVerb: Verb {
  let name = "take"
  let summary = "keeps the first rows"
  let signature = "take N"
  let examples = [
    VerbExample("from indicators | take 3", "the first three rows")
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1, clauses: [], signature: signature)
    let count = try binder.count(
      try binder.single(stage.operands[0]), minimum: 0, "a number of rows")
    return .limit(input, count)
  }
}
