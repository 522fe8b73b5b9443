// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Keys and their rows, parted by the high bits of the hash; inside a part in row order.
struct PartedKeys: Sendable {
  private let bits: Int
  private let starts: [Int]
  private let keys: [UInt64]
  private let rows: [Int32]

  init(_ source: [UInt64], bits: Int, _ ranges: [Range<Int>], _ morsels: Morsels) {
    self.bits = bits
    let partCount = 1 << bits
    let shift = UInt64(64 - bits)
    (starts, keys, rows) = source.withUnsafeBufferPointer { buffer in
      let source = SharedInput(buffer)
      let counts = Workers.map(ranges.count, threads: morsels.threads) { task in
        var counts = [Int](repeating: 0, count: partCount)
        counts.withUnsafeMutableBufferPointer { counts in
          let source = source.buffer
          for row in ranges[task] {
            counts[Int(truncatingIfNeeded: HashedNumbering.hash(source[row]) >> shift)] &+= 1
          }
        }
        return counts
      }
      // Part after part, and inside a part task after task: rows keep their order.
      var cursors = counts
      var starts = [0]
      var next = 0
      for part in 0..<partCount {
        for task in counts.indices {
          cursors[task][part] = next
          next += counts[task][part]
        }
        starts.append(next)
      }
      var rows: [Int32] = []
      let begins = cursors
      let keys = [UInt64](filling: buffer.count) { keyBuffer in
        let keys = SharedBuffer(keyBuffer)
        rows = [Int32](filling: buffer.count) { rowBuffer in
          let rows = SharedBuffer(rowBuffer)
          Workers.run(ranges.count, threads: morsels.threads) { task in
            var cursor = begins[task]
            cursor.withUnsafeMutableBufferPointer { cursor in
              let (source, keys, rows) = (source.buffer, keys.buffer, rows.buffer)
              for row in ranges[task] {
                let key = source[row]
                let part = Int(truncatingIfNeeded: HashedNumbering.hash(key) >> shift)
                let target = cursor[part]
                cursor[part] = target &+ 1
                keys[target] = key
                rows[target] = Int32(truncatingIfNeeded: row)
              }
            }
          }
        }
      }
      return (starts, keys, rows)
    }
  }

  /// Writes, for each row of a part, the first row with its key.
  func writeFirstRows(ofPart part: Int, to target: UnsafeMutableBufferPointer<Int32>) {
    let range = starts[part]..<starts[part + 1]
    // At most half full; a part of few distinct keys stays in few lines of the table.
    var size = 64
    while size < range.count * 2 { size *= 2 }
    let mask = size - 1
    let shift = UInt64(self.bits)
    keys.withUnsafeBufferPointer { keys in
      rows.withUnsafeBufferPointer { rows in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: size) { slots in
          // One more than the index of the entry that took the slot.
          slots.initialize(repeating: 0)
          for index in range {
            let key = keys[index]
            var slot =
              Int(
                truncatingIfNeeded: (HashedNumbering.hash(key) << shift) >> 32) & mask
            while true {
              let entry = Int(slots[slot])
              if entry == 0 {
                slots[slot] = Int32(truncatingIfNeeded: index - range.lowerBound + 1)
                target[Int(rows[index])] = rows[index]
                break
              }
              if keys[range.lowerBound + entry - 1] == key {
                target[Int(rows[index])] = rows[range.lowerBound + entry - 1]
                break
              }
              slot = (slot + 1) & mask
            }
          }
        }
      }
    }
  }
}
