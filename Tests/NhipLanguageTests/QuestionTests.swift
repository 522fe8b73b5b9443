// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import Testing

@testable import NhipLanguage

/// The questions that analysts ask, as one script.
enum Questions {
  static let text: String = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appendingPathComponent("Fixtures/questions.nhip")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }()

  static let queries: [String] = Parser.splitStatements(text).map(\.text)
}

struct QuestionTests {
  @Test func findsEveryQuestion() {
    #expect(Questions.queries.count == 53)
  }

  @Test(arguments: Questions.queries) func readsTheQuestion(query: String) {
    let source = SourceText(name: "question", text: query)
    let (statements, diagnostics) = Parser.parse(source)
    #expect(statements.count == 1)
    #expect(diagnostics.isEmpty, "\(DiagnosticRenderer().render(diagnostics, in: source))")
  }

  @Test func readsTheWholeScript() {
    let (statements, diagnostics) = Parser.parse(SourceText(name: "q", text: Questions.text))
    #expect(statements.count == 53)
    #expect(diagnostics.isEmpty)
  }
}
