// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Key columns as one whole number a row: digits of a number system whose bases are their counts.
struct PackedKeys: Sendable {
  var parts: [KeyPart] = []

  /// One more than the largest key.
  var cardinality: Int { parts.reduce(1) { $0 * $1.count } }

  /// Whether keys with this part too still fit.
  func canTake(_ part: KeyPart) -> Bool {
    let product = cardinality.multipliedReportingOverflow(by: part.count)
    return parts.isEmpty || !product.overflow
  }

  /// Writes the keys of the rows from `start` on.
  func write(to keys: UnsafeMutableBufferPointer<UInt64>, from start: Int) {
    keys.update(repeating: 0)
    for part in parts { part.append(to: keys, from: start) }
  }

  /// The keys of all rows.
  func keys(rowCount: Int, _ morsels: Morsels) -> [UInt64] {
    let ranges = morsels.ranges(rowCount)
    return [UInt64](filling: rowCount) { buffer in
      let keys = SharedBuffer(buffer)
      Workers.run(ranges.count, threads: morsels.threads) { task in
        for block in Self.blocks(ranges[task]) {
          write(
            to: UnsafeMutableBufferPointer(rebasing: keys.buffer[block]), from: block.lowerBound)
        }
      }
    }
  }

  /// Stretches of rows whose keys stay in the nearest cache while each part is added.
  static func blocks(_ range: Range<Int>) -> [Range<Int>] {
    Workers.ranges(range.count, size: 2_048).map {
      range.lowerBound + $0.lowerBound..<range.lowerBound + $0.upperBound
    }
  }
}
