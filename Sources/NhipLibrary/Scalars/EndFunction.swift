// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct EndFunction: ScalarFunction {
  let name = "end"
  let summary = "the last day of a period"
  let signature = "end(PERIOD)"
  let details = "Missing where that end of the period is unknown."
  let examples = [
    VerbExample(
      "from observations | select document, period, day = end(period) | take 3",
      "the day each figure ends")
  ]

  func complaint(_ types: [LogicalType]) -> String? {
    guard types.count == 1 else { return "takes one period" }
    switch types[0] {
    case .period, .date: return nil
    default: return "takes a period, and this is \(types[0].noun)"
    }
  }

  func resultType(_ types: [LogicalType]) -> LogicalType { .date }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    let column = arguments[0].flattened()
    return Column(
      .periods(
        (0..<count).map { row in
          column.period(row)?.lastDay.map { Period(.day, $0) } ?? .none
        }))
  }
}
