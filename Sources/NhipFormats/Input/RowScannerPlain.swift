// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The usual rows of a scan: one cell a column and no quotes.
extension RowScanner {
  /// Bytes whose separators are found before the rows in them are looked at: some of them are
  /// looked at again by the next block.
  private static let stretch = 2_048

  /// Puts rows into an empty block up to the first that is anything else, which stays where it is.
  ///
  /// All separators first, then the rows: knowing what comes next, each step takes no branch that
  /// nobody can foresee.
  mutating func fillPlain(_ block: CellBlock) {
    let width = block.columnCount
    guard width > 1 else { return }
    var search = SeparatorSearch(
      dialect.separator, dialect.newline, dialect.hasQuotes ? RowScanner.quote : dialect.newline)
    let (rows, end) = withUnsafeTemporaryAllocation(
      of: UInt32.self, capacity: width + RowScanner.stretch + ByteSearch.step
    ) { places in
      places.baseAddress.map { plainRows(block, &search, $0) } ?? (0, position)
    }
    if !search.sawPlainOnly { sawPlainOnly = false }
    guard rows > 0 else { return }
    lineNumbers.append(line, row: rowCount)
    lineNumbers.skip(rows - 1)
    rowCount += rows
    line += rows
    move(to: end)
  }

  /// How many rows come first, and where the next one begins.
  ///
  /// - Parameter places: room for the separators of a row and those of a stretch.
  private func plainRows(
    _ block: CellBlock, _ search: inout SeparatorSearch, _ places: UnsafeMutablePointer<UInt32>
  ) -> (rows: Int, end: Int) {
    let width = block.columnCount
    let start = position
    let text = file.base + start
    let end = file.count - start
    let limit = limit - start
    let separator = dialect.separator
    let newline = dialect.newline
    let rowCapacity = block.rowCapacity
    var cell = block.cells
    var rows = 0
    var from = 0
    var cursor = 0
    var found = 0
    var neededTrim = false
    // Longer rows are for the general scan, which refuses them.
    while cursor < end, cursor < RowScanner.longestRow - RowScanner.stretch {
      let count = min(RowScanner.stretch, end - cursor)
      let (new, needsTrim) = search.next(text + cursor, count, from: cursor, into: places + found)
      // A row may begin in one stretch and end in the next.
      let trims = needsTrim || neededTrim
      neededTrim = needsTrim
      found += new
      cursor += count
      var place = UnsafePointer(places)
      let last = place + found
      while last - place >= width {
        var at = from
        var odd: UInt8 = 0
        let row = cell
        for _ in 1..<width {
          let next = Int(place.pointee)
          place += 1
          odd |= text[next] ^ separator
          cell.pointee = CellPlace(plain: at, next)
          cell += 1
          at = next &+ 1
        }
        let next = Int(place.pointee)
        place += 1
        odd |= text[next] ^ newline
        cell.pointee = CellPlace(plain: at, next)
        cell += 1
        if odd != 0 { return (rows, start + from) }
        if trims { RowScanner.trim(row, width, text) }
        from = next &+ 1
        rows &+= 1
        if rows == rowCapacity || from >= limit { return (rows, start + from) }
      }
      found = last - place
      places.update(from: place, count: found)
    }
    return (rows, start + from)
  }

  /// Cuts blanks off the cells of a row.
  private static func trim(
    _ cells: UnsafeMutablePointer<CellPlace>, _ count: Int, _ text: UnsafePointer<UInt8>
  ) {
    for column in 0..<count {
      let cell = cells[column]
      cells[column] = trimmed(text, cell.offset, cell.offset &+ cell.length, 0)
    }
  }
}
