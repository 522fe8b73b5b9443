// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// How several completions are listed below the line.
enum CompletionList {
  /// More than this many are counted, not listed.
  static let limit = 60
  /// Up to this many get a line each, with what they mean.
  static let explainedLimit = 16

  static func text(_ completions: [Completion], width: Int) -> String {
    let shown = Array(completions.prefix(limit))
    var lines: [String]
    if shown.count <= explainedLimit && shown.contains(where: { !$0.detail.isEmpty }) {
      let names = shown.map { TextWidth.of($0.text) }.max() ?? 0
      lines = shown.map { completion in
        let pad = String(repeating: " ", count: names - TextWidth.of(completion.text))
        return cut("  \(completion.text)\(pad)  \(completion.detail)", width)
      }
    } else {
      lines = columns(shown.map(\.text), width: width)
    }
    if completions.count > limit { lines.append("  … \(completions.count - limit) more") }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Names down the columns, as many columns as fit.
  private static func columns(_ names: [String], width: Int) -> [String] {
    let cell = (names.map { TextWidth.of($0) }.max() ?? 0) + 2
    let count = max(1, (width - 2) / cell)
    let height = (names.count + count - 1) / count
    return (0..<height).map { row in
      var line = "  "
      for index in stride(from: row, to: names.count, by: height) {
        line += names[index]
        if index + height < names.count {
          line += String(repeating: " ", count: cell - TextWidth.of(names[index]))
        }
      }
      return line
    }
  }

  private static func cut(_ text: String, _ width: Int) -> String {
    guard TextWidth.of(text) >= width else {
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
    var out = ""
    var used = 0
    for character in text {
      used += TextWidth.of(character)
      if used > width - 2 { break }
      out.append(character)
    }
    return out + "…"
  }
}
