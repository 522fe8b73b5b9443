// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension GroupedRows {
  /// A result of the numbers of each group, which `makeBody` computes from a copy that it may
  /// rearrange; it is called once a task, so that its memory serves many groups. Missing numbers
  /// are left out, and a group without any is missing.
  ///
  /// - Parameter rearranges: whether the body changes its copy; if not, it serves others too.
  package func results(
    of argument: AggregateArgument, rearranges: Bool = true,
    _ makeBody: @Sendable () -> (UnsafeMutableBufferPointer<Double>) -> Double?
  ) -> [Double] {
    let values = argument.column.numbers ?? []
    let counts = presentCounts(argument)
    var starts = [0]
    starts.reserveCapacity(count + 1)
    for size in counts { starts.append(starts[starts.count - 1] + Int(size)) }
    var ordered = rearranges ? self.ordered(values, starts) : kept(argument, starts)
    // Tasks of whole groups with some ten thousand numbers.
    var tasks: [Range<Int>] = []
    var first = 0
    for group in 0..<count where starts[group + 1] - starts[first] >= Morsels.defaultRows / 4 {
      tasks.append(first..<group + 1)
      first = group + 1
    }
    if first < count { tasks.append(first..<count) }
    let ends = starts
    return ordered.withUnsafeMutableBufferPointer { buffer in
      let numbers = SharedBuffer(buffer)
      return [Double](filling: count) { target in
        let results = SharedBuffer(target)
        let tasks = tasks
        Workers.run(tasks.count, threads: morsels.threads) { task in
          let body = makeBody()
          for group in tasks[task] {
            let own = numbers.buffer[ends[group]..<ends[group + 1]]
            let value = own.isEmpty ? nil : body(UnsafeMutableBufferPointer(rebasing: own))
            results.buffer[group] = value.flatMap { $0.isFinite ? $0 : nil } ?? .nan
          }
        }
      }
    }
  }

  /// The numbers of an argument group by group, kept for the next aggregate.
  private func kept(_ argument: AggregateArgument, _ starts: [Int]) -> [Double] {
    if let source = argument.source, let known = orderedNumbers[source] { return known }
    let found = ordered(argument.column.numbers ?? [], starts)
    if let source = argument.source { orderedNumbers[source] = found }
    return found
  }

  /// The numbers group by group, inside a group in row order, without missing ones.
  private func ordered(_ values: [Double], _ starts: [Int]) -> [Double] {
    let total = starts[count]
    // Stretches that stand in the order of their groups already.
    if let stretches, total == rowCount, stretches.groups.count == count { return values }
    let cut = taskRanges
    let ranges = count * cut.count > rowCount ? [0..<rowCount] : cut
    return values.withUnsafeBufferPointer { valueBuffer in
      groupOfRow.withUnsafeBufferPointer { groupBuffer in
        let (numbers, groups) = (SharedInput(valueBuffer), SharedInput(groupBuffer))
        let count = count
        var cursors = Workers.map(ranges.count, threads: morsels.threads) { task in
          var counts = [Int](repeating: 0, count: count)
          counts.withUnsafeMutableBufferPointer { counts in
            let (numbers, groups) = (numbers.buffer, groups.buffer)
            for row in ranges[task] {
              counts[Int(groups[row])] &+= Int(
                truncatingIfNeeded: unsafeBitCast(!numbers[row].isNaN, to: UInt8.self))
            }
          }
          return counts
        }
        // Inside a group, task after task.
        for group in 0..<count {
          var next = starts[group]
          for task in cursors.indices {
            let own = cursors[task][group]
            cursors[task][group] = next
            next += own
          }
        }
        return [Double](filling: total) { [cursors] buffer in
          let target = SharedBuffer(buffer)
          Workers.run(ranges.count, threads: morsels.threads) { task in
            var cursor = cursors[task]
            cursor.withUnsafeMutableBufferPointer { cursor in
              let (numbers, groups, target) = (numbers.buffer, groups.buffer, target.buffer)
              for row in ranges[task] where !numbers[row].isNaN {
                let group = Int(groups[row])
                target[cursor[group]] = numbers[row]
                cursor[group] &+= 1
              }
            }
          }
        }
      }
    }
  }
}
