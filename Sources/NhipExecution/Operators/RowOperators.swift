// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
import NhipObservations
package import NhipPlan

struct ScanOperator: PhysicalOperator {
  let table: String
  /// Where the plan uses fewer columns than the table has, only these are there.
  let schema: Schema
  /// How many of the first rows are used, where the plan says so.
  var limit: Int?
  var title: String { "scan \(table)" + (limit.map { ", the first \($0)" } ?? "") }
  var inputs: [any PhysicalOperator] { [] }

  func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let bytes = context.provider.bytesToMake(table, columns: schema.names, limit: limit)
    try context.reserve(bytes: bytes, for: "the view `\(table)`")
    guard let found = context.provider.table(named: table, columns: schema.names, limit: limit)
    else {
      throw Diagnostic("E0206", "the table `\(table)` is gone")
    }
    if bytes == 0, context.keepsAccount { context.memory.own(found) }
    // Views are read out of the store as they are written.
    context.bytesRead = bytes
    return found
  }
}

/// Keeps what is true of all conditions in turn; a note for each counts what was unknown.
struct FilterOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let predicates: [Expression]
  var inputs: [any PhysicalOperator] { [input] }
  var title: String {
    let all = predicates.dropFirst().reduce(predicates[0]) { .logical(.and, $0, $1) }
    return "filter \(all)"
  }

  func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let table = inputs[0]
    let evaluator = Evaluator(table, registry: context.store.registry)
    let (rows, unknown) = try evaluator.select(predicates, context)
    var result = table
    let read = predicates.reduce(into: Set<Int>()) { $0.formUnion($1.columns) }
    context.bytesRead = table.byteCount(of: read)
    if rows.count < table.rowCount {
      result = try context.gathered(table, rows, areAscending: true, for: "the filtered table")
      context.bytesRead? += table.gatheredBytes(rows.count, areAscending: true)
    }
    if rows.count != table.rowCount { result.layout = nil }
    for count in unknown where count > 0 { result.note(Note("unknownPredicate", String(count))) }
    return result
  }
}

/// Computes columns; those passed on unchanged are shared, with their companions.
struct ProjectOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let items: [Projection]
  var title: String { "project " + items.map(\.field.name).joined(separator: ", ") }
  var inputs: [any PhysicalOperator] { [input] }

  func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let table = inputs[0]
    let evaluator = Evaluator(table, registry: context.store.registry)
    var columns: [Column] = []
    for item in items {
      if let index = item.passedColumn {
        columns.append(table.columns[index])
      } else {
        columns.append(try evaluator.measured(item.expression, context))
      }
    }
    let computed = items.filter { $0.passedColumn == nil }.map(\.expression.columns)
    context.bytesRead = table.byteCount(of: computed.reduce(into: []) { $0.formUnion($1) })
    return Table(
      schema: Schema(items.map(\.field)), columns: columns, rowCount: table.rowCount,
      layout: table.layout, notes: table.notes, visible: table.visible)
  }
}

extension Evaluator {
  /// The values of an expression with the bounds and marks that its columns hand on.
  package func measured(
    _ expression: Expression, _ context: ExecutionContext
  ) throws(Diagnostic) -> Column {
    if case .column(let index, _) = expression { return table.columns[index] }
    var column = try column(expression, context)
    guard expression.type.isNumeric, case .numbers = column.storage else { return column }
    let sources = expression.columns.sorted().compactMap { table.columns[$0].detail }
    guard !sources.isEmpty else { return column }
    var detail = MeasureDetail()
    if Intervals.areNeeded(expression, table) {
      try context.reserve(
        numberColumns: 2, rows: table.rowCount, for: "the bounds of `\(expression)`")
      var lower: [Double] = []
      var upper: [Double] = []
      var start = 0
      while start < table.rowCount {
        try context.checkCancelled()
        let end = min(table.rowCount, start + context.settings.batchRows)
        let bounds = Intervals(self).bounds(expression, start..<end)
        lower.append(contentsOf: bounds.lower)
        upper.append(contentsOf: bounds.upper)
        start = end
      }
      detail.lower = lower
      detail.upper = upper
    }
    // Signs follow the bounds of the result; the other marks pass on.
    let passed: Marks = [
      .partial, .conflict, .differs, .parts, .held, .derived, .stale, .provisional, .simulated,
    ]
    var marks = [Marks](repeating: [], count: table.rowCount)
    let made = column.numbers ?? []
    for source in sources {
      guard let own = source.marks else { continue }
      for row in marks.indices {
        // What has no value says why its parts have none.
        let reasons: Marks = made[row].isNaN ? [.refused, .notApplicable] : []
        marks[row].formUnion(own[row].intersection(passed.union(reasons)))
      }
    }
    if let lower = detail.lower, let upper = detail.upper, let values = column.numbers {
      for row in marks.indices where !values[row].isNaN {
        marks[row].formUnion(
          .signs(value: values[row], lower: lower[row], upper: upper[row], beside: marks[row]))
      }
    }
    if marks.contains(where: { !$0.isEmpty }) { detail.marks = marks }
    column.detail = detail.isPlain ? nil : detail
    return column
  }
}

struct LimitOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let count: Int
  var title: String { "limit \(count)" }
  var inputs: [any PhysicalOperator] { [input] }

  func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let table = inputs[0]
    guard count < table.rowCount else {
      context.bytesRead = 0
      return table
    }
    let bytes = table.gatheredBytes(count)
    try context.reserve(bytes: bytes, for: "`take`")
    context.bytesRead = bytes
    return table.slice(0..<count)
  }
}

/// One table after the other; the columns of the first, by name.
struct UnionOperator: PhysicalOperator {
  let first: any PhysicalOperator
  let second: any PhysicalOperator
  var title: String { "union" }
  var inputs: [any PhysicalOperator] { [first, second] }

  func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let (a, b) = (inputs[0], inputs[1])
    try context.reserve(bytes: a.gatheredBytes(a.rowCount + b.rowCount), for: "the union")
    var columns: [Column] = []
    for (index, field) in a.schema.fields.enumerated() {
      let other =
        b.schema.index(of: field.name).map { b.columns[$0] }
        ?? Column.missing(field.type, count: b.rowCount)
      columns.append(
        Column.concatenated([a.columns[index], other], type: field.type, keepingDetail: true))
    }
    return Table(schema: a.schema, columns: columns, rowCount: a.rowCount + b.rowCount)
  }
}

/// Cuts off the rows that history brought along for time verbs.
struct TrimOperator: PhysicalOperator {
  let input: any PhysicalOperator
  var title: String { "trim to what was asked" }
  var inputs: [any PhysicalOperator] { [input] }

  func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    var table = inputs[0]
    guard let visible = table.visible, let index = table.schema.periodIndex else { return table }
    let column = table.columns[index]
    // Inside blocks the cut is the same arithmetic for each: no look at single rows.
    if let layout = table.layout, let shown = visible.ordinals(inside: layout.grain) {
      let (from, to) = (shown.lowerBound, shown.upperBound)
      var rows: [Int32] = []
      var starts: [Int32] = []
      var ends: [Int] = []
      for series in 0..<layout.seriesCount {
        let begin = layout.runs.start(series)
        let length = layout.runs.ends[series] - begin
        let first = max(layout.starts[series], from)
        let last = min(layout.starts[series] + Int32(length) - 1, to)
        if first <= last {
          for ordinal in first...last {
            rows.append(Int32(begin) + ordinal - layout.starts[series])
          }
        }
        starts.append(max(layout.starts[series], from))
        ends.append(rows.count)
      }
      table = try context.gathered(table, rows, for: "the rows that were asked for")
      table.layout = SeriesLayout(grain: layout.grain, starts: starts, runs: RunEnds(ends))
      table.visible = nil
      return table
    }
    let rows = (0..<table.rowCount).filter { row in
      column.period(row).map { visible.contains($0) } ?? false
    }
    table = try context.gathered(
      table, rows.map { Int32($0) }, for: "the rows that were asked for")
    table.visible = nil
    return table
  }
}
