// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Reads the cells of one column as codes of distinct texts, whatever they turn out to be: texts,
/// periods, dates or truth values, which are then read once each.
struct TextColumnBuilder {
  let dictionary = ByteDictionary()
  /// -1 for empty cells.
  private(set) var codes: [Int32] = []
  private(set) var emptyCount = 0

  init(rowEstimate: Int = 0) { codes.reserveCapacity(rowEstimate) }

  /// - Parameter firstRow: 1 to leave a header out.
  mutating func append(_ block: CellBlock, column: Int, from firstRow: Int = 0) {
    let rows = max(0, block.rowCount - firstRow)
    let first = codes.count
    var empty = 0
    codes.append(contentsOf: repeatElement(-1, count: rows))
    let dictionary = self.dictionary
    codes.withUnsafeMutableBufferPointer { codes in
      var cell = block.cells + column + firstRow * block.columnCount
      let base = block.base
      for row in 0..<rows {
        let place = cell.pointee
        cell += block.columnCount
        if place.length == 0 {
          empty &+= 1
          continue
        }
        if place.isEscaped {
          codes[first + row] = dictionary.codeCopying(
            block.unescaped(place))
        } else {
          codes[first + row] = dictionary.code(
            base + place.offset, place.length)
        }
      }
    }
    emptyCount += empty
  }

  /// How many rows have each code.
  func counts() -> [Int] {
    var result = [Int](repeating: 0, count: dictionary.entries.count)
    for code in codes where code >= 0 { result[Int(code)] += 1 }
    return result
  }
}
