// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution
import NhipPlan

struct VarianceFunction: AggregateFunction, ColumnarAggregate, SummaryAggregate {
  let name = "variance"
  let summary = "the sample variance, with divisor n - 1"
  let signature = "variance(NUMBER)"
  let details = "One value alone has no variance: the result is missing."
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2010..2019 | summarise variance(homicide) by state",
      "over the years of each state")
  ]
  let argumentCount = 1...1
  let poolsValues = true

  func complaint(_ types: [LogicalType]) -> String? { MeanFunction().complaint(types) }

  func resultField(named name: String, of arguments: [Field]) -> Field { Field(name, .float) }

  func makeAccumulator() -> any Accumulator {
    ValuesAccumulator { values, _ in Self.variance(values) }
  }

  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column? {
    guard arguments[0].plainNumbers != nil else { return nil }
    return Column(numbers: groups.variances(arguments[0]))
  }

  func reader(_ parameters: [Double]) -> SummaryReader? { SummaryReader(.spread) { $0.variance } }

  /// The corrected two-pass algorithm (Chan, Golub and LeVeque 1983); `nil` below two values, infinite
  /// where it is too large.
  static func variance(_ values: [Double]) -> Double? {
    guard values.count > 1 else { return nil }
    let count = Double(values.count)
    var total = GroupSums()
    total.resize(to: 3)
    for value in values { total.add(value, to: 0) }
    let mean = total.value(0) / count
    for value in values {
      total.add((value - mean) * (value - mean), to: 1)
      total.add(value - mean, to: 2)
    }
    let correction = total.value(2)
    let squares = total.value(1) - correction * correction / count
    return squares.isFinite ? max(0, squares) / (count - 1) : .infinity
  }
}

struct StandardDeviationFunction: AggregateFunction, ColumnarAggregate, SummaryAggregate {
  let name = "sd"
  let summary = "the sample standard deviation, with divisor n - 1"
  let signature = "sd(NUMBER)"
  let details = "One value alone has no spread: the result is missing."
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2010..2019 | summarise mean(homicide), sd(homicide) by state",
      "level and spread of each state")
  ]
  let argumentCount = 1...1
  let poolsValues = true

  func complaint(_ types: [LogicalType]) -> String? { MeanFunction().complaint(types) }
  func resultField(named name: String, of arguments: [Field]) -> Field {
    PooledFields.likeFirst(name, arguments)
  }
  func makeAccumulator() -> any Accumulator {
    ValuesAccumulator { values, _ in VarianceFunction.variance(values)?.squareRoot() }
  }

  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column? {
    guard arguments[0].plainNumbers != nil else { return nil }
    return Column(numbers: groups.variances(arguments[0]).map { $0.squareRoot() })
  }

  func reader(_ parameters: [Double]) -> SummaryReader? {
    SummaryReader(.spread) { $0.variance.squareRoot() }
  }
}
