// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Writes what the engine prints into golden files.
///
/// `NHIP_GOLDEN=record` fills every expected part in, to be read in review; `align` only sets
/// the blanks and rules of tables that agree in all else, so that expected tables can be written
/// by hand without counting columns.
enum GoldenRecorder {
  enum Mode: String {
    case check, align, record
  }

  /// The file's lines with the expected parts replaced. `printed` is `nil` for a case to leave.
  static func replaced(_ file: GoldenFile, _ printed: [[String]?]) -> String {
    var lines: [String] = []
    var copied = 0
    for (golden, output) in zip(file.cases, printed) {
      guard let output, let expected = golden.expected else { continue }
      var start = golden.expectedLine - 1
      lines += file.lines[copied..<min(start, file.lines.count)]
      let hasRule = start > 0 && file.lines[start - 1] == GoldenParser.rule
      if !hasRule {
        lines.append(GoldenParser.rule)
        start = golden.expectedLine - 1
      }
      lines += output
      copied = start + expected.count
    }
    if copied < file.lines.count { lines += file.lines[copied...] }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Whether two texts agree in all but blanks and the rules under headers.
  static func agree(_ a: [String], _ b: [String]) -> Bool { words(a) == words(b) }

  private static func words(_ lines: [String]) -> [[Substring]] {
    lines.filter { !$0.allSatisfy { $0 == "─" || $0 == " " } || $0.isEmpty }
      .map { $0.split(separator: " ") }
  }
}
