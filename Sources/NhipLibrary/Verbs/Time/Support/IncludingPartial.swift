// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipLanguage
import NhipPlan

/// Reads `including partial`.
enum IncludingPartial {
  /// Whether the stage has the clause; an error where something else follows `including`.
  static func read(
    _ stage: StageSyntax, _ binder: StageBinder, signature: String
  ) throws(Diagnostic) -> Bool {
    guard let clause = binder.clause("including", stage) else { return false }
    try check(clause, binder, signature: signature)
    return true
  }

  static func check(
    _ clause: ClauseSyntax, _ binder: StageBinder, signature: String
  ) throws(Diagnostic) {
    guard clause.operands.count == 1, clause.operands[0].parts.count == 1,
      binder.word(clause.operands[0].parts[0]) == "partial"
    else {
      throw Diagnostic(
        "E0311", "expected `partial` after `including`", at: clause.span,
        helps: ["written `\(signature)`"])
    }
  }
}
