// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// Columns that nothing above uses are not made, filtered or sorted.
struct PruneColumns: OptimizerRule {
  let name = "prune_columns"

  func rewrite(_ plan: LogicalPlan) -> LogicalPlan? {
    switch plan {
    case .aggregate(let input, let groups, let calls):
      let used = calls.flatMap(\.arguments).reduce(into: usedColumns(groups)) {
        $0.formUnion($1.columns)
      }
      guard let narrow = Narrow(input, used) else { return nil }
      let newGroups = groups.compactMap { narrow.moved($0) }
      let newCalls = calls.compactMap { call -> AggregateCall? in
        let arguments = call.arguments.compactMap { narrow.moved($0) }
        guard arguments.count == call.arguments.count else { return nil }
        return AggregateCall(field: call.field, function: call.function, arguments: arguments)
      }
      guard newGroups.count == groups.count, newCalls.count == calls.count else { return nil }
      return .aggregate(narrow.plan, groups: newGroups, calls: newCalls)
    case .project(let input, let items):
      guard let narrow = Narrow(input, usedColumns(items)) else { return nil }
      let moved = items.compactMap { narrow.moved($0) }
      return moved.count == items.count ? .project(narrow.plan, moved) : nil
    default: return nil
    }
  }

  private func usedColumns(_ items: [Projection]) -> Set<Int> {
    items.reduce(into: []) { $0.formUnion($1.expression.columns) }
  }
}

/// A plan that gives fewer columns, and where those that are left stand now.
private struct Narrow {
  let plan: LogicalPlan
  /// Old positions, in the order of the new ones.
  private let kept: [Int]

  /// `nil` where nothing can be left out.
  init?(_ plan: LogicalPlan, _ used: Set<Int>) {
    switch plan {
    case .scan(let table, let schema):
      // Some column must tell how many rows there are.
      let kept = used.isEmpty ? [0] : used.sorted()
      guard kept.count < schema.fields.count else { return nil }
      self.kept = kept
      self.plan = .scan(table: table, schema: Schema(kept.map { schema.fields[$0] }))
    case .project(let input, let items):
      let kept = used.isEmpty ? [0] : used.sorted()
      guard kept.count < items.count, !input.carriesHistory else { return nil }
      self.kept = kept
      self.plan = .project(input, kept.map { items[$0] })
    case .filter(let input, let predicate):
      guard let below = Narrow(input, used.union(predicate.columns)),
        let moved = below.moved(predicate)
      else { return nil }
      kept = below.kept
      self.plan = .filter(below.plan, moved)
    case .sort(let input, let keys, let limit):
      let own = keys.reduce(into: used) { $0.formUnion($1.expression.columns) }
      guard let below = Narrow(input, own) else { return nil }
      let moved = keys.compactMap { key in
        below.moved(key.expression).map { SortKey($0, isDescending: key.isDescending) }
      }
      guard moved.count == keys.count else { return nil }
      kept = below.kept
      self.plan = .sort(below.plan, moved, limit: limit)
    case .limit(let input, let count):
      guard let below = Narrow(input, used) else { return nil }
      kept = below.kept
      self.plan = .limit(below.plan, count)
    default: return nil
    }
  }

  func moved(_ expression: Expression) -> Expression? {
    expression.remapped { old in
      kept.firstIndex(of: old).map { .column($0, plan.schema.fields[$0]) }
    }
  }

  func moved(_ item: Projection) -> Projection? {
    moved(item.expression).map { Projection(item.field, $0) }
  }
}
