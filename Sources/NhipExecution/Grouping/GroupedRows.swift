// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// An aggregate that works on whole columns of numbers without companions, on several threads.
///
/// What it gives is what its accumulator gives, but for the last bits of sums over many rows.
package protocol ColumnarAggregate {
  /// One value a group; `nil` where only the accumulator can tell.
  func column(_ arguments: [AggregateArgument], _ groups: GroupedRows) -> Column?
}

/// A whole column that an aggregate is called with.
package struct AggregateArgument {
  package let column: Column
  /// The column of the input that it is, where it is one unchanged.
  package let source: Int?

  /// The numbers, where there are no companions to be minded.
  package var plainNumbers: [Double]? { column.detail == nil ? column.numbers : nil }
}

/// The rows of an aggregation and the group of each, with what several aggregates need of them.
///
/// A final class, because what one aggregate had computed serves the next; used by one thread.
package final class GroupedRows {
  /// Stretches of rows of one group each, where the keys come so.
  struct Stretches: Sendable {
    let ends: [Int]
    let groups: [Int32]
  }

  package let count: Int
  package let rowCount: Int
  /// The first row of each group.
  package let firstRows: [Int32]
  package let morsels: Morsels
  let stretches: Stretches?
  private var facts: [Int: NumberFacts] = [:]
  /// Columns of the input group by group, without missing numbers.
  var orderedNumbers: [Int: [Double]] = [:]

  /// The group of each row.
  package private(set) lazy var groupOfRow: [Int32] = {
    guard let stretches else { return [] }
    return [Int32](filling: rowCount) { buffer in
      var start = 0
      for (end, group) in zip(stretches.ends, stretches.groups) {
        buffer[start..<end].update(repeating: group)
        start = end
      }
    }
  }()

  /// How many rows each group has.
  private(set) lazy var sizes: [Int32] = countRows()

  package init(_ columns: [Column], rowCount: Int, _ morsels: Morsels) {
    self.rowCount = rowCount
    self.morsels = morsels
    guard !columns.isEmpty else {
      // Without groups there is one row, even over no rows.
      count = 1
      firstRows = rowCount > 0 ? [0] : []
      stretches = Stretches(ends: [rowCount], groups: [0])
      return
    }
    if let keys = RunKeys(columns), keys.ends.count <= rowCount / 32 {
      let groups = GroupKeys(keys.columns, rowCount: keys.ends.count)
      count = groups.count
      firstRows = groups.firstRows.map { $0 == 0 ? 0 : Int32(keys.ends[Int($0) - 1]) }
      stretches = Stretches(ends: keys.ends, groups: groups.groupOfRow)
      return
    }
    let groups = GroupKeys(columns, rowCount: rowCount, morsels)
    count = groups.count
    firstRows = groups.firstRows
    stretches = nil
    groupOfRow = groups.groupOfRow
  }

  private func countRows() -> [Int32] {
    var sizes = [Int32](repeating: 0, count: count)
    if let stretches {
      var start = 0
      for (end, group) in zip(stretches.ends, stretches.groups) {
        sizes[Int(group)] += Int32(end - start)
        start = end
      }
      return sizes
    }
    let cut = taskRanges
    let ranges = count * cut.count > rowCount ? [0..<rowCount] : cut
    let parts = groupOfRow.withUnsafeBufferPointer { buffer in
      let groups = SharedInput(buffer)
      return Workers.map(ranges.count, threads: morsels.threads) { [sizes] task in
        var sizes = sizes
        let groups = groups.buffer
        sizes.withUnsafeMutableBufferPointer { sizes in
          for row in ranges[task] { sizes[Int(groups[row])] &+= 1 }
        }
        return sizes
      }
    }
    for part in parts { for group in sizes.indices { sizes[group] += part[group] } }
    return sizes
  }

  /// What is known of an argument's numbers.
  package func facts(_ argument: AggregateArgument) -> NumberFacts {
    if let source = argument.source, let known = facts[source] { return known }
    let found = NumberFacts(argument.column.numbers ?? [], morsels)
    if let source = argument.source { facts[source] = found }
    return found
  }
}

/// Key columns that all come in runs, as one row for each stretch in which none changes.
private struct RunKeys {
  private(set) var ends: [Int] = []
  private(set) var columns: [Column] = []

  init?(_ source: [Column]) {
    var runs: [RunEnds] = []
    for column in source {
      switch column.storage {
      case .textRuns(_, _, let own), .placeRuns(_, let own): runs.append(own)
      default: return nil
      }
    }
    ends = Array(Set(runs.flatMap(\.ends))).sorted()
    for (column, own) in zip(source, runs) {
      var run = 0
      let runOfStretch = ends.map { end in
        while own.ends[run] < end { run += 1 }
        return run
      }
      switch column.storage {
      case .textRuns(let codes, let dictionary, _):
        columns.append(Column(.text(runOfStretch.map { codes[$0] }, dictionary)))
      case .placeRuns(let places, _):
        columns.append(Column(.places(runOfStretch.map { places[$0] })))
      default: return nil
      }
    }
  }
}
