// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct AnyFunction: AggregateFunction {
  let name = "any"
  let summary = "whether a condition is true in some row"
  let signature = "any(CONDITION)"
  let details = "Rows where the condition is unknown are left out; of nothing else it is missing."
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year | summarise bad = any(homicide > 2000) by state",
      "states that ever had more than 2000")
  ]
  let argumentCount = 1...1

  func complaint(_ types: [LogicalType]) -> String? { TruthAccumulator.complaint(types) }
  func resultField(named name: String, of arguments: [Field]) -> Field { Field(name, .boolean) }
  func makeAccumulator() -> any Accumulator { TruthAccumulator(wanted: 1) }
}

struct AllFunction: AggregateFunction {
  let name = "all"
  let summary = "whether a condition is true in every row"
  let signature = "all(CONDITION)"
  let details = "Rows where the condition is unknown are left out; of nothing else it is missing."
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year | summarise calm = all(homicide < 100) by state",
      "states that never had a hundred")
  ]
  let argumentCount = 1...1

  func complaint(_ types: [LogicalType]) -> String? { TruthAccumulator.complaint(types) }
  func resultField(named name: String, of arguments: [Field]) -> Field { Field(name, .boolean) }
  func makeAccumulator() -> any Accumulator { TruthAccumulator(wanted: 0) }
}

/// One row with `wanted` decides its group; 2 stands for unknown.
struct TruthAccumulator: Accumulator {
  let wanted: UInt8
  private var truth: [UInt8] = []

  init(wanted: UInt8) { self.wanted = wanted }

  static func complaint(_ types: [LogicalType]) -> String? {
    types[0] == .boolean ? nil : "takes a condition, and this is \(types[0].noun)"
  }

  mutating func resize(to count: Int) { truth = [UInt8](repeating: 2, count: count) }

  mutating func update(_ arguments: [Column], groups: [Int32]) {
    guard case .booleans(let values) = arguments[0].storage else { return }
    for row in values.indices where values[row] != 2 {
      let group = Int(groups[row])
      if truth[group] != wanted { truth[group] = values[row] }
    }
  }

  mutating func finish() -> Column { Column(.booleans(truth)) }
}
