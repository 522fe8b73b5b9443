// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// The line of the file that each row of the table begins on, kept only where the step from row to
/// row is not one.
package struct LineNumbers: Hashable, Sendable {
  private var rows: [Int] = []
  private var lines: [Int] = []
  private var expected = 0
  /// Rows that one row of the file became by melting.
  private var rowsPerLine = 1

  init() {}

  /// Records that `row`, the next one, begins on `line`.
  @inline(__always)
  mutating func append(_ line: Int, row: Int) {
    if line != expected || rows.isEmpty {
      rows.append(row)
      lines.append(line)
    }
    expected = line &+ 1
  }

  /// Records that as many rows more begin on the lines that follow.
  mutating func skip(_ rows: Int) { expected &+= rows }

  /// Adds the rows of a piece of the file whose own count of lines and rows began anew.
  mutating func append(_ piece: LineNumbers, firstLine: Int, firstRow: Int) {
    for (row, line) in zip(piece.rows, piece.lines) {
      append(line + firstLine - 1, row: row + firstRow)
    }
    if !piece.rows.isEmpty { expected = piece.expected + firstLine - 1 }
  }

  /// The line, from 1, that `row` begins on. Complexity: O(log irregular rows).
  package func line(of row: Int) -> Int {
    let row = row / rowsPerLine
    let index = rows.partitioningIndex { $0 > row }
    return index == 0 ? row + 1 : lines[index - 1] + row - rows[index - 1]
  }

  /// The line of the first row, where the rows stand on consecutive lines.
  package var consecutiveFrom: Int? {
    rowsPerLine == 1 && rows.count <= 1 ? line(of: 0) : nil
  }

  /// The same where each row became `count` rows.
  func repeated(_ count: Int) -> LineNumbers {
    var copy = self
    copy.rowsPerLine *= count
    return copy
  }
}
