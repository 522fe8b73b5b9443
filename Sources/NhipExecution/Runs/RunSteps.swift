// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// Filters and projections between a scan and an aggregation.
struct RunSteps {
  enum Step {
    /// Conditions in turn.
    case filter([Expression])
    case project([Projection])
  }

  let scan: ScanOperator
  /// The step next to the scan first.
  let steps: [Step]

  /// `nil` where something else stands between.
  init?(below root: any PhysicalOperator) {
    var steps: [Step] = []
    var node = root
    while true {
      if let filter = node as? FilterOperator {
        steps.append(.filter(filter.predicates))
        node = filter.input
      } else if let project = node as? ProjectOperator {
        steps.append(.project(project.items))
        node = project.input
      } else {
        break
      }
    }
    guard let scan = node as? ScanOperator else { return nil }
    self.scan = scan
    self.steps = steps.reversed()
  }

  var filters: [Expression] {
    steps.flatMap { step -> [Expression] in
      if case .filter(let predicates) = step { predicates } else { [] }
    }
  }

  /// The column of the scan that stands unchanged at `column` above the steps; `nil` for none.
  func source(of column: Int) -> Int? {
    var column = column
    for case .project(let items) in steps.reversed() {
      guard let below = items[column].passedColumn else { return nil }
      column = below
    }
    return column
  }

  /// Whether `column` of the scan is only handed on: nobody computes or chooses by it.
  ///
  /// - Parameter keys: what is read above the steps.
  func passes(_ column: Int, keys: Set<Int>) -> Bool {
    var positions: Set<Int> = [column]
    for step in steps {
      switch step {
      case .filter(let predicates):
        guard predicates.allSatisfy({ positions.isDisjoint(with: $0.columns) }) else {
          return false
        }
      case .project(let items):
        var next: Set<Int> = []
        for (index, item) in items.enumerated()
        where !positions.isDisjoint(with: item.expression.columns) {
          guard item.passedColumn != nil else { return false }
          next.insert(index)
        }
        positions = next
      }
    }
    return positions.isDisjoint(with: keys)
  }
}

/// Runs that are left after each step: their keys, and the spans of their numbers.
struct SelectedRuns {
  private(set) var keys: Table
  private(set) var spans: [NumberSpans.Span]
  private(set) var notes: [Note] = []
  private let context: ExecutionContext

  init(_ keys: Table, _ spans: [NumberSpans.Span], _ context: ExecutionContext) {
    self.keys = keys
    self.spans = spans
    self.context = context
  }

  private var evaluator: Evaluator { Evaluator(keys, registry: context.store.registry) }

  mutating func take(_ step: RunSteps.Step) throws(Diagnostic) {
    switch step {
    case .filter(let predicates):
      // The notes of an input come behind those of what reads it.
      var own: [Note] = []
      for predicate in predicates {
        let unknown = try filter(predicate)
        if unknown > 0 { own.append(Note("unknownPredicate", String(unknown))) }
      }
      notes = own + notes
    case .project(let items):
      var columns: [Column] = []
      for item in items { columns.append(try evaluator.column(item.expression, context)) }
      keys = Table(
        schema: Schema(items.map(\.field)), columns: columns, rowCount: keys.rowCount)
    }
  }

  /// Keeps the runs where a condition is true.
  ///
  /// - Returns: how many rows it is unknown for.
  private mutating func filter(_ predicate: Expression) throws(Diagnostic) -> Int {
    guard case .booleans(let truth) = try evaluator.column(predicate, context).storage else {
      preconditionFailure("a condition is true, false or unknown")
    }
    let rows = truth.indices.filter { truth[$0] == 1 }.map { Int32($0) }
    let unknown = truth.indices.reduce(0) { $0 + (truth[$1] == 2 ? spans[$1].rowCount : 0) }
    guard rows.count < keys.rowCount else { return unknown }
    keys = keys.gathered(rows, areAscending: true)
    spans = rows.map { spans[Int($0)] }
    return unknown
  }
}
