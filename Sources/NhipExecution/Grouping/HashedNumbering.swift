// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Numbers 64-bit keys by hashing: rows are first parted by the high bits of their hash, so that
/// each part has a table that stays in the cache, and parts are numbered side by side.
enum HashedNumbering {
  /// Rows of a part: its table takes some 400 KiB.
  private static let partRows = 1 << 13
  private static let partBitsLimit = 11

  /// A number a row in the order of first appearance, and the first row of each.
  static func number(
    _ keys: [UInt64], _ morsels: Morsels
  ) -> (numbers: [Int32], firstRows: [Int32]) {
    let ranges = morsels.ranges(keys.count)
    guard ranges.count > 1 else {
      var table = KeyNumbering()
      var firstRows: [Int32] = []
      let numbers = keys.enumerated().map { row, key in
        let number = table.number(of: key)
        if Int(number) == firstRows.count { firstRows.append(Int32(row)) }
        return number
      }
      return (numbers, firstRows)
    }
    var bits = 1
    while bits < partBitsLimit, keys.count >> bits > partRows { bits += 1 }
    let parted = PartedKeys(keys, bits: bits, ranges, morsels)
    let firstRowOfRow = [Int32](filling: keys.count) { buffer in
      let target = SharedBuffer(buffer)
      Workers.run(1 << bits, threads: morsels.threads) { part in
        parted.writeFirstRows(ofPart: part, to: target.buffer)
      }
    }
    return numbered(firstRowOfRow, ranges, morsels)
  }

  /// Well mixed bits of a key (Appleby's finaliser of MurmurHash3).
  @inline(__always)
  static func hash(_ key: UInt64) -> UInt64 {
    var bits = key
    bits ^= bits >> 33
    bits &*= 0xFF51_AFD7_ED55_8CCD
    bits ^= bits >> 33
    bits &*= 0xC4CE_B9FE_1A85_EC53
    return bits ^ bits >> 33
  }

  /// Numbers rows that know the first row of their group.
  private static func numbered(
    _ firstRowOfRow: [Int32], _ ranges: [Range<Int>], _ morsels: Morsels
  ) -> (numbers: [Int32], firstRows: [Int32]) {
    firstRowOfRow.withUnsafeBufferPointer { buffer in
      let firstRow = SharedInput(buffer)
      let counts = Workers.map(ranges.count, threads: morsels.threads) { task in
        let firstRow = firstRow.buffer
        var count = 0
        for row in ranges[task] {
          count &+= Int(
            truncatingIfNeeded: unsafeBitCast(firstRow[row] == Int32(row), to: UInt8.self))
        }
        return count
      }
      var starts: [Int] = []
      var total = 0
      for count in counts {
        starts.append(total)
        total += count
      }
      var firstRows: [Int32] = []
      let numbers = [Int32](filling: buffer.count) { target in
        let number = SharedBuffer(target)
        firstRows = [Int32](filling: total) { rows in
          let rows = SharedBuffer(rows)
          let starts = starts
          Workers.run(ranges.count, threads: morsels.threads) { task in
            let (firstRow, number, rows) = (firstRow.buffer, number.buffer, rows.buffer)
            var next = starts[task]
            for row in ranges[task] where firstRow[row] == Int32(row) {
              number[row] = Int32(next)
              rows[next] = Int32(row)
              next += 1
            }
          }
        }
        Workers.run(ranges.count, threads: morsels.threads) { task in
          let (firstRow, number) = (firstRow.buffer, number.buffer)
          for row in ranges[task] where firstRow[row] != Int32(row) {
            number[row] = number[Int(firstRow[row])]
          }
        }
      }
      return (numbers, firstRows)
    }
  }
}
