// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct TextOfFunction: ScalarFunction {
  let name = "text"
  let summary = "a value as text"
  let signature = "text(VALUE)"
  let details = "Numbers at full precision with a decimal point, periods as a query writes them."
  let examples = [
    VerbExample(
      "from observations | select document, when = text(period) | take 3",
      "periods as text")
  ]

  func complaint(_ types: [LogicalType]) -> String? {
    guard types.count == 1 else { return "takes one value" }
    return types[0] == .place ? "knows no names of places" : nil
  }

  func resultType(_ types: [LogicalType]) -> LogicalType { .text }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    let column = arguments[0].flattened()
    if case .text = column.storage { return column.withoutDetail() }
    return Column(texts: (0..<count).map { text(column, $0) })
  }

  private func text(_ column: Column, _ row: Int) -> String? {
    guard !column.isMissing(row) else { return nil }
    switch column.storage {
    case .numbers(let values):
      let value = values[row]
      // Whole numbers that a Double holds exactly are written without a point.
      return value == value.rounded() && value.magnitude < 9_007_199_254_740_992
        ? String(Int(value)) : "\(value)"
    case .booleans(let values): return values[row] == 1 ? "true" : "false"
    case .periods(let values): return "\(values[row])"
    default: return nil
    }
  }
}
