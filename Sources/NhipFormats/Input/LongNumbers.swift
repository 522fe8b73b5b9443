// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Whole numbers of more digits than a number keeps, in a column that they turn into text.
struct LongNumbers: Hashable {
  let count: Int
  let firstRow: Int

  /// `nil` where some cell is no number, has zeros before it, or none has too many digits.
  init?(_ builder: TextColumnBuilder, isMissing: [Bool], threads: Int) {
    var long: [Int32] = []
    for (code, entry) in builder.dictionary.entries.enumerated() where !isMissing[code] {
      let bytes = ByteTrim.trimmed(UnsafeBufferPointer(start: entry.bytes, count: entry.length))
      switch CellReading.read(bytes) {
      case .number, .missing: continue
      case .code where bytes[0] != 0x30: long.append(Int32(code))
      case .code, .malformed, .word: return nil
      }
    }
    guard let first = long.first, let row = builder.codes.firstIndex(of: first) else { return nil }
    let counts = builder.counts(threads: threads)
    count = long.reduce(0) { $0 + counts[Int($1)] }
    firstRow = row
  }
}
