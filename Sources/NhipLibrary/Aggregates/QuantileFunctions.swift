// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution
import NhipPlan
import NhipStatistics

struct MedianFunction: AggregateFunction, ColumnarAggregate {
  let name = "median"
  let summary = "the middle value"
  let signature = "median(NUMBER)"
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | summarise median(homicide) by year",
      "the typical state")
  ]
  let argumentCount = 1...1
  let poolsValues = true

  func complaint(_ types: [LogicalType]) -> String? { MeanFunction().complaint(types) }
  func resultField(named name: String, of arguments: [Field]) -> Field {
    PooledFields.likeFirst(name, arguments)
  }
  func makeAccumulator() -> any Accumulator {
    ValuesAccumulator { values, _ in Quantile.of(values, 0.5) }
  }

  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column? {
    QuantileFunction.column(arguments[0], share: 0.5, groups)
  }
}

/// Type 7 of Hyndman and Fan, as R, numpy and spreadsheets have it.
struct QuantileFunction: AggregateFunction, ColumnarAggregate {
  let name = "quantile"
  let summary = "the value below which a share of the values lies"
  let signature = "quantile(NUMBER, SHARE)"
  let details = """
    The share is a number from 0 to 1. Between two values the quantile is interpolated (type 7 of \
    Hyndman and Fan, as in spreadsheets).
    """
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | summarise p90 = quantile(homicide, 0.9) by year",
      "the count that a tenth of the states exceeds")
  ]
  let argumentCount = 2...2
  let poolsValues = true

  func complaint(_ types: [LogicalType]) -> String? { MeanFunction().complaint(types) }

  func complaint(about arguments: [Expression]) -> String? {
    if case .number(let share) = arguments[1], (0...1).contains(share) { return nil }
    return "takes a share from 0 to 1, written as a number"
  }

  func resultField(named name: String, of arguments: [Field]) -> Field {
    PooledFields.likeFirst(name, arguments)
  }

  func makeAccumulator() -> any Accumulator {
    ValuesAccumulator { values, share in Quantile.of(values, share) }
  }

  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column? {
    guard let share = arguments[1].column.numbers?.first else { return nil }
    return Self.column(arguments[0], share: share, groups)
  }

  static func column(
    _ argument: AggregateArgument, share: Double, _ groups: GroupedRows
  ) -> Column? {
    guard argument.plainNumbers != nil else { return nil }
    return Column(
      numbers: groups.results(of: argument) { { Quantile.selecting(in: $0, share) } })
  }
}
