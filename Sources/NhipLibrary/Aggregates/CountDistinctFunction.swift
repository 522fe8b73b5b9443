// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution
import NhipPlan

struct CountDistinctFunction: AggregateFunction {
  let name = "count_distinct"
  let summary = "the number of different values"
  let signature = "count_distinct(COLUMN)"
  let examples = [
    VerbExample(
      "from observations | summarise places = count_distinct(place) by document",
      "how many places each document names")
  ]
  let argumentCount = 1...1

  func complaint(_ types: [LogicalType]) -> String? { nil }

  func resultField(named name: String, of arguments: [Field]) -> Field { Field(name, .integer) }

  func applied(to arguments: [Field]) -> any AggregateFunction {
    TypedCountDistinct(base: self, type: arguments[0].type)
  }

  func makeAccumulator() -> any Accumulator { CountDistinctAccumulator(type: .float) }
}

/// `count_distinct` of a column whose type is known.
struct TypedCountDistinct: AggregateFunction, ColumnarAggregate {
  let base: CountDistinctFunction
  let type: LogicalType
  var name: String { base.name }
  var summary: String { base.summary }
  var signature: String { base.signature }
  var argumentCount: ClosedRange<Int> { base.argumentCount }

  func complaint(_ types: [LogicalType]) -> String? { nil }
  func resultField(named name: String, of arguments: [Field]) -> Field { Field(name, .integer) }
  func makeAccumulator() -> any Accumulator { CountDistinctAccumulator(type: type) }

  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column? {
    let column = arguments[0].column.withoutDetail()
    let pairs = GroupKeys(
      [Column(.places(groups.groupOfRow)), column], rowCount: groups.rowCount, groups.morsels)
    var counts = [Double](repeating: 0, count: groups.count)
    for row in pairs.firstRows where !column.isMissing(Int(row)) {
      counts[Int(groups.groupOfRow[Int(row)])] += 1
    }
    return Column(numbers: counts)
  }
}

/// Keeps the values and numbers their pairs with the group at the end; missing is no value.
struct CountDistinctAccumulator: Accumulator {
  private var collected: CollectedColumn
  private var groupCount = 0

  init(type: LogicalType) { collected = CollectedColumn(type: type) }

  mutating func resize(to count: Int) { groupCount = count }

  mutating func update(_ arguments: [Column], groups: [Int32]) {
    collected.append(arguments[0].withoutDetail(), groups)
  }

  mutating func finish() -> Column {
    let column = collected.column
    let groups = collected.groups
    let pairs = GroupKeys(
      [Column(.places(groups)), column], rowCount: groups.count)
    var counts = [Double](repeating: 0, count: groupCount)
    for row in pairs.firstRows where !column.isMissing(Int(row)) {
      counts[Int(groups[Int(row)])] += 1
    }
    return Column(numbers: counts)
  }
}

/// The batches of a column, kept for the end, with the group of each row.
struct CollectedColumn {
  let type: LogicalType
  private var parts: [Column] = []
  private(set) var groups: [Int32] = []

  init(type: LogicalType) { self.type = type }

  mutating func append(_ column: Column, _ groups: [Int32]) {
    parts.append(column)
    self.groups.append(contentsOf: groups)
  }

  var column: Column {
    parts.isEmpty
      ? Column.missing(type, count: 0)
      : Column.concatenated(parts, type: type, keepingDetail: true)
  }
}
