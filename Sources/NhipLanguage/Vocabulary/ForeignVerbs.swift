// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// Verbs of SQL and of data-frame libraries, and what Nhip says instead.
package enum ForeignVerbs {
  private static let ways: [(words: Set<String>, help: String)] = [
    (["limit", "head", "first"], "write `take 5` for the first five rows"),
    (["order", "arrange", "orderby", "order_by"], "write `sort COLUMN`, `sort -COLUMN`"),
    (
      ["group", "groupby", "group_by"],
      "groups stand in `summarise`: `summarise sum(COLUMN) by DIMENSION`"
    ),
    (["filter", "having"], "write `where CONDITION`"),
    (["mutate", "with"], "write `derive NAME = EXPRESSION`"),
    (["count"], "write `summarise n = count()`"),
  ]

  /// What to write instead of a word; `nil` where it is none of them.
  package static func help(_ word: String) -> String? {
    let folded = TextFolding.fold(word)
    return ways.first { $0.words.contains(folded) }?.help
  }
}
