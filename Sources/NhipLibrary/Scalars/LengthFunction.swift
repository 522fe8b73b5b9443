// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct LengthFunction: ScalarFunction {
  let name = "length"
  let summary = "the number of characters in a text"
  let signature = "length(TEXT)"
  let details = "A letter with its marks is one character, however it is stored."
  let examples = [
    VerbExample(
      "from observations | where length(note) > 40 | select document, note | take 3",
      "long notes")
  ]

  func complaint(_ types: [LogicalType]) -> String? { LowerFunction().complaint(types) }
  func resultType(_ types: [LogicalType]) -> LogicalType { .integer }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    guard case .text(let codes, let dictionary) = arguments[0].flattened().storage else {
      return Column.missing(.integer, count: count)
    }
    let lengths = dictionary.values.map { Double($0.count) }
    return Column(numbers: codes.map { $0 < 0 ? .nan : lengths[Int($0)] })
  }
}
