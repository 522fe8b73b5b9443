// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A golden file that cannot be read.
struct GoldenMistake: Error, CustomStringConvertible {
  var line: Int
  var description: String
}

/// Reads golden files. README.md beside the tests tells the format.
struct GoldenParser {
  /// The line between a query and what it prints.
  static let rule = "----"
  static let directives: Set<String> = [
    "dataset", "places", "indicators", "load", "file", "order", "query", "error", "pending",
  ]

  private var file: GoldenFile
  /// Index of the next line.
  private var next = 0

  init(name: String, path: String, text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    file = GoldenFile(name: name, path: path, lines: lines)
  }

  mutating func parse() throws -> GoldenFile {
    var pending: String?
    while next < file.lines.count {
      let line = file.lines[next]
      if line.isEmpty || line.hasPrefix("#") {
        next += 1
        continue
      }
      let words = line.split(separator: " ").map(String.init)
      let rest = Array(words.dropFirst())
      if words[0] == "pending" {
        guard !rest.isEmpty else { throw mistake("`pending` needs a reason") }
        pending = rest.joined(separator: " ")
        next += 1
        continue
      }
      if let action = try action(words[0], rest) {
        file.cases.append(try readCase(action, pending))
        pending = nil
      } else {
        if file.cases.contains(where: { if case .file = $0.action { false } else { true } }) {
          throw mistake("data stand before the first query")
        }
        try readSetup(words[0], rest)
      }
    }
    return file
  }

  private func mistake(_ text: String) -> GoldenMistake {
    GoldenMistake(line: next + 1, description: text)
  }

  private func action(_ word: String, _ rest: [String]) throws -> GoldenAction? {
    switch word {
    case "query":
      let mode = rest.first { $0 != "vi" } ?? "table"
      return .query(mode: mode, locale: rest.contains("vi") ? "vi" : "en")
    case "error":
      guard let code = rest.first, rest.count == 1 else {
        throw mistake("`error` needs the code of the error")
      }
      return .error(code: code)
    case "file":
      guard let name = rest.first else { throw mistake("`file` needs a name") }
      return .file(name: name, options: Array(rest.dropFirst()))
    default: return nil
    }
  }

  private mutating func readSetup(_ word: String, _ rest: [String]) throws {
    switch word {
    case "dataset":
      file.setup.datasets.append(contentsOf: rest)
      next += 1
    case "order":
      file.setup.keepsOrder = rest.joined(separator: " ")
      next += 1
    case "places":
      file.setup.hasAllPlaces = rest.contains("complete")
      file.setup.places = rows(block())
    case "indicators": file.setup.indicators = rows(block())
    case "load":
      let flags: Set<String> = ["simulated", "incidents", "late"]
      let name = rest.first { !flags.contains($0) } ?? "data"
      file.setup.tables.append(
        GoldenTable(name: name, flags: flags.intersection(rest), rows: rows(block())))
    default: throw mistake("no directive named `\(word)`")
    }
  }

  private func rows(_ lines: [String]) -> GoldenRows {
    let data = lines.filter { !$0.hasPrefix("#") }
    return GoldenRows(header: data.first ?? "", rows: Array(data.dropFirst()))
  }

  /// The lines after a directive, up to the first empty one or a rule.
  private mutating func block() -> [String] {
    next += 1
    let start = next
    while next < file.lines.count, !file.lines[next].isEmpty, file.lines[next] != Self.rule {
      next += 1
    }
    return Array(file.lines[start..<next])
  }

  private mutating func readCase(
    _ action: GoldenAction, _ pending: String?
  ) throws -> GoldenCase {
    let line = next + 1
    let text = block().joined(separator: "\n")
    guard !text.isEmpty else { throw mistake("a case needs a text") }
    var result = GoldenCase(
      action: action, text: text, line: line, pending: pending, expected: nil,
      expectedLine: next + 1)
    guard next < file.lines.count, file.lines[next] == Self.rule else {
      if case .file = action { return result }
      result.expected = []
      return result
    }
    next += 1
    let start = next
    while next < file.lines.count, !endsExpected(next) { next += 1 }
    var end = next
    while end > start, file.lines[end - 1].isEmpty { end -= 1 }
    result.expected = Array(file.lines[start..<end])
    result.expectedLine = start + 1
    return result
  }

  /// Whether an empty line here is followed by a directive, a comment or nothing.
  private func endsExpected(_ index: Int) -> Bool {
    guard file.lines[index].isEmpty else { return false }
    guard let after = file.lines[index...].first(where: { !$0.isEmpty }) else { return true }
    let word = after.prefix { $0 != " " }
    return after.hasPrefix("#") || Self.directives.contains(String(word))
  }
}
