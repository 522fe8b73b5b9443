// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Draws diagnostics over the user's own lines, with carets under characters.
public struct DiagnosticRenderer: Sendable {
  /// Whether to colour the output with ANSI codes.
  public var colour: Bool

  public init(colour: Bool = false) { self.colour = colour }

  /// Longest line shown whole; beyond it the line is cut around the mark.
  static let widestLine = 160

  public func render(_ diagnostic: Diagnostic, in source: SourceText) -> String {
    let text = diagnostic.source ?? source
    var out: [String] = []
    let code = diagnostic.code.isEmpty ? "" : "[\(diagnostic.code)]"
    let head = paint("\(diagnostic.severity.rawValue)\(code)", severityColour(diagnostic.severity))
    out.append("\(head): \(Self.visible(diagnostic.message))")
    var gutter = 1
    if let main = diagnostic.labels.first {
      let position = text.position(of: main.span.lower)
      out.append(" --> \(text.name):\(position.line):\(position.column)")
      let (block, width) = drawLabels(diagnostic.labels, in: text)
      gutter = width
      out.append(contentsOf: block)
    }
    let pad = String(repeating: " ", count: gutter)
    if !(diagnostic.notes.isEmpty && diagnostic.helps.isEmpty) && !diagnostic.labels.isEmpty {
      out.append("\(pad) |")
    }
    for note in diagnostic.notes {
      out.append("\(pad) = \(paint("note", "1")): \(Self.visible(note))")
    }
    for help in diagnostic.helps {
      out.append("\(pad) = \(paint("help", "1")): \(Self.visible(help))")
    }
    return out.joined(separator: "\n")
  }

  /// Every diagnostic of a failure, separated by blank lines.
  public func render(_ diagnostics: [Diagnostic], in source: SourceText) -> String {
    diagnostics.map { render($0, in: source) }.joined(separator: "\n\n")
  }

  private func drawLabels(
    _ labels: [DiagnosticLabel], in text: SourceText
  ) -> (lines: [String], gutter: Int) {
    let lines = text.lines()
    func lineIndex(_ offset: Int) -> Int {
      var low = 0
      var high = lines.count - 1
      while low < high {
        let middle = (low + high + 1) / 2
        if lines[middle].offset <= offset { low = middle } else { high = middle - 1 }
      }
      return low
    }
    let length = text.text.utf8.count
    let placed = labels.map { label in
      (label: label, line: lineIndex(min(max(0, label.span.lower), length)))
    }
    let shown = Set(placed.map(\.line)).sorted()
    let gutter = String((shown.last ?? 0) + text.firstLine).count
    let pad = String(repeating: " ", count: gutter)
    var out = ["\(pad) |"]
    var previous: Int?
    for line in shown {
      if let previous, line > previous + 1 { out.append("\(pad)...") }
      previous = line
      let number = String(line + text.firstLine)
      let fill = String(repeating: " ", count: gutter - number.count)
      let (offset, whole) = lines[line]
      let marks = placed.filter { $0.line == line }.map(\.label)
      let mainStart = columnOf(marks[0].span.lower, offset, whole)
      let characters = whole.map(Self.visible)
      let cut = characters.count > Self.widestLine ? max(0, mainStart - Self.widestLine / 2) : 0
      let visible = characters.dropFirst(cut).prefix(Self.widestLine)
      let left = cut > 0 ? "…" : ""
      let right = cut + visible.count < characters.count ? "…" : ""
      out.append("\(fill)\(number) | \(left)\(String(visible))\(right)")
      for mark in marks {
        let start = columnOf(mark.span.lower, offset, whole)
        let end = columnOf(mark.span.upper, offset, whole)
        let caretCount = max(1, min(end, cut + visible.count) - start)
        let lead = displayWidth(
          characters[min(cut, characters.count)..<min(max(start, cut), characters.count)])
        let body =
          start < characters.count
          ? displayWidth(characters[start..<min(start + caretCount, characters.count)]) : 1
        let indent = String(repeating: " ", count: lead + left.count)
        let carets = paint(String(repeating: "^", count: max(1, body)), "1;31")
        let label = mark.text.isEmpty ? "" : " \(Self.visible(mark.text))"
        out.append("\(pad) | \(indent)\(carets)\(label)")
      }
    }
    return (out, gutter)
  }

  /// A character that a terminal shows and does not obey: pictures stand for control characters.
  static func visible(_ character: Character) -> Character {
    guard character.unicodeScalars.count == 1, let scalar = character.unicodeScalars.first else {
      return character == "\r\n" ? " " : character
    }
    switch scalar.value {
    case 0x09: return " "
    case 0x00..<0x20: return Character(Unicode.Scalar(0x2400 + scalar.value) ?? scalar)
    case 0x7F: return "\u{2421}"
    case 0x80..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: return "\u{FFFD}"
    default: return character
    }
  }

  private static func visible(_ text: String) -> String {
    String(text.map { $0 == "\n" ? $0 : visible($0) })
  }

  /// Characters of `line` before the UTF-8 offset `target`.
  private func columnOf(_ target: Int, _ lineOffset: Int, _ line: String) -> Int {
    var bytes = lineOffset
    var column = 0
    for character in line {
      if bytes >= target { return column }
      bytes += character.utf8.count
      column += 1
    }
    return column
  }

  private func displayWidth(_ characters: ArraySlice<Character>) -> Int {
    characters.reduce(0) { $0 + TextWidth.of($1) }
  }

  private func severityColour(_ severity: Severity) -> String {
    severity == .error ? "1;31" : "1;33"
  }

  private func paint(_ text: String, _ codes: String) -> String {
    colour ? "\u{1B}[\(codes)m\(text)\u{1B}[0m" : text
  }
}
