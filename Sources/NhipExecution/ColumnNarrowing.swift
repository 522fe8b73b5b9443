// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// Leaves out what a later `select` or `summarise` drops unread: a million p-values, where only
/// the percents are asked for. What the columns that go would have told in notes goes with them.
struct ColumnNarrowing {
  /// A plan with the same result.
  func narrowed(_ plan: LogicalPlan) -> LogicalPlan { narrow(plan, nil).plan }

  /// The plan with at least the `needed` columns (`nil`: all), and the new number of each column
  /// where they have moved.
  private func narrow(
    _ plan: LogicalPlan, _ needed: Set<Int>?
  ) -> (plan: LogicalPlan, moved: [Int: Int]?) {
    var needed = needed
    // The period trims off what history brought.
    if plan.carriesHistory, let period = plan.schema.periodIndex { needed?.insert(period) }
    switch plan {
    case .project(let input, let items):
      let kept = Self.kept(of: items.count, needed)
      let read = kept.reduce(into: Set<Int>()) { $0.formUnion(items[$1].expression.columns) }
      let (below, moved) = narrow(input, read)
      guard let projections = Self.moved(kept.map { items[$0] }, moved, below.schema) else {
        return (plan, nil)
      }
      return (.project(below, projections), needed == nil ? nil : Self.positions(kept))
    case .filter(let input, let predicate):
      let (below, moved) = narrow(input, needed?.union(predicate.columns))
      guard let own = predicate.moved(moved, below.schema) else { return (plan, nil) }
      return (.filter(below, own), moved)
    case .sort(let input, let keys, let limit):
      let read = keys.reduce(into: Set<Int>()) { $0.formUnion($1.expression.columns) }
      let (below, moved) = narrow(input, needed?.union(read))
      var own: [SortKey] = []
      for key in keys {
        guard let expression = key.expression.moved(moved, below.schema) else { return (plan, nil) }
        own.append(SortKey(expression, isDescending: key.isDescending))
      }
      return (.sort(below, own, limit: limit), moved)
    case .limit(let input, let count):
      let (below, moved) = narrow(input, needed)
      return (.limit(below, count), moved)
    case .aggregate(let input, let groups, let calls):
      var read: Set<Int> = []
      for group in groups { read.formUnion(group.expression.columns) }
      for argument in calls.flatMap(\.arguments) { read.formUnion(argument.columns) }
      let (below, moved) = narrow(input, read)
      guard let keys = Self.moved(groups, moved, below.schema) else { return (plan, nil) }
      var own = calls
      for index in own.indices {
        let arguments = own[index].arguments.compactMap { $0.moved(moved, below.schema) }
        guard arguments.count == own[index].arguments.count else { return (plan, nil) }
        own[index].arguments = arguments
      }
      return (.aggregate(below, groups: keys, calls: own), nil)
    case .extended(let node):
      let inputs = node.inputs.map { Self.reading(node.reads, narrow($0, nil).plan) }
      let own = node.with(inputs: inputs)
      guard let needed, let narrowable = own as? any NarrowableExtension,
        let (less, columns) = narrowable.narrowed(to: needed)
      else { return (.extended(own), nil) }
      return (.extended(less), Self.positions(columns))
    case .scan(let table, let schema):
      guard needed != nil else { return (plan, nil) }
      let kept = Self.kept(of: schema.fields.count, needed)
      let less = Schema(kept.map { schema.fields[$0] })
      return (.scan(table: table, schema: less), Self.positions(kept))
    case .series, .join, .union:
      return (plan.with(inputs: plan.inputs.map { narrow($0, nil).plan }), nil)
    }
  }

  /// The columns that stay; some column must tell how many rows there are.
  private static func kept(of count: Int, _ needed: Set<Int>?) -> [Int] {
    guard let needed else { return Array(0..<count) }
    return needed.isEmpty && count > 0 ? [0] : needed.sorted()
  }

  /// The plan where no more of its cells is worked out than somebody reads.
  private static func reading(_ reads: CellReading, _ plan: LogicalPlan) -> LogicalPlan {
    guard case .series(var spec, let schema) = plan, reads != .all else { return plan }
    spec.read = reads
    return .series(spec, schema: schema)
  }

  /// The position of each of these numbers.
  private static func positions(_ columns: [Int]) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
  }

  private static func moved(
    _ items: [Projection], _ positions: [Int: Int]?, _ schema: Schema
  ) -> [Projection]? {
    var result = items
    for index in items.indices {
      guard let own = items[index].expression.moved(positions, schema) else { return nil }
      result[index].expression = own
    }
    return result
  }
}

extension Expression {
  /// The same expression where columns have moved; `nil` where one is gone.
  fileprivate func moved(_ positions: [Int: Int]?, _ schema: Schema) -> Expression? {
    guard let positions else { return self }
    return remapped { index in
      positions[index].map { .column($0, schema.fields[$0]) }
    }
  }
}
