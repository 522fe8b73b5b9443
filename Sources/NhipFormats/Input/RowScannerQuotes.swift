// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipDiagnostics

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The rarer parts of a scan: quoted cells, rows of another length, and the errors.
extension RowScanner {
  /// Blank lines are skipped; empty cells too many are cut; anything else is a ragged row.
  mutating func endUnusualRow(
    _ width: Int, _ cells: inout UnsafeMutablePointer<CellPlace>, _ found: Int,
    _ row: Range<Int>, _ rowLine: Int
  ) {
    if isBlank(row.lowerBound, row.upperBound) { return }
    if found > width, endsEmpty(row.lowerBound, row.upperBound, surplus: found - width) {
      trimmedRows += 1
      lineNumbers.append(rowLine, row: rowCount)
      rowCount += 1
      cells += width
      return
    }
    raggedCount += 1
    if raggedRows.count < LoadReport.listLimit {
      raggedRows.append(RaggedRow(line: rowLine, offset: row.lowerBound, found: found))
    }
  }

  /// Whether the last `surplus` cells of the row hold nothing.
  private func endsEmpty(_ from: Int, _ to: Int, surplus: Int) -> Bool {
    var left = surplus
    var index = to
    while index > from, left > 0 {
      index -= 1
      let byte = file.base[index]
      if byte == dialect.separator { left -= 1 } else if byte > 0x20 { return false }
    }
    return left == 0
  }

  @inline(__always)
  func isBlank(_ from: Int, _ to: Int) -> Bool {
    var index = from
    while index < to {
      let byte = file.base[index]
      if byte > 0x20 || byte == dialect.separator { return false }
      index &+= 1
    }
    return true
  }

  /// A cell whose quote opens at `openAt`: its place and where its separator stands; no place where
  /// text follows the closing quote, which makes the quotes plain characters; over several lines
  /// that is a quote that is never closed.
  mutating func quotedCell(
    openAt: Int, base start: Int
  ) throws(Diagnostic) -> (place: CellPlace?, next: Int) {
    let bytes = file.base
    let end = file.count
    let firstLine = line
    var flags = CellPlace.quotedFlag
    var index = openAt + 1
    while true {
      guard index < end, let found = memchr(bytes + index, Int32(RowScanner.quote), end - index)
      else { throw neverClosed(openAt, firstLine) }
      index = UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
      if index + 1 < end, bytes[index + 1] == RowScanner.quote {
        flags |= CellPlace.escapedFlag
        index += 2
        continue
      }
      break
    }
    let length = index - openAt - 1
    if length > CellPlace.longest || index - start > 2 * RowScanner.longestRow {
      throw tooLong(firstLine)
    }
    for inner in openAt..<index where bytes[inner] == dialect.newline { line += 1 }
    var next = index + 1
    while next < end, bytes[next] <= 0x20, bytes[next] != dialect.newline,
      bytes[next] != dialect.separator
    {
      next += 1
    }
    guard next >= end || bytes[next] == dialect.newline || bytes[next] == dialect.separator else {
      // What ends it is the next cell's opening quote: the lines between are no cell.
      guard line == firstLine else { throw neverClosed(openAt, firstLine) }
      return (nil, index + 1)
    }
    let place = CellPlace(offset: openAt + 1 - start, length: length, flags: flags)
    return (place, next)
  }

  private func neverClosed(_ offset: Int, _ line: Int) -> Diagnostic {
    let excerpt = SourceExcerpt(file, at: offset, length: 1, line: line, newline: dialect.newline)
    return Diagnostic(
      "E0503", "a quote is never closed", at: excerpt.span, label: "opens here",
      notes: ["a quoted cell ends with `\"`, and holds `\"\"` for a quote inside it"],
      helps: ["`--no-quotes` reads quotes as plain characters"], source: excerpt.source)
  }

  func tooLong(_ line: Int) -> Diagnostic {
    Diagnostic(
      "E0503", "a row of `\(file.name)` is longer than 1 GiB", notes: ["line \(line)"],
      helps: ["a quote that is never closed swallows the rest: `--no-quotes` reads it as it is"])
  }
}
