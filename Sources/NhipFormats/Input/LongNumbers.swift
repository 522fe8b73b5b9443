// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Whole numbers of more digits than a number keeps, in a column that they turn into text.
///
/// Cells of one length are identifiers, and so are those with zeros before them.
struct LongNumbers: Hashable {
  let count: Int
  let firstRow: Int

  /// `nil` where some cell is more than digits, none has too many, or all look like identifiers.
  init?(_ builder: TextColumnBuilder, isMissing: [Bool], threads: Int) {
    var long: [Int32] = []
    var lengths: Set<Int> = []
    for (code, entry) in builder.dictionary.entries.enumerated() where !isMissing[code] {
      let bytes = ByteTrim.trimmed(UnsafeBufferPointer(start: entry.bytes, count: entry.length))
      guard bytes.allSatisfy({ (0x30...0x39).contains($0) }), bytes.count == 1 || bytes[0] != 0x30
      else { return nil }
      lengths.insert(bytes.count)
      if bytes.count > CellReading.longestInteger { long.append(Int32(code)) }
    }
    guard lengths.count > 1, let first = long.first,
      let row = builder.codes.firstIndex(of: first)
    else { return nil }
    let counts = builder.counts(threads: threads)
    count = long.reduce(0) { $0 + counts[Int($1)] }
    firstRow = row
  }
}
