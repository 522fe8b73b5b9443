// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// A measure with its empty cells filled: one pass that finds them, one that writes each array that
/// changes. Tasks are cut by the rows.
struct FilledColumn {
  /// The same column where nothing is filled.
  private(set) var column: Column
  /// Cells that are filled.
  private(set) var count = 0

  private let threads: Int
  /// The cells that each task found.
  private var cells: [[FilledCell]] = []

  init(
    _ source: Column, _ series: FillSeries, method: FillNode.Method, limit: Int?, threads: Int
  ) {
    column = source
    self.threads = threads
    guard let values = source.numbers else { return }
    let marks = source.detail?.marks
    let rowsEach = max(1, values.count / max(1, series.count))
    let tasks = Workers.ranges(series.count, size: max(1, Morsels.defaultRows / rowsEach))
    cells = values.withUnsafeBufferPointer { values in
      (marks ?? []).withUnsafeBufferPointer { marks in
        let (values, marks) = (SharedInput(values), SharedInput(marks))
        return Workers.map(tasks.count, threads: threads) { task in
          FillFinder(method: method, limit: limit, values: values.buffer, marks: marks.buffer)
            .cells(series, tasks[task])
        }
      }
    }
    count = cells.reduce(0) { $0 + $1.count }
    guard count > 0 else { return }
    var detail = source.detail ?? MeasureDetail()
    if let lower = detail.lower, let upper = detail.upper {
      detail.lower = filled(lower) { $0.value($1) }
      detail.upper = filled(upper) { $0.value($1) }
    }
    detail.marks = filled(marks, count: values.count, empty: Marks(rawValue: 0)) { $0.marks($1) }
    detail.coverage = detail.coverage.map { filled($0) { _, _ in .full } }
    column = Column(.numbers(filled(values) { $0.value($1) }), detail: detail)
  }

  private func filled<Value: Sendable>(
    _ source: [Value],
    _ value: @Sendable (FilledCell, UnsafeBufferPointer<Value>) -> Value
  ) -> [Value] {
    source.first.map { filled(source, count: source.count, empty: $0, value) } ?? source
  }

  /// A copy of an array, or of `count` empty cells for want of one, with the filled ones in it.
  private func filled<Value: Sendable>(
    _ source: [Value]?, count: Int, empty: Value,
    _ value: @Sendable (FilledCell, UnsafeBufferPointer<Value>) -> Value
  ) -> [Value] {
    let cells = cells
    let tasks = Workers.ranges(count, size: Morsels.defaultRows)
    return (source ?? []).withUnsafeBufferPointer { source in
      let source = SharedInput(source)
      return [Value](filling: count) { result in
        let target = SharedBuffer(result)
        Workers.run(tasks.count, threads: threads) { task in
          let own = UnsafeMutableBufferPointer(rebasing: target.buffer[tasks[task]])
          if source.buffer.isEmpty {
            own.initialize(repeating: empty)
          } else {
            _ = own.initialize(fromContentsOf: source.buffer[tasks[task]])
          }
        }
        Workers.run(cells.count, threads: threads) { task in
          for cell in cells[task] { target.buffer[cell.row] = value(cell, source.buffer) }
        }
      }
    }
  }
}
