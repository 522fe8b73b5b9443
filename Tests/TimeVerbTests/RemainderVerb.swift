// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipLanguage
import NhipPlan

@testable import NhipLibrary

/// `fill remainder` alone.
struct RemainderVerb: Verb {
  let name = "fill"
  let summary = ""
  let signature = "fill remainder"
  let examples: [VerbExample] = []

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try FillRemainder.plan(stage, on: input, binder)
  }
}
