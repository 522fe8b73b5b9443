// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipLanguage

/// What `explain` shows between two stops of a query's way.
enum Explanation: String, CaseIterable {
  case syntax
  case plan
  case optimised
  case physical
  case profile

  /// Takes a trailing `| explain [WHAT]` off a pipeline.
  static func cut(from pipeline: inout PipelineSyntax) -> Explanation? {
    guard let last = pipeline.stages.last, last.verb.text == "explain" else { return nil }
    var chosen = Explanation.plan
    if let part = last.operands.first?.parts.first {
      guard case .name(let name) = part.kind else { return nil }
      let word = name.text == "optimized" ? "optimised" : name.text
      guard last.operands.count == 1, last.operands[0].parts.count == 1, last.clauses.isEmpty,
        let named = Explanation(rawValue: word)
      else { return nil }
      chosen = named
    }
    pipeline.stages.removeLast()
    return chosen
  }
}
