// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The usual rows of a scan: one cell a column and no quotes.
extension RowScanner {
  /// Puts rows into an empty block up to the first that is anything else, which stays where it is.
  ///
  /// Knowing what comes next leaves little to keep in mind for each cell, and so little to do.
  mutating func fillPlain(_ block: CellBlock) {
    let width = block.columnCount
    guard width > 1 else { return }
    let base = file.base
    let start = position
    let end = file.count
    let limit = limit
    let separator = dialect.separator
    let newline = dialect.newline
    let quote = dialect.hasQuotes ? RowScanner.quote : newline
    let lastCell = block.cells + block.rowCapacity * width
    var cell = block.cells
    var rowEnd = cell + (width - 1)
    var cellStart = start
    var rowStart = start
    var cursor = start
    scan: while cursor < end {
      var hits = ByteSearch.find(base + cursor, separator, newline, quote)
      while hits != 0 {
        let at = cursor &+ hits.trailingZeroBitCount
        hits &= hits &- 1
        if cell != rowEnd {
          guard base[at] == separator else { break scan }
          cell.pointee = RowScanner.trimmed(base, cellStart, at, start)
          cell += 1
          cellStart = at &+ 1
        } else {
          guard base[at] == newline, at < end, at &- start <= RowScanner.longestRow else {
            break scan
          }
          cell.pointee = RowScanner.trimmed(base, cellStart, at, start)
          cell += 1
          rowEnd += width
          cellStart = at &+ 1
          rowStart = cellStart
          if cell == lastCell || rowStart >= limit { break scan }
        }
      }
      cursor &+= ByteSearch.step
    }
    let rows = (rowEnd - block.cells) / width
    guard rows > 0 else { return }
    lineNumbers.append(line, row: rowCount)
    lineNumbers.skip(rows - 1)
    rowCount += rows
    line += rows
    move(to: rowStart)
  }
}
