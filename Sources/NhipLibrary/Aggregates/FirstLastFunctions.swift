// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct FirstFunction: AggregateFunction {
  let name = "first"
  let summary = "the first value that is not missing, in the order of the rows"
  let signature = "first(COLUMN)"
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year | summarise first(homicide) by state",
      "the earliest year's count of each state")
  ]
  let argumentCount = 1...1

  func complaint(_ types: [LogicalType]) -> String? { nil }
  func resultField(named name: String, of arguments: [Field]) -> Field {
    PickFunction.field(name, arguments)
  }
  func applied(to arguments: [Field]) -> any AggregateFunction {
    PickFunction(name: name, type: arguments[0].type, rule: .first)
  }
  func makeAccumulator() -> any Accumulator { PickAccumulator(type: .float, rule: .first) }
}

struct LastFunction: AggregateFunction {
  let name = "last"
  let summary = "the last value that is not missing, in the order of the rows"
  let signature = "last(COLUMN)"
  let details = """
    Rows of a `series` stand in time, so that the last of a stock over its periods is its latest count.
    """
  let examples = [
    VerbExample(
      "series models_total by place, period | summarise last(models_total), last(period) by place",
      "the latest count of each place")
  ]
  let argumentCount = 1...1

  func complaint(_ types: [LogicalType]) -> String? { nil }
  func resultField(named name: String, of arguments: [Field]) -> Field {
    PickFunction.field(name, arguments)
  }
  func applied(to arguments: [Field]) -> any AggregateFunction {
    PickFunction(name: name, type: arguments[0].type, rule: .last)
  }
  func makeAccumulator() -> any Accumulator { PickAccumulator(type: .float, rule: .last) }
}
