// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
package import NhipDiagnostics

/// A Markdown table for reports: the cells that people read, the notes below.
package struct MarkdownFormat: OutputFormat {
  package let name = "markdown"
  package let fileEndings = ["md"]

  package init() {}

  package func write(_ table: RenderedTable, to output: inout OutputBuffer) throws(Diagnostic) {
    let rows = Array(0..<table.table.rowCount)
    var context = table.context
    context.maxTextWidth = .max
    let columns = zip(table.table.schema.fields, table.table.columns).map { field, column in
      ColumnText(field, column, rows: rows, context)
    }
    guard !columns.isEmpty else { return }
    output.append("| \(columns.map { escaped($0.header) }.joined(separator: " | ")) |")
    try output.endRow()
    output.append("| \(columns.map { $0.isNumeric ? "---:" : "---" }.joined(separator: " | ")) |")
    try output.endRow()
    for row in rows {
      let cells = columns.map { escaped($0.cells[row].joined) }
      output.append("| \(cells.joined(separator: " | ")) |")
      try output.endRow()
    }
    let used = columns.reduce(into: Marks()) { $0.formUnion($1.marks) }
    let notes =
      table.table.notes.filter { $0.key != "rowsAndTime" }
      + CellSign.allCases.filter { used.contains($0.mark) }.map(\.legend)
    guard !notes.isEmpty else { return }
    try output.endRow()
    output.append(notes.map { NoteWords.text($0, context.locale) }.joined(separator: "; "))
    try output.endRow()
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if character == "|" || character == "\\" || character == "*" { result.append("\\") }
      result.append(character)
    }
    return result
  }
}
