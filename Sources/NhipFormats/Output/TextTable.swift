// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
internal import NhipDiagnostics

/// A table for people: units in the header, numbers on their decimal mark, wide tables folded by
/// columns, long ones cut in the middle, and the note line below.
package struct TextTable: Sendable {
  package enum Style: Sendable {
    /// Columns set apart by blanks, a line under the header.
    case plain
    /// The same inside borders.
    case box
  }

  /// What stands between two columns of the plain style.
  static let gap = "  "

  private let table: RenderedTable
  private let style: Style

  package init(_ table: RenderedTable, style: Style = .plain) {
    self.table = table
    self.style = style
  }

  /// The whole text: blocks of columns set apart by an empty line, then the notes.
  package func render() -> String {
    let lines = self.lines()
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
  }

  /// The same by line.
  package func lines() -> [String] {
    let (grid, notes) = parts()
    return grid + notes
  }

  /// The lines of the table, and those of the notes below it.
  package func parts() -> (grid: [String], notes: [String]) {
    let context = table.context
    let (rows, cutAt) = shownRows()
    var columns = zip(table.table.schema.fields, table.table.columns).map { field, column in
      ColumnText(field, column, rows: rows, context)
    }
    if let width = context.width {
      for index in columns.indices { columns[index].wrap(to: max(24, width * 3 / 5)) }
    }
    let blocks = TextTableBlocks(&columns, width: context.width, style: style)
    let hidden = table.table.rowCount - rows.count
    var out: [String] = []
    for (index, block) in blocks.blocks.enumerated() {
      if index > 0 { out.append("") }
      let chosen = block.map { columns[$0] }
      out += draw(chosen, rowCount: rows.count, cutAt: cutAt, hidden: hidden)
    }
    return (out, noteLines(columns, hidden: hidden, blocks: blocks.blocks.count))
  }

  /// The rows to show, and where among them the middle was cut out.
  private func shownRows() -> (rows: [Int], cutAt: Int?) {
    let count = table.table.rowCount
    guard let limit = table.context.maxRows.map({ max(2, $0) }), count > limit else {
      return (Array(0..<count), nil)
    }
    let head = (limit + 1) / 2
    let tail = limit - head
    return (Array(0..<head) + Array((count - tail)..<count), head)
  }

  private func draw(
    _ columns: [ColumnText], rowCount: Int, cutAt: Int?, hidden: Int
  ) -> [String] {
    guard !columns.isEmpty else { return [] }
    let frame = TextTableFrame(style, columns.map(\.width))
    var out = frame.top.map { [$0] } ?? []
    out.append(frame.row(columns.map { ink($0.paddedHeader, "1") }))
    out.append(frame.rule)
    for row in 0..<rowCount {
      if row == cutAt { out.append(frame.filled(cutText(hidden))) }
      out.append(
        frame.row(
          columns.map { $0.cells[row].isQuiet ? ink($0.padded(row), "2") : $0.padded(row) }))
      for line in 1..<max(1, columns.map { $0.lineCount(row) }.max() ?? 1) {
        out.append(frame.row(columns.map { $0.padded(row, line: line) }))
      }
    }
    if let bottom = frame.bottom { out.append(bottom) }
    return out
  }

  private func cutText(_ hidden: Int) -> String {
    let locale = table.context.locale
    let count = NumberText.people(Double(hidden), locale: locale)
    return "… \(count) \(Words.unit("row", count: hidden, locale)) …"
  }

  private func noteLines(_ columns: [ColumnText], hidden: Int, blocks: Int) -> [String] {
    let context = table.context
    var notes = table.table.notes
    if context.countsRows, !notes.contains(where: { $0.key == "rowsAndTime" || $0.key == "rows" }) {
      notes.insert(Note("rows", "\(table.table.rowCount)"), at: 0)
    }
    if hidden > 0 { notes.append(Note("truncatedRows", "\(hidden)", "\(table.table.rowCount)")) }
    if blocks > 1 { notes.append(Note("foldedColumns", "\(columns.count)", "\(blocks)")) }
    let used = columns.reduce(into: Marks()) { $0.formUnion($1.marks) }
    notes += CellSign.allCases.filter { used.contains($0.mark) }.map(\.legend)
    let sentences = notes.map { ColumnText.clean(NoteWords.text($0, context.locale)) }
    return wrap(sentences, context.width ?? .max).map { ink($0, "2") }
  }

  /// Sentences joined by `; `, a new line where the next does not fit.
  private func wrap(_ sentences: [String], _ width: Int) -> [String] {
    var lines: [String] = []
    for (index, sentence) in sentences.enumerated() {
      let text = index + 1 < sentences.count ? sentence + ";" : sentence
      if let last = lines.last, TextWidth.of(last) + 1 + TextWidth.of(text) <= width {
        lines[lines.count - 1] = "\(last) \(text)"
      } else {
        lines.append(text)
      }
    }
    return lines
  }

  private func ink(_ text: String, _ code: String) -> String {
    table.context.colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
