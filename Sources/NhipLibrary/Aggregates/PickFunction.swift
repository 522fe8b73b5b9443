// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution
import NhipPlan

/// An aggregate that picks one row of each group: what `min`, `max`, `first` and `last` become
/// once the type of their column is known.
struct PickFunction: AggregateFunction, ColumnarAggregate, SummaryAggregate {
  enum Rule { case least, greatest, first, last }

  let name: String
  let type: LogicalType
  let rule: Rule
  var summary: String { name }
  var signature: String { "\(name)(COLUMN)" }
  var argumentCount: ClosedRange<Int> { 1...1 }

  func complaint(_ types: [LogicalType]) -> String? { nil }
  func resultField(named name: String, of arguments: [Field]) -> Field {
    Self.field(name, arguments)
  }
  func makeAccumulator() -> any Accumulator { PickAccumulator(type: type, rule: rule) }

  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column? {
    guard arguments[0].plainNumbers != nil, rule == .least || rule == .greatest else { return nil }
    return Column(numbers: groups.extremes(arguments[0], isLeast: rule == .least))
  }

  func reader(_ parameters: [Double]) -> SummaryReader? {
    switch rule {
    case .least: SummaryReader(.extremes) { $0.least }
    case .greatest: SummaryReader(.extremes) { $0.greatest }
    case .first, .last: nil
    }
  }

  /// `min` and `max` need an order that does not depend on more than the values.
  static func complaint(_ types: [LogicalType]) -> String? {
    switch types[0] {
    case .boolean, .place: "needs an order, and this is \(types[0].noun)"
    default: nil
    }
  }

  /// The column as it is, no dimension any more.
  static func field(_ name: String, _ arguments: [Field]) -> Field {
    var field = arguments[0]
    field.name = name
    if field.role.isDimension { field.role = .attribute }
    return field
  }
}

/// Remembers one row of each group; the values are gathered at the end, with their companions.
struct PickAccumulator: Accumulator {
  let rule: PickFunction.Rule
  private var collected: CollectedColumn
  private var groupCount = 0

  init(type: LogicalType, rule: PickFunction.Rule) {
    self.rule = rule
    collected = CollectedColumn(type: type)
  }

  mutating func resize(to count: Int) { groupCount = count }

  mutating func update(_ arguments: [Column], groups: [Int32]) {
    collected.append(arguments[0], groups)
  }

  mutating func finish() -> Column {
    let column = collected.column
    var picked = [Int32](repeating: -1, count: groupCount)
    for (row, group) in collected.groups.enumerated() where !column.isMissing(row) {
      let best = picked[Int(group)]
      if best < 0 || isBetter(column, row, Int(best)) { picked[Int(group)] = Int32(row) }
    }
    return column.gathered(picked)
  }

  private func isBetter(_ column: Column, _ row: Int, _ best: Int) -> Bool {
    switch rule {
    case .first: false
    case .last: true
    case .least: isLess(column, row, best)
    case .greatest: isLess(column, best, row)
    }
  }

  private func isLess(_ column: Column, _ a: Int, _ b: Int) -> Bool {
    switch column.storage {
    case .numbers(let values): return values[a] < values[b]
    case .text(let codes, let dictionary):
      return dictionary.values[Int(codes[a])].utf8
        .lexicographicallyPrecedes(dictionary.values[Int(codes[b])].utf8)
    case .periods(let values): return values[a] < values[b]
    default: return false
    }
  }
}
