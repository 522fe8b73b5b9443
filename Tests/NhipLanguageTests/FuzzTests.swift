// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

/// Damaged queries must give mistakes whose places lie in the text, and never stop the program.
struct FuzzTests {
  private static let pieces: [[UInt8]] = [
    "|", "(", ")", "[", "]", "\"", "`", "'", ",", ";", "\n", "\n\n", "#", "..", ".", "-", "=",
    "by ", " in ",
    " not ", " is ", "2024-", "1.370", "theo ", "\u{300}", "\u{201C}", "\0", "😀", "last 3 ",
  ].map { Array($0.utf8) }

  private func check(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let source = SourceText(name: "fuzz", text: text)
    let length = text.utf8.count
    let (statements, diagnostics) = Parser.parse(source)
    #expect(diagnostics.count <= Parser.diagnosticLimit)
    for label in diagnostics.flatMap(\.labels) {
      #expect(label.span.lower >= 0 && label.span.upper <= length)
    }
    #expect(diagnostics.allSatisfy { !$0.labels.isEmpty })
    let formatted = Formatter.formatText(source)
    #expect(formatted.diagnostics.map(\.code) == diagnostics.map(\.code))
    if diagnostics.isEmpty {
      let again = Parser.parse(SourceText(name: "", text: formatted.text))
      #expect(again.statements.map(TreeText.of) == statements.map(TreeText.of), "\(text)")
      #expect(
        Formatter.formatText(SourceText(name: "", text: formatted.text)).text == formatted.text)
    }
    _ = Parser.isIncomplete(text)
    _ = DiagnosticRenderer().render(diagnostics, in: source)
  }

  @Test(arguments: 1...8) func damagedQueriesNeverStopTheProgram(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var generator = QueryGenerator(seed: seed)
    for round in 0..<500 {
      let query =
        round.isMultiple(of: 2)
        ? Questions.queries.randomElement(using: &random) ?? "" : generator.statement()
      var bytes = Array(query.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
      check(bytes)
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let index = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0...4, using: &random) {
    case 0 where index < bytes.count: bytes[index] = UInt8.random(in: 0...255, using: &random)
    case 1 where index < bytes.count:
      let end = min(bytes.count, index + Int.random(in: 1...8, using: &random))
      bytes.removeSubrange(index..<end)
    case 2:
      let start = Int.random(in: 0...bytes.count, using: &random)
      let end = min(bytes.count, start + 12)
      bytes.insert(contentsOf: Array(bytes[start..<end]), at: index)
    default:
      bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: index)
    }
  }

  @Test func arbitraryBytesNeverStopTheProgram() {
    var random = SeededGenerator(seed: 99)
    for _ in 0..<500 {
      check((0..<60).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  @Test func timeGrowsWithTheLength() {
    let clock = ContinuousClock()
    func seconds(_ count: Int) -> Duration {
      let text = String(repeating: Questions.text, count: count)
      return clock.measure { _ = Parser.parse(SourceText(name: "", text: text)) }
    }
    _ = seconds(1)
    let short = seconds(4)
    // Eight times the text: 64 times the time if it were quadratic.
    #expect(seconds(32) < short * 32)
  }
}
