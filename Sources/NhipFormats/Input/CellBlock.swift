// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Where one cell's bytes lie: an offset from the block's base, a length, and two flags.
///
/// Packed in a word, because a block holds tens of thousands of them.
struct CellPlace {
  let raw: UInt64

  static let quotedFlag: UInt64 = 1 << 62
  static let escapedFlag: UInt64 = 1 << 63
  /// Longest cell that the packing holds.
  static let longest = (1 << 30) - 1

  @inline(__always)
  init(offset: Int, length: Int, flags: UInt64 = 0) {
    raw =
      UInt64(truncatingIfNeeded: offset) & 0xFFFF_FFFF
      | (UInt64(truncatingIfNeeded: length) & 0x3FFF_FFFF) << 32 | flags
  }

  /// A cell without quotes from one offset to another.
  @inline(__always)
  init(plain from: Int, _ to: Int) {
    raw = UInt64(truncatingIfNeeded: from) | UInt64(truncatingIfNeeded: to &- from) &<< 32
  }

  @inline(__always) var offset: Int { Int(truncatingIfNeeded: raw & 0xFFFF_FFFF) }
  @inline(__always) var length: Int { Int(truncatingIfNeeded: raw >> 32 & 0x3FFF_FFFF) }
  /// The length, where no quote in the cell is doubled; beyond any length else.
  @inline(__always) var shortLength: Int { Int(truncatingIfNeeded: raw >> 32 & 0xBFFF_FFFF) }
  /// Whether the cell stood in quotes, which the place leaves out.
  @inline(__always) var isQuoted: Bool { raw & CellPlace.quotedFlag != 0 }
  /// Whether it holds doubled quotes.
  @inline(__always) var isEscaped: Bool { raw & CellPlace.escapedFlag != 0 }
}

/// The cells of some thousand consecutive rows, row after row.
///
/// A final class, because it owns its buffer, which is used again for every block.
final class CellBlock {
  /// Cells of one block: 128 KiB of places, which stay in the second-level cache with their text.
  static let capacity = 16_384

  let columnCount: Int
  let rowCapacity: Int
  let cells: UnsafeMutablePointer<CellPlace>
  /// Where the offsets count from.
  var base: UnsafePointer<UInt8>
  /// The same as an offset into the file.
  var baseOffset = 0
  /// The number of the block's first row in the table.
  var firstRow = 0
  var rowCount = 0

  init(columnCount: Int, base: UnsafePointer<UInt8>, rowCapacity: Int? = nil) {
    self.columnCount = columnCount
    self.base = base
    self.rowCapacity = rowCapacity ?? max(1, CellBlock.capacity / max(1, columnCount))
    cells = .allocate(capacity: self.rowCapacity * columnCount)
  }

  deinit { cells.deallocate() }

  @inline(__always)
  func place(_ row: Int, _ column: Int) -> CellPlace { cells[row * columnCount + column] }

  /// The cell's bytes without outer blanks, unless it was quoted; doubled quotes stay doubled.
  @inline(__always)
  func bytes(_ place: CellPlace) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + place.offset, count: place.length)
  }

  /// The cell's text with doubled quotes made single.
  func unescaped(_ place: CellPlace) -> [UInt8] {
    let source = bytes(place)
    guard place.isEscaped else { return Array(source) }
    var out: [UInt8] = []
    out.reserveCapacity(source.count)
    var index = 0
    while index < source.count {
      out.append(source[index])
      let isQuote = source[index] == UInt8(ascii: "\"")
      index += isQuote && index + 1 < source.count && source[index + 1] == source[index] ? 2 : 1
    }
    return out
  }
}
