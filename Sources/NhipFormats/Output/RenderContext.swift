// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What writing a table needs besides the table: how places are called, for whom, and how wide.
package struct RenderContext: Sendable {
  /// A place's own name: `phường Ngọc Hà`.
  package var placeName: @Sendable (Int32) -> String
  /// Its typed path, which no other place shares: `Hà Giang > phường Ngọc Hà`.
  package var placePath: @Sendable (Int32) -> String
  package var locale: NumberLocale
  /// Columns of the terminal; `nil` never folds.
  package var width: Int?
  /// Rows shown before the middle is cut out; `nil` shows all.
  package var maxRows: Int?
  /// Characters of one text cell shown before it is cut.
  package var maxTextWidth: Int
  package var colour: Bool
  /// Whether headers are translated too; off, because queries spell the names of columns.
  package var translatesHeaders: Bool
  /// Whether the note line counts the rows when no note does.
  package var countsRows: Bool

  package init(
    placeName: @escaping @Sendable (Int32) -> String = { String($0) },
    placePath: (@Sendable (Int32) -> String)? = nil, locale: NumberLocale = .en,
    width: Int? = nil, maxRows: Int? = nil, maxTextWidth: Int = 60, colour: Bool = false,
    translatesHeaders: Bool = false, countsRows: Bool = true
  ) {
    self.placeName = placeName
    self.placePath = placePath ?? placeName
    self.locale = locale
    self.width = width
    self.maxRows = maxRows
    self.maxTextWidth = maxTextWidth
    self.colour = colour
    self.translatesHeaders = translatesHeaders
    self.countsRows = countsRows
  }
}
