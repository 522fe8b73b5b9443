// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipPlan

/// Chooses an operator for each node of a plan.
package struct PhysicalPlanner {
  package init() {}

  /// The operators of a whole query: rows carried from before what was asked are cut off last.
  package func plan(_ logical: LogicalPlan) -> any PhysicalOperator {
    trimmed(ColumnNarrowing().narrowed(logical))
  }

  /// The operators of an input that belongs to a node which keeps its rows, those that history
  /// brought included.
  package func planWithHistory(_ logical: LogicalPlan) -> any PhysicalOperator { make(logical) }

  private func trimmed(_ logical: LogicalPlan) -> any PhysicalOperator {
    let node = make(logical)
    return logical.carriesHistory ? TrimOperator(input: node) : node
  }

  /// The same operators where a table below them gives no more rows than are used.
  private func scanning(_ count: Int, _ node: any PhysicalOperator) -> any PhysicalOperator {
    if var scan = node as? ScanOperator {
      scan.limit = min(count, scan.limit ?? count)
      return scan
    }
    if let project = node as? ProjectOperator {
      return ProjectOperator(input: scanning(count, project.input), items: project.items)
    }
    return node
  }

  private func make(_ logical: LogicalPlan) -> any PhysicalOperator {
    // A node that does not keep its rows must not see the ones that history brought.
    let inputs = logical.inputs.enumerated().map { index, input in
      logical.keepsRows && index == 0 ? make(input) : trimmed(input)
    }
    switch logical {
    case .scan(let table, let schema): return ScanOperator(table: table, schema: schema)
    case .series(let spec, let schema): return SeriesOperator(spec: spec, schema: schema)
    case .filter(_, let predicate):
      // Filters one upon the other keep rows once; each still counts what it finds unknown.
      guard let below = inputs[0] as? FilterOperator else {
        return FilterOperator(input: inputs[0], predicates: [predicate])
      }
      return FilterOperator(input: below.input, predicates: below.predicates + [predicate])
    case .project(_, let items): return ProjectOperator(input: inputs[0], items: items)
    case .aggregate(_, let groups, let calls):
      return AggregateOperator(input: inputs[0], groups: groups, calls: calls)
    case .sort(_, let keys, let limit):
      return SortOperator(input: inputs[0], keys: keys, limit: limit)
    case .limit(_, let count):
      return LimitOperator(input: scanning(count, inputs[0]), count: count)
    case .join(_, _, let kind, let keys, let schema):
      return JoinOperator(
        left: inputs[0], right: inputs[1], kind: kind, keys: keys, schema: schema)
    case .union: return UnionOperator(first: inputs[0], second: inputs[1])
    case .extended(let node):
      guard let executable = node as? any ExecutableExtension else {
        preconditionFailure("every extension of the library knows its operator")
      }
      return executable.makeOperator(inputs)
    }
  }

  /// The operators as an indented tree.
  package func tree(_ root: any PhysicalOperator) -> String {
    func lines(_ node: any PhysicalOperator, _ depth: Int) -> [String] {
      [String(repeating: "  ", count: depth) + node.title]
        + node.inputs.flatMap { lines($0, depth + 1) }
    }
    return lines(root, 0).joined(separator: "\n")
  }
}
