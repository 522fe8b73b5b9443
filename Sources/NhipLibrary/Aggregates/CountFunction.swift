// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution
import NhipPlan

struct CountFunction: AggregateFunction, ColumnarAggregate, SummaryAggregate {
  let name = "count"
  let summary = "the number of rows, of values, or of rows where a condition is true"
  let signature = "count([COLUMN | CONDITION])"
  let details = """
    `count()` counts rows, `count(x)` the rows where `x` is not missing, `count(x < 0)` those where \
    the condition is true. An empty group counts zero.
    """
  let examples = [
    VerbExample(
      "from observations | summarise rows = count(), bases = count(denominator), inexact = count(qualifier != \"exact\") by status",
      "the three ways to count")
  ]
  let argumentCount = 0...1

  func complaint(_ types: [LogicalType]) -> String? { nil }

  func resultField(named name: String, of arguments: [Field]) -> Field { Field(name, .integer) }

  func makeAccumulator() -> any Accumulator { CountAccumulator() }

  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column? {
    guard let argument = arguments.first else { return Column(numbers: groups.rowCounts) }
    guard argument.plainNumbers != nil else { return nil }
    return Column(numbers: groups.presentCounts(argument).map { Double($0) })
  }

  func reader(_ parameters: [Double]) -> SummaryReader? {
    SummaryReader([]) { Double($0.count) }
  }
}

struct CountAccumulator: Accumulator {
  private var counts: [Double] = []

  mutating func resize(to count: Int) { counts = [Double](repeating: 0, count: count) }

  mutating func update(_ arguments: [Column], groups: [Int32]) {
    guard let column = arguments.first else {
      for group in groups { counts[Int(group)] += 1 }
      return
    }
    if case .booleans(let values) = column.storage {
      for row in values.indices where values[row] == 1 { counts[Int(groups[row])] += 1 }
      return
    }
    for row in groups.indices where !column.isMissing(row) { counts[Int(groups[row])] += 1 }
  }

  mutating func finish() -> Column { Column(numbers: counts) }
}
