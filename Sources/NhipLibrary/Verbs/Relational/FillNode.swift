// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipPlan

/// Fills missing cells inside each series, stepping by period.
struct FillNode: LogicalExtension, ExecutableExtension {
  enum Method: String, Sendable, CaseIterable { case zero, previous, linear }

  let input: LogicalPlan
  let method: Method
  let limit: Int?
  let measures: [Int]
  /// The period column; `nil` where the method needs none.
  let period: Int?

  var inputs: [LogicalPlan] { [input] }
  var schema: Schema { input.schema }
  var title: String { "fill \(method.rawValue)" + (limit.map { " limit \($0)" } ?? "") }
  var keepsRows: Bool { true }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    FillNode(input: inputs[0], method: method, limit: limit, measures: measures, period: period)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    TableOperator(
      title, inputs,
      takes: { tables in
        measures.reduce(0) { $0 + tables[0].columns[$1].gatheredBytes(tables[0].rowCount) }
      }
    ) { tables, context throws(Diagnostic) in
      var table = tables[0]
      let series = period.map { self.series(of: table, $0) } ?? []
      for measure in measures {
        try context.checkCancelled()
        let (column, count) = fill(table.columns[measure], series, rows: table.rowCount)
        table.columns[measure] = column
        if count > 0 {
          table.note(
            Note("filled", String(count), table.schema.fields[measure].name, method.rawValue))
        }
      }
      return table
    }
  }

  /// One cell of a series: its row and the ordinal of its period.
  private struct Step {
    var row: Int
    var ordinal: Int
  }

  /// The rows of each series in time. What was asked and what history brought along are series of
  /// their own, so that a fill does not depend on verbs that follow.
  private func series(of table: Table, _ period: Int) -> [[Step]] {
    let periods = table.columns[period].flattened()
    var keys = table.schema.dimensionIndices.filter { $0 != period }.map {
      table.columns[$0].withoutDetail()
    }
    if let visible = table.visible {
      keys.append(
        Column(
          .booleans(
            (0..<table.rowCount).map { row in
              periods.period(row).map { visible.contains($0) } ?? false ? 1 : 0
            })))
    }
    let groups = GroupKeys(keys, rowCount: table.rowCount)
    var result = [[Step]](repeating: [], count: groups.count)
    for row in 0..<table.rowCount {
      guard let own = periods.period(row) else { continue }
      result[Int(groups.groupOfRow[row])].append(Step(row: row, ordinal: Int(own.first)))
    }
    for index in result.indices {
      result[index].sort { ($0.ordinal, $0.row) < ($1.ordinal, $1.row) }
    }
    return result
  }

  private func fill(_ column: Column, _ series: [[Step]], rows: Int) -> (Column, Int) {
    guard var values = column.numbers else { return (column, 0) }
    var detail = column.detail ?? MeasureDetail()
    let marks = detail.marks ?? [Marks](repeating: [], count: rows)
    var filled: [(row: Int, before: Int?, after: Int?, weight: Double)] = []
    func mayFill(_ row: Int) -> Bool {
      values[row].isNaN && !marks[row].contains(.notApplicable)
        && !(method == .zero && marks[row].contains(.refused))
    }
    if method == .zero {
      for row in 0..<rows where mayFill(row) { filled.append((row, nil, nil, 0)) }
    }
    for steps in series {
      var next = [Int?](repeating: nil, count: steps.count)
      var coming: Int?
      for index in steps.indices.reversed() {
        next[index] = coming
        if !values[steps[index].row].isNaN { coming = index }
      }
      var last: Int?
      for (index, step) in steps.enumerated() {
        guard values[step.row].isNaN else {
          last = index
          continue
        }
        guard let from = last, mayFill(step.row) else { continue }
        let passed = step.ordinal - steps[from].ordinal
        if method == .previous {
          if limit.map({ passed <= $0 }) ?? true {
            filled.append((step.row, steps[from].row, nil, 0))
          }
        } else if let to = next[index] {
          let gap = steps[to].ordinal - steps[from].ordinal
          guard gap > 0, limit.map({ gap - 1 <= $0 }) ?? true else { continue }
          filled.append((step.row, steps[from].row, steps[to].row, Double(passed) / Double(gap)))
        }
      }
    }
    guard !filled.isEmpty else { return (column, 0) }
    var newMarks = marks
    for cell in filled {
      func between(_ source: [Double]) -> Double {
        guard let before = cell.before else { return 0 }
        guard let after = cell.after else { return source[before] }
        return source[before] + (source[after] - source[before]) * cell.weight
      }
      let low = detail.lower.map(between)
      let high = detail.upper.map(between)
      values[cell.row] = between(values)
      if let low, let high {
        detail.lower?[cell.row] = low
        detail.upper?[cell.row] = high
      }
      // How its sources may be read holds for what is made of them.
      let kept: Marks = [
        .partial, .approximate, .atLeast, .atMost, .conflict, .differs, .parts, .provisional,
        .simulated,
      ]
      let sources = [cell.before, cell.after].compactMap { $0 }
      newMarks[cell.row] = sources.reduce(.derived) { $0.union(marks[$1].intersection(kept)) }
      detail.coverage?[cell.row] = .full
    }
    detail.marks = newMarks
    return (Column(.numbers(values), detail: detail), filled.count)
  }
}
