// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics

/// Counts of whole numbers for many groups at once, stretch after stretch in the order in which they
/// lie: group after group would fetch every short stretch from another corner of memory.
///
/// Counts are exact in any order, so that neither tasks nor threads show.
struct CountFold: Sendable {
  /// Counts of all groups: what the second-level cache of a core holds.
  private static let mostCounts = 1 << 18
  /// Slots that make a task, at least, and how many tasks there are, at most and one more.
  private static let taskSlots = 1 << 18
  private static let taskCount = 16

  private let numbers: NumberSpans
  private let groups: [Int32]
  private let lowest: [Double]
  /// Where the tables of each group begin, and behind the last one.
  private let starts: [Int]
  private let slotCount: Int

  /// - Parameter ranges: the lowest number of each group and the width of its range; `nil` where its
  ///   numbers cannot be counted.
  /// - Returns: `nil` where some cannot, or counts take too much room.
  init?(
    _ numbers: NumberSpans, groups: [Int32], _ ranges: [(lowest: Double, places: Int)?]
  ) {
    // A short stretch at a time is what this is better at.
    guard !ranges.isEmpty, numbers.spans.count >= 2 * ranges.count else { return nil }
    var starts = [0]
    var lowest: [Double] = []
    starts.reserveCapacity(ranges.count + 1)
    for range in ranges {
      guard let range else { return nil }
      let end = starts[starts.count - 1] + (range.places + 1) * NumberCounts.tables
      guard end <= Self.mostCounts else { return nil }
      lowest.append(range.lowest)
      starts.append(end)
    }
    slotCount = numbers.spans.reduce(0) { $0 + $1.slots.count }
    // Fewer numbers than counts are read faster one group after the other.
    guard slotCount >= starts[starts.count - 1] else { return nil }
    self.numbers = numbers
    self.groups = groups
    self.lowest = lowest
    self.starts = starts
  }

  /// Bytes taken by the tables of all tasks.
  var byteCount: Int {
    starts[starts.count - 1] * MemoryLayout<Int32>.stride * (Self.taskCount + 2)
  }

  /// The counts of each group.
  func counts(_ context: ExecutionContext) throws(Diagnostic) -> [NumberCounts] {
    let tasks = tasks()
    let flag = context.cancelFlag
    let parts = try Workers.map(tasks.count, threads: context.settings.threadCount) {
      task throws(Diagnostic) in
      try flag.check()
      return tables(tasks[task])
    }
    var whole = [Int32](repeating: 0, count: starts[starts.count - 1])
    for (first, tables) in parts {
      for index in tables.indices { whole[first + index] += tables[index] }
    }
    return whole.withUnsafeBufferPointer { whole in
      lowest.indices.map { group in
        NumberCounts(
          lowest: lowest[group],
          tables: UnsafeBufferPointer(rebasing: whole[starts[group]..<starts[group + 1]]))
      }
    }
  }

  /// Spans of about as many slots each.
  private func tasks() -> [Range<Int>] {
    let taskSlots = max(Self.taskSlots, slotCount / Self.taskCount)
    var tasks: [Range<Int>] = []
    var (begun, slots) = (0, 0)
    for index in numbers.spans.indices {
      slots += numbers.spans[index].slots.count
      guard slots >= taskSlots else { continue }
      tasks.append(begun..<index + 1)
      (begun, slots) = (index + 1, 0)
    }
    if begun < numbers.spans.count { tasks.append(begun..<numbers.spans.count) }
    return tasks
  }

  /// The tables of the groups from the first to the last that occur in some spans, and where those
  /// begin among all.
  private func tables(_ spans: Range<Int>) -> (first: Int, tables: [Int32]) {
    var (low, high) = (Int32.max, Int32.min)
    for index in spans {
      low = min(low, groups[index])
      high = max(high, groups[index])
    }
    let first = starts[Int(low)]
    var tables = [Int32](repeating: 0, count: starts[Int(high) + 1] - first)
    tables.withUnsafeMutableBufferPointer { tables in
      var index = spans.lowerBound
      while index < spans.upperBound {
        // Of a source once: its array's count of references would be touched for every span.
        let source = numbers.spans[index].source
        numbers.sources[source].values.withUnsafeBufferPointer { values in
          while index < spans.upperBound, numbers.spans[index].source == source {
            let group = Int(groups[index])
            let own = starts[group] - first..<starts[group + 1] - first
            NumberCounts.add(
              UnsafeBufferPointer(rebasing: values[numbers.spans[index].slots]),
              to: UnsafeMutableBufferPointer(rebasing: tables[own]), lowest: lowest[group],
              places: own.count / NumberCounts.tables - 1, tables: NumberCounts.tables)
            index += 1
          }
        }
      }
    }
    return (first, tables)
  }
}
