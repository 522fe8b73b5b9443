// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct ReplaceFunction: ScalarFunction {
  let name = "replace"
  let summary = "the text with every occurrence of a part replaced"
  let signature = "replace(TEXT, PART, OTHER)"
  let details = "An empty part is found nowhere."
  let examples = [
    VerbExample(
      "from indicators | derive words = replace(indicator, \"_\", \" \") | select words | take 3",
      "keys as words")
  ]

  func complaint(_ types: [LogicalType]) -> String? {
    guard types.count == 3 else { return "takes three texts" }
    return types.first { $0 != .text }.map { "takes texts, and this is \($0.noun)" }
  }

  func resultType(_ types: [LogicalType]) -> LogicalType { .text }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    Column(
      texts: (0..<count).map { row in
        guard let text = arguments[0].text(row), let part = arguments[1].text(row),
          let other = arguments[2].text(row)
        else { return nil }
        return part.isEmpty ? text : text.replacing(part, with: other)
      })
  }
}
