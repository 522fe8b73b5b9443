// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct ContainsFunction: ScalarFunction {
  let name = "contains"
  let summary = "whether a text contains another"
  let signature = "contains(TEXT, PART)"
  let details = "Letters are compared as they are: `lower(text)` before it leaves case out."
  let examples = [
    VerbExample(
      "from indicators | where contains(name_en, \"model\") | select indicator, name_en",
      "names with a word")
  ]

  func complaint(_ types: [LogicalType]) -> String? { TextPairs.complaint(types) }
  func resultType(_ types: [LogicalType]) -> LogicalType { .boolean }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    TextPairs.evaluate(arguments, count: count) { $1.isEmpty || $0.contains($1) }
  }
}
