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
    let result = column.gathered(picked)
    return rule == .least || rule == .greatest ? bounded(result, column) : result
  }

  /// An extreme with the bounds of all its group: a cell that may be larger than it is stated may be
  /// the largest.
  private func bounded(_ result: Column, _ column: Column) -> Column {
    guard let values = column.numbers, let stated = result.numbers, let detail = column.detail,
      let low = detail.lower, let high = detail.upper
    else { return result }
    // NaN, once in, stays: bounds that are not known.
    func extreme(_ a: Double, _ b: Double) -> Double {
      a.isNaN || b.isNaN ? .nan : rule == .least ? min(a, b) : max(a, b)
    }
    let start = rule == .least ? Double.infinity : -.infinity
    var lower = [Double](repeating: start, count: groupCount)
    var upper = lower
    var marks = result.detail?.marks ?? [Marks](repeating: [], count: groupCount)
    for (row, group) in collected.groups.enumerated() where !values[row].isNaN {
      let group = Int(group)
      lower[group] = extreme(lower[group], low[row])
      upper[group] = extreme(upper[group], high[row])
      let mayBe = rule == .least ? !(low[row] >= stated[group]) : !(high[row] <= stated[group])
      guard mayBe, let own = detail.marks?[row] else { continue }
      marks[group].formUnion(own.intersection(PooledDetail.passed))
    }
    for group in stated.indices {
      if stated[group].isNaN {
        (lower[group], upper[group]) = (.nan, .nan)
      } else {
        let signs = Marks.signs(
          value: stated[group], lower: lower[group], upper: upper[group], beside: marks[group])
        marks[group].subtract([.atLeast, .atMost, .approximate])
        marks[group].formUnion(signs)
      }
    }
    var bounded = result
    var own = result.detail ?? MeasureDetail()
    (own.lower, own.upper) = (lower, upper)
    own.marks = marks.allSatisfy(\.isEmpty) ? nil : marks
    bounded.detail = own
    return bounded
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
