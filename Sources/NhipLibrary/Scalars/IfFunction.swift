// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct IfFunction: ConditionalFunction {
  let name = "if"
  let summary = "one value where a condition is true, another where it is false"
  let signature = "if(CONDITION, VALUE [, OTHER])"
  let details = """
    Where the condition is unknown the result is missing, and so it is where it is false and no \
    other value is given.
    """
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | derive size = if(homicide > 500, \"many\", \"few\") | summarise n = count() by size",
      "two classes")
  ]
  let measureRule = MeasureRule.choice

  func complaint(_ types: [LogicalType]) -> String? {
    guard types.count == 2 || types.count == 3 else { return "takes a condition and two values" }
    guard types[0] == .boolean else {
      return "takes a condition first, and this is \(types[0].noun)"
    }
    return Choice.complaint(Array(types.dropFirst()))
  }

  func resultType(_ types: [LogicalType]) -> LogicalType { Choice.type(Array(types.dropFirst())) }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    let values = arguments.dropFirst().map { $0.flattened() }
    guard case .booleans(let truth) = arguments[0].storage else {
      return Choice.column(values, count: count) { _ in nil }
    }
    return Choice.column(values, count: count) { row in
      truth[row] == 1 ? 0 : truth[row] == 0 && values.count > 1 ? 1 : nil
    }
  }
}
