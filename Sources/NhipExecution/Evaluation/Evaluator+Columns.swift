// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
package import NhipPlan

/// Whole columns from batches, several tasks at a time; each task looks at the cancel flag once a
/// batch.
extension Evaluator {
  /// The values of an expression over all rows.
  package func column(
    _ expression: Expression, _ context: ExecutionContext
  ) throws(Diagnostic) -> Column {
    if case .column(let index, _) = expression { return table.columns[index] }
    if case .call(let function as any RunwiseFunction, let arguments) = expression,
      arguments.count == 1, case .column(let index, _) = arguments[0]
    {
      return function.evaluate([table.columns[index].withoutDetail()], count: table.rowCount)
    }
    let (flag, batchRows) = (context.cancelFlag, context.settings.batchRows)
    let tasks = context.morsels.ranges(table.rowCount)
    // Batches, then the column of them.
    let bytes = table.rowCount * expression.type.valueBytes
    try context.reserve(bytes: bytes * 2, for: "`\(expression)`")
    defer { context.giveBack(bytes: bytes) }
    context.countBatches(of: tasks)
    let parts = try Workers.map(tasks.count, threads: context.settings.threadCount) {
      task throws(Diagnostic) in
      var parts: [Column] = []
      var row = tasks[task].lowerBound
      while row < tasks[task].upperBound || parts.isEmpty {
        try flag.check()
        let end = min(tasks[task].upperBound, row + batchRows)
        parts.append(evaluate(expression, row..<end))
        row = max(end, row + 1)
      }
      return parts
    }
    let joined = Array(parts.joined())
    guard expression.type.isNumeric else {
      return Column.concatenated(joined, type: expression.type)
    }
    return Column(numbers: Self.joined(joined, context))
  }

  /// Numbers of batches, one after the other.
  private static func joined(_ parts: [Column], _ context: ExecutionContext) -> [Double] {
    var starts: [Int] = [0]
    for part in parts { starts.append(starts[starts.count - 1] + part.count) }
    let begins = starts
    return [Double](filling: begins[parts.count]) { buffer in
      let target = SharedBuffer(buffer)
      let tasks = Workers.ranges(parts.count, size: 32)
      Workers.run(tasks.count, threads: context.settings.threadCount) { task in
        for index in tasks[task] {
          let own = UnsafeMutableBufferPointer(
            rebasing: target.buffer[begins[index]..<begins[index + 1]])
          if let numbers = parts[index].numbers {
            _ = own.update(fromContentsOf: numbers)
          } else {
            own.update(repeating: .nan)
          }
        }
      }
    }
  }

  /// Rows where all conditions are true, and for each how many rows that the ones before it keep
  /// it leaves unknown.
  package func select(
    _ predicates: [Expression], _ context: ExecutionContext
  ) throws(Diagnostic) -> (rows: [Int32], unknown: [Int]) {
    let (flag, batchRows) = (context.cancelFlag, context.settings.batchRows)
    let tasks = context.morsels.ranges(table.rowCount)
    try context.reserve(
      bytes: table.rowCount * MemoryLayout<Int32>.stride, for: "`\(predicates[0])`")
    context.countBatches(of: tasks)
    let parts = try Workers.map(tasks.count, threads: context.settings.threadCount) {
      task throws(Diagnostic) in
      var found = SelectedRows(unknown: [Int](repeating: 0, count: predicates.count))
      for batch in Workers.ranges(tasks[task].count, size: batchRows) {
        try flag.check()
        let start = tasks[task].lowerBound + batch.lowerBound
        let rows = start..<start + batch.count
        var truth = truth(predicates[0], rows)
        for (index, next) in predicates.enumerated().dropFirst() {
          truth = found.narrowed(truth, self.truth(next, rows), condition: index)
        }
        found.append(truth, from: start)
      }
      return found
    }
    var starts: [Int] = [0]
    for part in parts { starts.append(starts[starts.count - 1] + part.rows.count) }
    let begins = starts
    let rows = [Int32](filling: begins[parts.count]) { buffer in
      let target = SharedBuffer(buffer)
      Workers.run(parts.count, threads: context.settings.threadCount) { task in
        _ = UnsafeMutableBufferPointer(
          rebasing: target.buffer[begins[task]..<begins[task + 1]]
        ).update(fromContentsOf: parts[task].rows)
      }
    }
    let unknown = predicates.indices.map { index in
      parts.reduce(0) { $0 + $1.unknown[index] }
    }
    return (rows, unknown)
  }
}

extension ExecutionContext {
  /// Counts the batches that tasks over these rows run.
  fileprivate func countBatches(of tasks: [Range<Int>]) {
    let size = settings.batchRows
    batchCount += tasks.reduce(0) { $0 + ($1.count + size - 1) / size }
  }
}

extension LogicalType {
  /// Bytes of a value in a flat column.
  fileprivate var valueBytes: Int {
    switch self {
    case .integer, .float: MemoryLayout<Double>.stride
    case .boolean: 1
    case .text, .place: MemoryLayout<Int32>.stride
    case .date, .period: MemoryLayout<Period>.stride
    }
  }
}

/// Rows whose conditions are true.
private struct SelectedRows: Sendable {
  private(set) var rows: [Int32] = []
  /// For each condition the rows left to it where it is unknown.
  private(set) var unknown: [Int]

  init(unknown: [Int]) { self.unknown = unknown }

  /// What is true before and by the next condition. Only the first condition can still have
  /// unknown rows before, which count as its own.
  mutating func narrowed(
    _ before: [UInt8], _ next: [UInt8], condition: Int
  ) -> [UInt8] {
    var earlier = 0
    var own = 0
    let kept = before.withUnsafeBufferPointer { before in
      next.withUnsafeBufferPointer { next in
        [UInt8](unsafeUninitializedCapacity: before.count) { kept, count in
          for index in before.indices {
            let (x, y) = (before[index], next[index])
            earlier &+= Int(truncatingIfNeeded: x >> 1)
            own &+= Int(truncatingIfNeeded: x & (y >> 1))
            kept[index] = x & y & 1
          }
          count = before.count
        }
      }
    }
    unknown[0] += earlier
    unknown[condition] += own
    return kept
  }

  /// Takes a batch that begins at row `start`, without a branch a row.
  mutating func append(_ truth: [UInt8], from start: Int) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: truth.count) { scratch in
      truth.withUnsafeBufferPointer { truth in
        var count = 0
        var unknown = 0
        for index in truth.indices {
          scratch[count] = Int32(truncatingIfNeeded: start &+ index)
          count &+= Int(truncatingIfNeeded: truth[index] & 1)
          unknown &+= Int(truncatingIfNeeded: truth[index] >> 1)
        }
        self.unknown[0] += unknown
        rows.append(contentsOf: scratch[..<count])
      }
    }
  }
}
