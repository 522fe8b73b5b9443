// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

struct RoundTripTests {
  private func check(_ text: String) {
    let source = SourceText(name: "generated", text: text)
    let (statements, diagnostics) = Parser.parse(source)
    #expect(diagnostics.isEmpty, "\(DiagnosticRenderer().render(diagnostics, in: source))")
    let formatted = Formatter.format(statements)
    let again = Parser.parse(SourceText(name: "formatted", text: formatted))
    #expect(again.diagnostics.isEmpty, "\(formatted)")
    #expect(again.statements.map(TreeText.of) == statements.map(TreeText.of), "\(formatted)")
    #expect(Formatter.format(again.statements) == formatted)
  }

  @Test(arguments: 1...20) func formattedQueriesAreReadAsTheSameTrees(seed: UInt64) {
    var generator = QueryGenerator(seed: seed)
    for _ in 0..<50 { check(generator.statement()) }
  }

  @Test(arguments: 1...10) func formattedScriptsAreReadAsTheSameTrees(seed: UInt64) {
    var generator = QueryGenerator(seed: seed &+ 1000)
    let script = (0..<20).map { _ in generator.statement() }.joined(separator: "  # c\n\n# d\n")
    let before = Parser.parse(SourceText(name: "", text: script)).statements.map(TreeText.of)
    let formatted = Formatter.formatText(SourceText(name: "", text: script))
    #expect(formatted.diagnostics.isEmpty)
    let after = Parser.parse(SourceText(name: "", text: formatted.text)).statements
    #expect(after.map(TreeText.of) == before)
    #expect(Formatter.formatText(SourceText(name: "", text: formatted.text)).text == formatted.text)
    #expect(formatted.text.split(separator: "\n").count { $0.hasPrefix("# d") } == 19)
  }

  @Test func formatsTheQuestions() {
    for query in Questions.queries { check(query) }
    let once = Formatter.formatText(SourceText(name: "", text: Questions.text)).text
    #expect(Formatter.formatText(SourceText(name: "", text: once)).text == once)
    #expect(Parser.splitStatements(once).count == 53)
  }
}
