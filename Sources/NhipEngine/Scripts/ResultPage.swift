// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
public import NhipDiagnostics
import NhipFormats

/// A result as text in two parts: what was asked for, and what must be known to read it.
public struct ResultPage: Sendable {
  /// The rows in the mode asked, or a message; ends with a line end where it is not empty.
  public let body: String
  /// Rows, time, and the notes; empty where there is nothing to say.
  public let notes: String
}

extension QueryResult {
  /// The result in the mode asked.
  ///
  /// - Parameters:
  ///   - countsRows: whether the notes begin with the number of rows.
  ///   - isTimed: whether they tell the time too.
  public func page(
    _ options: DisplayOptions, countsRows: Bool = true, isTimed: Bool = false
  ) throws(Diagnostic) -> ResultPage {
    if let message {
      return ResultPage(body: message.hasSuffix("\n") ? message : message + "\n", notes: "")
    }
    guard let format = OutputFormats.named(options.mode) else {
      throw Self.unknownMode(options.mode)
    }
    var shown = table
    if isTimed {
      shown.notes.insert(Note("rowsAndTime", "\(table.rowCount)", time(options)), at: 0)
    }
    var context = renderContext(options)
    context.countsRows = countsRows
    let rendered = RenderedTable(shown, context)
    if format.name == "table" || format.name == "box" {
      let parts = TextTable(rendered, style: format.name == "box" ? .box : .plain).parts()
      return ResultPage(body: Self.joined(parts.grid), notes: Self.joined(parts.notes))
    }
    var notes = shown.notes
    if countsRows && !isTimed { notes.insert(Note("rows", "\(table.rowCount)"), at: 0) }
    let sentences = notes.map { NoteWords.text($0, options.numberLocale) }
    return ResultPage(
      body: try OutputFormats.text(rendered, format),
      notes: sentences.isEmpty ? "" : sentences.joined(separator: "; ") + "\n")
  }

  static func unknownMode(_ mode: String) -> Diagnostic {
    Diagnostic(
      "E0801", "no output mode named `\(mode)`",
      notes: ["modes: \(NearestName.list(DisplayOptions.modes))"],
      helps: NearestName.helps(mode, in: DisplayOptions.modes))
  }

  /// Milliseconds, with a digit after the point below ten.
  private func time(_ options: DisplayOptions) -> String {
    let milliseconds = seconds * 1000
    guard milliseconds < 10 else { return "\(Int(milliseconds.rounded()))" }
    return "\((milliseconds * 10).rounded() / 10)"
      .replacing(".", with: String(options.numberLocale.decimalMark))
  }

  private static func joined(_ lines: [String]) -> String {
    lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
  }
}
