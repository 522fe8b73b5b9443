// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipDiagnostics

/// A row whose number of cells differs from the header's.
struct RaggedRow: Hashable, Sendable {
  var line: Int
  /// Where the row begins in the file.
  var offset: Int
  var found: Int
}

/// Cuts delimited text into cells, a block of rows at a time.
///
/// Separators, line ends and quotes are looked for 64 bytes at once. RFC 4180 quoting, with
/// blanks allowed around the quotes; a quote inside an unquoted cell is a plain character.
struct RowScanner: Sendable {
  /// The part of the scan that every file has in common.
  struct Dialect: Hashable, Sendable {
    var separator: UInt8
    /// LF, or CR in files that have no LF.
    var newline: UInt8 = 0x0A
    /// Whether `"` quotes.
    var hasQuotes = true
  }

  static let quote = UInt8(ascii: "\"")
  /// Longest row: offsets inside a block have 32 bits.
  static let longestRow = 1 << 30

  let file: FileBytes
  let dialect: Dialect
  private(set) var position: Int
  /// Rows that begin here or later are somebody else's.
  var limit: Int
  /// The line that `position` stands on, from 1.
  var line = 1
  var rowCount = 0
  var lineNumbers = LineNumbers()
  var raggedRows: [RaggedRow] = []
  var raggedCount = 0
  /// Whether rows with empty cells too many were cut to their columns.
  var trimmedRows = 0
  /// Whether all bytes of the rows are known to be ASCII and none of them zero.
  var sawPlainOnly = true

  init(_ file: FileBytes, from start: Int, _ dialect: Dialect) {
    self.file = file
    self.dialect = dialect
    position = start
    limit = file.count
  }

  var isAtEnd: Bool { position >= limit }

  /// Goes on at another place, the beginning of a row.
  mutating func move(to position: Int) { self.position = position }

  /// Counts rows from here: what came before was the header.
  mutating func forgetRows() {
    rowCount = 0
    lineNumbers = LineNumbers()
    trimmedRows = 0
  }

  /// Fills `block` with the next rows. Ragged rows are left out and listed.
  mutating func fill(_ block: CellBlock) throws(Diagnostic) {
    block.baseOffset = position
    block.base = file.base + position
    block.firstRow = rowCount
    let firstRow = rowCount
    let rowCapacity = block.rowCapacity
    defer { block.rowCount = rowCount - firstRow }
    let base = file.base
    let start = position
    fillPlain(block)
    if rowCount - firstRow == rowCapacity || position >= limit { return }
    sawPlainOnly = false
    let end = file.count
    let width = block.columnCount
    let separator = dialect.separator
    let newline = dialect.newline
    let quote = dialect.hasQuotes ? RowScanner.quote : newline
    let limit = limit
    var cells = block.cells + (rowCount - firstRow) * width
    var column = 0
    var rowStart = position
    var rowLine = line
    var cellStart = position
    var cursor = position
    scan: while cursor < end {
      var hits = ByteSearch.find(base + cursor, separator, newline, quote)
      while hits != 0 {
        let at = cursor &+ hits.trailingZeroBitCount
        if at >= end { break scan }
        let byte = base[at]
        if byte == separator {
          if column < width {
            cells[column] = RowScanner.trimmed(base, cellStart, at, start)
          }
          column &+= 1
          cellStart = at &+ 1
        } else if byte == newline {
          if column < width {
            cells[column] = RowScanner.trimmed(base, cellStart, at, start)
          }
          column &+= 1
          if column == width && (width > 1 || cells[0].length > 0 || cells[0].isQuoted) {
            lineNumbers.append(rowLine, row: rowCount)
            rowCount &+= 1
            cells += width
          } else {
            endUnusualRow(width, &cells, column, rowStart..<at, rowLine)
          }
          line &+= 1
          rowLine = line
          column = 0
          cellStart = at &+ 1
          rowStart = cellStart
          if rowCount &- firstRow == rowCapacity || rowStart >= limit
            || rowStart &- start > RowScanner.longestRow
          {
            if rowStart &- start > 2 &* RowScanner.longestRow { throw tooLong(line - 1) }
            position = rowStart
            return
          }
        } else if isBlank(cellStart, at) {
          let quoted = try quotedCell(openAt: at, base: start)
          cursor = quoted.next
          if let place = quoted.place {
            // The separator or line end after it is met again with the place known.
            if column < width { cells[column] = place }
            column &+= 1
            if cursor >= end || base[cursor] == newline {
              if column == width {
                lineNumbers.append(rowLine, row: rowCount)
                rowCount &+= 1
                cells += width
              } else {
                endUnusualRow(width, &cells, column, rowStart..<min(cursor, end), rowLine)
              }
              line &+= 1
              rowLine = line
              column = 0
              rowStart = cursor &+ 1
            }
            cursor &+= 1
            cellStart = cursor
            if column == 0,
              rowCount &- firstRow == rowCapacity || rowStart >= limit
                || rowStart &- start > RowScanner.longestRow
            {
              position = min(rowStart, end)
              return
            }
          }
          continue scan
        }
        hits &= hits &- 1
      }
      cursor &+= ByteSearch.step
    }
    position = end
    // The last line may lack its end; after one there is nothing left.
    guard rowStart < end else { return }
    if end - start > 2 * RowScanner.longestRow { throw tooLong(line) }
    if column < width { cells[column] = RowScanner.trimmed(base, cellStart, end, start) }
    column += 1
    if column == width && (width > 1 || cells[0].length > 0 || cells[0].isQuoted) {
      lineNumbers.append(rowLine, row: rowCount)
      rowCount += 1
    } else {
      endUnusualRow(width, &cells, column, rowStart..<end, rowLine)
    }
  }

  /// The cell between two separators without outer blanks or a carriage return.
  @inline(__always)
  static func trimmed(
    _ base: UnsafePointer<UInt8>, _ from: Int, _ to: Int, _ start: Int
  ) -> CellPlace {
    var low = from
    var high = to
    while high > low, base[high &- 1] <= 0x20 { high &-= 1 }
    while low < high, base[low] <= 0x20 { low &+= 1 }
    return CellPlace(offset: low &- start, length: high &- low)
  }
}
