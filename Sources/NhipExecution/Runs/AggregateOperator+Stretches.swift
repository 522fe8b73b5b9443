// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

extension AggregateOperator {
  /// Aggregates of a table whose keys change seldom: groups are numbered once a stretch of rows,
  /// and numbers are read where they lie. `nil` where that is not how they come.
  func aggregatedByStretches(
    _ table: Table, _ context: ExecutionContext
  ) throws(Diagnostic) -> Table? {
    guard context.settings.usesFastPaths, !groups.isEmpty, let (readers, column) = readers,
      let column, calls.allSatisfy({ !$0.arguments.isEmpty }),
      let values = AggregateArgument(column: table.columns[column], source: column).plainNumbers,
      let stretches = TableStretches(table, groups.map(\.expression), context.morsels)
    else { return nil }
    let facts = NumberFacts(values, context.morsels)
    let exact = facts.isWhole && facts.largestMagnitude * Double(values.count) < 0x1p53
    let source = NumberSpans.Source(values: values, range: facts.range, areWhole: exact)
    let present = stretches.presentCounts(
      values, hasMissing: facts.hasMissing, threads: context.settings.threadCount)
    var spans: [NumberSpans.Span] = []
    spans.reserveCapacity(stretches.ends.count)
    var start = 0
    for (end, rowCount) in zip(stretches.ends, present) {
      spans.append(NumberSpans.Span(source: 0, slots: start..<end, rowCount: Int(rowCount)))
      start = end
    }
    return try aggregated(
      SelectedRuns(stretches.keys, spans, context), [source], readers, context)
  }
}

extension TableStretches {
  /// How many numbers of each stretch are not missing.
  fileprivate func presentCounts(
    _ values: [Double], hasMissing: Bool, threads: Int
  ) -> [Int32] {
    let tasks = Workers.ranges(ends.count, size: Morsels.defaultRows / 8)
    return values.withUnsafeBufferPointer { valueBuffer in
      ends.withUnsafeBufferPointer { endBuffer in
        let (numbers, stretches) = (SharedInput(valueBuffer), SharedInput(endBuffer))
        return [Int32](filling: endBuffer.count) { target in
          let counts = SharedBuffer(target)
          Workers.run(tasks.count, threads: threads) { task in
            let (numbers, ends, counts) = (numbers.buffer, stretches.buffer, counts.buffer)
            var start = tasks[task].lowerBound == 0 ? 0 : ends[tasks[task].lowerBound - 1]
            for stretch in tasks[task] {
              let end = ends[stretch]
              counts[stretch] =
                Int32(end - start) - (hasMissing ? Self.missing(numbers[start..<end]) : 0)
              start = end
            }
          }
        }
      }
    }
  }

  private static func missing(_ numbers: Slice<UnsafeBufferPointer<Double>>) -> Int32 {
    var count: Int32 = 0
    for number in numbers {
      count &+= Int32(truncatingIfNeeded: unsafeBitCast(number != number, to: UInt8.self))
    }
    return count
  }
}
