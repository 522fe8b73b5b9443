// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct StartsWithFunction: ScalarFunction {
  let name = "starts_with"
  let summary = "whether a text begins with another"
  let signature = "starts_with(TEXT, PART)"
  let details = "Letters are compared as they are: `lower(text)` before it leaves case out."
  let examples = [
    VerbExample(
      "from indicators | where starts_with(indicator, \"models_\") | select indicator",
      "indicators of one family")
  ]

  func complaint(_ types: [LogicalType]) -> String? { TextPairs.complaint(types) }
  func resultType(_ types: [LogicalType]) -> LogicalType { .boolean }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    TextPairs.evaluate(arguments, count: count) { $0.starts(with: $1) }
  }
}
