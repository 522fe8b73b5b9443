// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
public import NhipDiagnostics
package import NhipFormats
import NhipObservations

/// How results are shown.
public struct DisplayOptions: Sendable {
  /// `table`, `box`, `csv`, `tsv`, `json`, `jsonlines`, `markdown`.
  public var mode = "table"
  /// `en` or `vi`.
  public var locale = "en"
  /// Columns of the terminal; `nil` folds nothing.
  public var width: Int?
  /// Rows shown of a long table; `nil` shows all.
  public var maxRows: Int?
  public var colour = false

  public init() {}

  package var numberLocale: NumberLocale { NumberLocale(locale) ?? .en }

  /// The modes that `.mode` and `--mode` accept.
  public static var modes: [String] { OutputFormats.names }
  public static var locales: [String] { NumberLocale.names }
}

extension QueryResult {
  /// The rows as text in the mode asked, without the note line.
  public func text(_ options: DisplayOptions) throws(Diagnostic) -> String {
    if let message { return message }
    guard let format = OutputFormats.named(options.mode) else {
      throw Diagnostic(
        "E0801", "no output mode named `\(options.mode)`",
        notes: ["modes: \(NearestName.list(DisplayOptions.modes))"])
    }
    return try OutputFormats.text(rendered(options), format)
  }

  package func rendered(_ options: DisplayOptions) -> RenderedTable {
    RenderedTable(table, renderContext(options))
  }

  package func renderContext(_ options: DisplayOptions) -> RenderContext {
    let registry = registry
    // Names that several shown places bear are told apart by their types.
    return RenderContext(
      placeName: { registry.displayName($0) }, placePath: { registry.path($0) },
      locale: options.numberLocale, width: options.width, maxRows: options.maxRows,
      colour: options.colour)
  }

  /// What changes how the numbers may be read, one line each, in the language asked.
  public func noteLines(_ options: DisplayOptions) -> [String] {
    table.notes.map { NoteWords.text($0, options.numberLocale) }
  }

  /// `63 rows in 4 ms`.
  public func summaryLine(_ options: DisplayOptions) -> String {
    let milliseconds = seconds * 1000
    let shown =
      milliseconds < 10
      ? "\((milliseconds * 10).rounded() / 10)" : String(Int(milliseconds.rounded()))
    return NoteWords.text(
      Note("rowsAndTime", String(table.rowCount), shown), options.numberLocale)
  }
}

extension PlaceRegistry {
  /// The name in tables: a province by its name, smaller places with their type word.
  package func displayName(_ id: Int32) -> String {
    guard id >= 0 && Int(id) < count else { return "" }
    return self[id].level.rank <= 2 ? self[id].name : typedName(id)
  }
}
