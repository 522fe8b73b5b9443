// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// One column of a projection.
package struct Projection: Sendable {
  package var field: Field
  package var expression: Expression

  package init(_ field: Field, _ expression: Expression) {
    self.field = field
    self.expression = expression
  }

  /// The column of the input it passes on unchanged, if it does.
  package var passedColumn: Int? {
    if case .column(let index, _) = expression { return index }
    return nil
  }
}

package struct SortKey: Sendable {
  package var expression: Expression
  package var isDescending: Bool

  package init(_ expression: Expression, isDescending: Bool) {
    self.expression = expression
    self.isDescending = isDescending
  }
}

/// One aggregate of a `summarise`.
package struct AggregateCall: Sendable {
  package var field: Field
  package var function: any AggregateFunction
  package var arguments: [Expression]

  package init(field: Field, function: any AggregateFunction, arguments: [Expression]) {
    self.field = field
    self.function = function
    self.arguments = arguments
  }
}

package enum JoinKind: String, Sendable {
  case inner
  case left
  /// For each left row the last right row that is not later, with equal other keys.
  case asof
}

package struct JoinKeys: Sendable {
  package var left: [Int]
  package var right: [Int]
  /// The columns of the right side that the result shows, with their names there.
  package var shown: [(column: Int, field: Field)]

  package init(left: [Int], right: [Int], shown: [(column: Int, field: Field)]) {
    self.left = left
    self.right = right
    self.shown = shown
  }
}

/// What a query means, without data: a small closed set of nodes and declared extensions.
package indirect enum LogicalPlan: Sendable {
  /// The rows of a loaded table, or of a view such as `observations`.
  case scan(table: String, schema: Schema)
  case series(SeriesSpec, schema: Schema)
  case filter(LogicalPlan, Expression)
  case project(LogicalPlan, [Projection])
  case aggregate(LogicalPlan, groups: [Projection], calls: [AggregateCall])
  /// Sorted; with a limit, only the first rows are wanted.
  case sort(LogicalPlan, [SortKey], limit: Int?)
  case limit(LogicalPlan, Int)
  case join(LogicalPlan, LogicalPlan, JoinKind, JoinKeys, schema: Schema)
  case union(LogicalPlan, LogicalPlan)
  case extended(any LogicalExtension)

  package var schema: Schema {
    switch self {
    case .scan(_, let schema), .series(_, let schema), .join(_, _, _, _, let schema): schema
    case .filter(let input, _), .sort(let input, _, _), .limit(let input, _): input.schema
    case .union(let first, _): first.schema
    case .project(_, let items): Schema(items.map(\.field))
    case .aggregate(_, let groups, let calls): Schema(groups.map(\.field) + calls.map(\.field))
    case .extended(let node): node.schema
    }
  }

  package var inputs: [LogicalPlan] {
    switch self {
    case .scan, .series: []
    case .filter(let input, _), .project(let input, _), .aggregate(let input, _, _),
      .sort(let input, _, _), .limit(let input, _):
      [input]
    case .join(let left, let right, _, _, _), .union(let left, let right): [left, right]
    case .extended(let node): node.inputs
    }
  }

  /// The same node over other inputs.
  package func with(inputs: [LogicalPlan]) -> LogicalPlan {
    switch self {
    case .scan, .series: self
    case .filter(_, let predicate): .filter(inputs[0], predicate)
    case .project(_, let items): .project(inputs[0], items)
    case .aggregate(_, let groups, let calls):
      .aggregate(inputs[0], groups: groups, calls: calls)
    case .sort(_, let keys, let limit): .sort(inputs[0], keys, limit: limit)
    case .limit(_, let count): .limit(inputs[0], count)
    case .join(_, _, let kind, let keys, let schema):
      .join(inputs[0], inputs[1], kind, keys, schema: schema)
    case .union: .union(inputs[0], inputs[1])
    case .extended(let node): .extended(node.with(inputs: inputs))
    }
  }

  /// Whether each row of the result is a row of the input, and all of them are there, so that
  /// time verbs may still ask the series below for earlier periods.
  package var keepsRows: Bool {
    switch self {
    case .series: true
    // Without the period column nothing could trim the earlier rows off again.
    case .project(let input, let items):
      input.schema.periodIndex == nil
        || items.contains { $0.passedColumn == input.schema.periodIndex }
    case .sort(_, _, let limit): limit == nil
    case .extended(let node): node.keepsRows
    default: false
    }
  }

  /// Whether a series below carries rows from before what was asked.
  package var carriesHistory: Bool {
    if case .series(let spec, _) = self { return spec.hasHistory }
    return keepsRows && (inputs.first?.carriesHistory ?? false)
  }

  /// Asks the series below for earlier or later buckets, where every node between keeps its rows.
  package func addingHistory(buckets: Int = 0, years: Int = 0, later: Int = 0) -> LogicalPlan {
    if case .series(var spec, let schema) = self {
      guard spec.during != nil || spec.last != nil else { return self }
      // Verbs on top of each other each read before what the one below gives.
      spec.historyBuckets += buckets
      spec.historyYears += years
      spec.laterBuckets += later
      return .series(spec, schema: schema)
    }
    guard keepsRows, let first = inputs.first else { return self }
    return with(
      inputs: [first.addingHistory(buckets: buckets, years: years, later: later)]
        + inputs.dropFirst())
  }

  /// One line for `explain`.
  package var title: String {
    switch self {
    case .scan(let table, _): return "scan \(table)"
    case .series(let spec, _):
      var parts = [spec.terms.map(\.field.name).joined(separator: ", ")]
      if spec.historyBuckets + spec.historyYears > 0 { parts.append("with earlier periods") }
      if spec.laterBuckets > 0 { parts.append("with later periods") }
      if let during = spec.during { parts.append("during \(during)") }
      return "series " + parts.joined(separator: ", ")
    case .filter(_, let predicate): return "filter \(predicate)"
    case .project(_, let items):
      return "project "
        + items.map { item in
          item.passedColumn != nil && "\(item.expression)" == item.field.name
            ? item.field.name : "\(item.field.name) = \(item.expression)"
        }.joined(separator: ", ")
    case .aggregate(_, let groups, let calls):
      let names = calls.map { call in
        "\(call.field.name) = \(call.function.name)(\(call.arguments.map(\.description).joined(separator: ", ")))"
      }
      return "aggregate \(names.joined(separator: ", "))"
        + (groups.isEmpty ? "" : " by \(groups.map(\.field.name).joined(separator: ", "))")
    case .sort(_, let keys, let limit):
      let text = keys.map { "\($0.isDescending ? "-" : "")\($0.expression)" }
      return "sort \(text.joined(separator: ", "))" + (limit.map { " limit \($0)" } ?? "")
    case .limit(_, let count): return "limit \(count)"
    case .join(_, _, let kind, let keys, let schema):
      return
        "\(kind.rawValue) join on \(keys.left.map { schema.fields[$0].name }.joined(separator: ", "))"
    case .union: return "union"
    case .extended(let node): return node.title
    }
  }

  /// The plan as an indented tree, the last step first.
  package var tree: String {
    func lines(_ plan: LogicalPlan, _ depth: Int) -> [String] {
      [String(repeating: "  ", count: depth) + plan.title]
        + plan.inputs.flatMap { lines($0, depth + 1) }
    }
    return lines(self, 0).joined(separator: "\n")
  }
}
