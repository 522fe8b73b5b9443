// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct LeastFunction: ScalarFunction {
  let name = "least"
  let summary = "the smallest of several numbers"
  let signature = "least(NUMBER, NUMBER, …)"
  let details = "Missing where one of them is; `coalesce` inside it says what stands for nothing."
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | derive capped = least(homicide, 100) | take 3",
      "with a limit")
  ]
  let measureRule = MeasureRule.unit

  func complaint(_ types: [LogicalType]) -> String? {
    guard types.count >= 2 else { return "takes two numbers or more" }
    return types.first { !$0.isNumeric }.map { "takes numbers, and this is \($0.noun)" }
  }

  func resultType(_ types: [LogicalType]) -> LogicalType { Choice.type(types) }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    guard var values = arguments[0].numbers else { return Column.missing(.float, count: count) }
    for other in arguments.dropFirst().compactMap(\.numbers) {
      for row in values.indices {
        let isMissing = values[row].isNaN || other[row].isNaN
        values[row] = isMissing ? .nan : Swift.min(values[row], other[row])
      }
    }
    return Column(numbers: values)
  }
}
