// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct MinFunction: AggregateFunction {
  let name = "min"
  let summary = "the smallest value, the first period or text"
  let signature = "min(COLUMN)"
  let examples = [
    VerbExample("from observations | summarise min(period) by document", "the earliest period")
  ]
  let argumentCount = 1...1

  func complaint(_ types: [LogicalType]) -> String? { PickFunction.complaint(types) }
  func resultField(named name: String, of arguments: [Field]) -> Field {
    PickFunction.field(name, arguments)
  }
  func applied(to arguments: [Field]) -> any AggregateFunction {
    PickFunction(name: name, type: arguments[0].type, rule: .least)
  }
  func makeAccumulator() -> any Accumulator { PickAccumulator(type: .float, rule: .least) }
}

struct MaxFunction: AggregateFunction {
  let name = "max"
  let summary = "the largest value, the last period or text"
  let signature = "max(COLUMN)"
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year | summarise max(homicide) by state",
      "the worst year's count of each state")
  ]
  let argumentCount = 1...1

  func complaint(_ types: [LogicalType]) -> String? { PickFunction.complaint(types) }
  func resultField(named name: String, of arguments: [Field]) -> Field {
    PickFunction.field(name, arguments)
  }
  func applied(to arguments: [Field]) -> any AggregateFunction {
    PickFunction(name: name, type: arguments[0].type, rule: .greatest)
  }
  func makeAccumulator() -> any Accumulator { PickAccumulator(type: .float, rule: .greatest) }
}
