// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Which columns stand together where a table is wider than the terminal: each block repeats the
/// key columns.
struct TextTableBlocks {
  let blocks: [[Int]]

  /// A key text is never cut below this many columns.
  static let narrowestKey = 12

  /// Chooses the blocks; cuts the texts of key columns that would fill a block alone.
  init(_ columns: inout [ColumnText], width: Int?, style: TextTable.Style) {
    let all = Array(columns.indices)
    guard let width, TextTableBlocks.width(all, columns, style) > width, columns.count > 1 else {
      blocks = columns.isEmpty ? [] : [all]
      return
    }
    var keys = all.filter { columns[$0].isKey }
    if keys.isEmpty || keys.count == columns.count { keys = [0] }
    // Keys may take two thirds of the width; the widest gives way first.
    while TextTableBlocks.width(keys, columns, style) > width * 2 / 3 {
      guard
        let widest = keys.filter({ !columns[$0].isNumeric && columns[$0].width > Self.narrowestKey }
        )
        .max(by: { columns[$0].width < columns[$1].width })
      else { break }
      let before = columns[widest].width
      columns[widest].shrink(to: max(Self.narrowestKey, before * 3 / 4))
      if columns[widest].width == before { break }
    }
    var result: [[Int]] = []
    var current = keys
    for column in all where !keys.contains(column) {
      let grown = current + [column]
      if current.count > keys.count, TextTableBlocks.width(grown, columns, style) > width {
        result.append(current)
        current = keys + [column]
      } else {
        current = grown
      }
    }
    result.append(current)
    blocks = result.map { $0.sorted() }
  }

  private static func width(
    _ chosen: [Int], _ columns: [ColumnText], _ style: TextTable.Style
  ) -> Int {
    let text = chosen.reduce(0) { $0 + columns[$1].width }
    switch style {
    case .plain: return text + TextTable.gap.count * max(0, chosen.count - 1)
    case .box: return text + 3 * chosen.count + 1
    }
  }
}

/// The lines around the cells of one block.
struct TextTableFrame {
  private let style: TextTable.Style
  private let widths: [Int]

  init(_ style: TextTable.Style, _ widths: [Int]) {
    self.style = style
    self.widths = widths
  }

  var top: String? { style == .box ? border("┌", "┬", "┐") : nil }

  var bottom: String? { style == .box ? border("└", "┴", "┘") : nil }

  /// The line between header and rows.
  var rule: String {
    switch style {
    case .plain:
      return widths.map { String(repeating: "─", count: $0) }.joined(separator: TextTable.gap)
    case .box: return border("├", "┼", "┤")
    }
  }

  /// One row of cells that are padded already.
  func row(_ cells: [String]) -> String {
    switch style {
    case .plain: return trimmed(cells.joined(separator: TextTable.gap))
    case .box: return "│ " + cells.joined(separator: " │ ") + " │"
    }
  }

  /// One text across all columns.
  func filled(_ text: String) -> String {
    guard style == .box else { return text }
    let inner = widths.reduce(0, +) + 3 * (widths.count - 1)
    return "│ " + ColumnText.pad(ColumnText.cut(text, to: inner), inner) + " │"
  }

  private func border(_ left: String, _ middle: String, _ right: String) -> String {
    left + widths.map { String(repeating: "─", count: $0 + 2) }.joined(separator: middle) + right
  }

  private func trimmed(_ text: String) -> String {
    var end = text.endIndex
    while end > text.startIndex, text[text.index(before: end)] == " " {
      end = text.index(before: end)
    }
    return String(text[..<end])
  }
}
