// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Numbers keys by looking them up in an array that has a place for every possible key.
enum DenseNumbering {
  /// Keys up to which the arrays of all tasks stay in the caches.
  private static let keyLimit = 1 << 20

  static func limit(rowCount: Int) -> Int { min(keyLimit, max(1 << 12, rowCount)) }

  /// A number a row in the order of first appearance, and the first row of each.
  static func number(
    _ keys: PackedKeys, rowCount: Int, _ morsels: Morsels
  ) -> (numbers: [Int32], firstRows: [Int32]) {
    let ranges = morsels.ranges(rowCount)
    var firsts: [[Int32]] = []
    var groups = [Int32](filling: rowCount) { buffer in
      let target = SharedBuffer(buffer)
      firsts = Workers.map(ranges.count, threads: morsels.threads) { task in
        rowsOfNewKeys(keys, in: ranges[task], target.buffer)
      }
    }
    // Tasks in their order, so that numbers follow the first rows.
    var number = [Int32](repeating: -1, count: keys.cardinality)
    var firstRows: [Int32] = []
    for row in firsts.joined() where number[Int(groups[Int(row)])] < 0 {
      number[Int(groups[Int(row)])] = Int32(firstRows.count)
      firstRows.append(row)
    }
    number.withUnsafeBufferPointer { number in
      groups.withUnsafeMutableBufferPointer { groups in
        let (numbers, target) = (SharedInput(number), SharedBuffer(groups))
        Workers.run(ranges.count, threads: morsels.threads) { task in
          let (numbers, target) = (numbers.buffer, target.buffer)
          for row in ranges[task] { target[row] = numbers[Int(target[row])] }
        }
      }
    }
    return (groups, firstRows)
  }

  /// Writes the keys of a range and gives the rows where one stands for the first time.
  private static func rowsOfNewKeys(
    _ keys: PackedKeys, in range: Range<Int>,
    _ target: UnsafeMutableBufferPointer<Int32>
  ) -> [Int32] {
    var firstRows: [Int32] = []
    var seen = [Bool](repeating: false, count: keys.cardinality)
    seen.withUnsafeMutableBufferPointer { seen in
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2_048) { scratch in
        for block in PackedKeys.blocks(range) {
          let own = UnsafeMutableBufferPointer(rebasing: scratch[..<block.count])
          keys.write(to: own, from: block.lowerBound)
          for index in own.indices {
            let key = Int(truncatingIfNeeded: own[index])
            target[block.lowerBound + index] = Int32(truncatingIfNeeded: key)
            if !seen[key] {
              seen[key] = true
              firstRows.append(Int32(block.lowerBound + index))
            }
          }
        }
      }
    }
    return firstRows
  }
}
