// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// Everything that loading a file guessed, refused or left out, as data.
package struct LoadReport: Sendable {
  /// Refused cells and ragged rows that the report lists; beyond, it counts.
  package static let listLimit = 20

  package var file: String
  package var encoding: FoundEncoding
  package var separator: Character
  package var hasHeader: Bool
  package var rowCount = 0
  package var columns: [ColumnReport] = []
  /// The first refused cells in the order of the file.
  package var refused: [RefusedCell] = []
  package var refusedCount = 0
  /// Rows left out because their number of cells was another one.
  package var raggedRows: [RaggedRowReport] = []
  package var raggedCount = 0
  /// What a reader of the figures should know; `NoteWords` has the sentences.
  package var warnings: [Note] = []
}

/// How one column was read.
package struct ColumnReport: Sendable, Hashable {
  package var name: String
  package var type: LogicalType
  package var unit: Unit
  /// The convention of a number column.
  package var decimalMark: DecimalMark?
  package var basis: ConventionBasis = .notNeeded
  /// The order of `12/05/2024`, where the column has such dates.
  package var dateOrder: DateOrder?
  /// Whether every date could be read both ways.
  package var isDateAmbiguous = false
  /// Cells with a value.
  package var readCount = 0
  package var refusedCount = 0
  package var missing = MissingCounts()

  /// Whether the numbers could be read by the other convention too.
  package var isAmbiguous: Bool { basis == .looksGrouped || basis == .otherColumns }
}

/// A cell that contradicts its column.
package struct RefusedCell: Sendable, Hashable {
  package var row: Int
  package var line: Int
  package var column: String
  package var text: String
  package var reason: RefusalReason
}

/// A row left out because it has more cells than the header, or fewer.
package struct RaggedRowReport: Sendable, Hashable {
  package var line: Int
  package var expected: Int
  package var found: Int

  package init(line: Int, expected: Int, found: Int) {
    self.line = line
    self.expected = expected
    self.found = found
  }
}

/// The day and month order of `12/05/2024`.
package enum DateOrder: String, Sendable {
  case dayFirst = "dd/mm/yyyy"
  case monthFirst = "mm/dd/yyyy"
}

/// A file as a table, and how it was read.
package struct LoadedFile: Sendable {
  /// Fields have the role `.attribute`, with type and unit.
  package var table: Table
  package var report: LoadReport
  package var lineNumbers: LineNumbers
  /// Cells with a qualifier or as parts of a whole, for each column of the table, by row.
  package var qualified: [[QualifiedCell]]
}
