// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Numbers 64-bit keys in the order of their first appearance, from 0.
///
/// An open hash table of keys beside numbers: a `Dictionary` costs some ten times as much a row.
package struct KeyNumbering: Sendable {
  /// Number + 1 of each slot, 0 where the slot is free.
  private var slots: [Int32]
  private var keys: [UInt64]
  private var mask: Int
  /// Bits of a hash that its slot does not take.
  private var shift: UInt64
  package private(set) var count = 0

  package init(expecting count: Int = 16) {
    var size = 32
    while size < count * 2 { size *= 2 }
    slots = [Int32](repeating: 0, count: size)
    keys = [UInt64](repeating: 0, count: size)
    mask = size - 1
    shift = UInt64(64 - size.trailingZeroBitCount)
  }

  /// Where the search for `key` begins. Fibonacci hashing: only the highest bits of the product
  /// depend on every bit of the key.
  private func home(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }

  /// The number of `key`, a new one where it was never seen.
  package mutating func number(of key: UInt64) -> Int32 {
    var slot = home(key)
    while slots[slot] != 0 {
      if keys[slot] == key { return slots[slot] - 1 }
      slot = (slot + 1) & mask
    }
    slots[slot] = Int32(count + 1)
    keys[slot] = key
    count += 1
    if count * 2 > mask { grow() }
    return Int32(count - 1)
  }

  private mutating func grow() {
    let oldSlots = slots
    let oldKeys = keys
    mask = mask * 2 + 1
    shift -= 1
    slots = [Int32](repeating: 0, count: mask + 1)
    keys = [UInt64](repeating: 0, count: mask + 1)
    for index in oldSlots.indices where oldSlots[index] != 0 {
      var slot = home(oldKeys[index])
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = oldSlots[index]
      keys[slot] = oldKeys[index]
    }
  }
}

/// A number for each row, equal where the rows' keys are equal; numbers follow first appearance.
package struct RowNumbering: Sendable {
  package private(set) var numbers: [Int32]
  package private(set) var count: Int

  /// Every row alike.
  package init(rowCount: Int) {
    numbers = [Int32](repeating: 0, count: rowCount)
    count = rowCount == 0 ? 0 : 1
  }

  /// By codes, of which negative ones are keys too.
  package init(codes: [Int32]) {
    self.init(rowCount: codes.count)
    refine(by: codes)
  }

  /// By periods.
  package init(periods: [Period]) {
    var table = KeyNumbering()
    var ranges = KeyNumbering()
    numbers = periods.map { period in
      let grain = UInt64(period.grain.rawValue) << 32
      let first = UInt64(UInt32(bitPattern: period.first))
      if period.first == period.last { return table.number(of: grain | first) }
      let ends = ranges.number(of: first << 32 | UInt64(UInt32(bitPattern: period.last)))
      return table.number(of: 1 << 63 | grain | UInt64(ends))
    }
    count = table.count
  }

  /// By numbers, bit for bit; NaN is a key like others.
  package init(values: [Double]) {
    var table = KeyNumbering()
    numbers = values.map { table.number(of: $0.bitPattern) }
    count = table.count
  }

  /// Tells rows apart that differ in `codes`.
  package mutating func refine(by codes: [Int32]) {
    let highest = Int(codes.max() ?? 0) + 2
    let lowest = codes.min() ?? 0
    // Pairs of small numbers index a table; others are hashed.
    let (pairs, isOverflow) = count.multipliedReportingOverflow(by: highest)
    if lowest >= -1, !isOverflow, pairs <= max(1 << 16, codes.count) {
      var known = [Int32](repeating: -1, count: pairs)
      var next: Int32 = 0
      for row in numbers.indices {
        let pair = Int(numbers[row]) * highest + Int(codes[row]) + 1
        if known[pair] < 0 {
          known[pair] = next
          next += 1
        }
        numbers[row] = known[pair]
      }
      count = Int(next)
      return
    }
    var table = KeyNumbering(expecting: count)
    for row in numbers.indices {
      let key =
        UInt64(UInt32(bitPattern: numbers[row])) << 32 | UInt64(UInt32(bitPattern: codes[row]))
      numbers[row] = table.number(of: key)
    }
    count = table.count
  }

  /// The first row of each number.
  package func firstRows() -> [Int] {
    var rows: [Int] = []
    rows.reserveCapacity(count)
    for (row, number) in numbers.enumerated() where Int(number) == rows.count { rows.append(row) }
    return rows
  }
}
