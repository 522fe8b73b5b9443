// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// What a group has collected of its numbers.
///
/// A protocol, so that each kernel is compiled for its state: closures would be called row by row.
protocol GroupState: Sendable {
  mutating func add(_ value: Double)
  /// Takes all of a stretch of rows of one group, at most some ten thousand.
  mutating func add(all values: UnsafeBufferPointer<Double>)
  /// Takes what later rows of the group have collected.
  mutating func merge(_ other: Self)
}

extension GroupedRows {
  /// Groups up to which every task may have states of its own.
  private static let manyTasksLimit = 1 << 12
  private static let fewTasks = 4

  /// Stretches of rows for tasks that keep something for every group.
  var taskRanges: [Range<Int>] {
    let ranges = morsels.ranges(rowCount)
    return count > Self.manyTasksLimit && ranges.count > Self.fewTasks
      ? Workers.ranges(rowCount, size: (rowCount + Self.fewTasks - 1) / Self.fewTasks) : ranges
  }

  /// Folds a column of numbers into one state a group, from the states given.
  ///
  /// Each state sees its rows in their order. Up to a number of groups, stretches of rows are
  /// folded side by side and merged in order; beyond it each thread takes the groups of a range.
  func fold<State: GroupState>(_ values: [Double], from initial: [State]) -> [State] {
    values.withUnsafeBufferPointer { buffer in
      let values = SharedInput(buffer)
      if let stretches { return foldStretches(stretches, values, from: initial) }
      let ranges = taskRanges
      return ranges.count == 1 || count * ranges.count <= rowCount / 2
        ? foldRanges(ranges, values, from: initial) : foldGroups(values, from: initial)
    }
  }

  func fold<State: GroupState>(_ values: [Double], from initial: State) -> [State] {
    fold(values, from: [State](repeating: initial, count: count))
  }

  /// States of its own for each stretch of rows, merged in their order.
  private func foldRanges<State: GroupState>(
    _ ranges: [Range<Int>], _ values: SharedInput<Double>, from initial: [State]
  ) -> [State] {
    groupOfRow.withUnsafeBufferPointer { buffer in
      let groups = SharedInput(buffer)
      var parts = Workers.map(ranges.count, threads: morsels.threads) { task in
        var states = initial
        let (groups, values) = (groups.buffer, values.buffer)
        states.withUnsafeMutableBufferPointer { states in
          for row in ranges[task] { states[Int(groups[row])].add(values[row]) }
        }
        return states
      }
      var result = parts.removeFirst()
      result.withUnsafeMutableBufferPointer { result in
        for part in parts {
          part.withUnsafeBufferPointer { part in
            for group in result.indices { result[group].merge(part[group]) }
          }
        }
      }
      return result
    }
  }

  /// Each thread folds the rows of its groups; how groups are shared out changes nothing.
  private func foldGroups<State: GroupState>(
    _ values: SharedInput<Double>, from initial: [State]
  ) -> [State] {
    let rowCount = rowCount
    let shares = Workers.ranges(count, size: (count + morsels.threads - 1) / morsels.threads)
    var result = initial
    groupOfRow.withUnsafeBufferPointer { buffer in
      let groups = SharedInput(buffer)
      result.withUnsafeMutableBufferPointer { target in
        let states = SharedBuffer(target)
        Workers.run(shares.count, threads: morsels.threads) { task in
          let (groups, values, states) = (groups.buffer, values.buffer, states.buffer)
          let (first, size) = (shares[task].lowerBound, UInt(shares[task].count))
          for row in 0..<rowCount {
            let group = Int(groups[row])
            guard UInt(bitPattern: group &- first) < size else { continue }
            states[group].add(values[row])
          }
        }
      }
    }
    return result
  }

  /// The pieces of each stretch by themselves, merged in their order.
  private func foldStretches<State: GroupState>(
    _ stretches: Stretches, _ values: SharedInput<Double>, from initial: [State]
  ) -> [State] {
    var pieces: [(rows: Range<Int>, group: Int)] = []
    var start = 0
    for (end, group) in zip(stretches.ends, stretches.groups) {
      for range in Workers.ranges(end - start, size: Morsels.defaultRows) {
        pieces.append((start + range.lowerBound..<start + range.upperBound, Int(group)))
      }
      start = end
    }
    let tasks = Workers.ranges(pieces.count, size: max(1, pieces.count / 64))
    let parts = Workers.map(tasks.count, threads: morsels.threads) { [pieces] task in
      pieces[tasks[task]].map { piece -> State in
        var state = initial[piece.group]
        state.add(all: UnsafeBufferPointer(rebasing: values.buffer[piece.rows]))
        return state
      }
    }
    var result = initial
    for (piece, state) in zip(pieces, parts.joined()) { result[piece.group].merge(state) }
    return result
  }
}

extension GroupState {
  /// Four states for the values in turn, so that additions need not wait for each other, merged in
  /// their order.
  mutating func add(all values: UnsafeBufferPointer<Double>) {
    var (a, b, c, d) = (self, self, self, self)
    var row = 0
    while row &+ 3 < values.count {
      a.add(values[row])
      b.add(values[row &+ 1])
      c.add(values[row &+ 2])
      d.add(values[row &+ 3])
      row &+= 4
    }
    while row < values.count {
      a.add(values[row])
      row &+= 1
    }
    a.merge(b)
    c.merge(d)
    a.merge(c)
    self = a
  }
}
