// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine
import Testing

/// A query and the error it gives, as a person sees it.
struct ErrorCase: Sendable {
  let query: String
  let text: String

  init(_ query: String, _ text: String) {
    self.query = query
    self.text = text
  }
}

/// What the relational verbs and functions refuse, word for word.
struct ErrorTests {
  private let cases = ErrorCase.sums + ErrorCase.columns + ErrorCase.tables + ErrorCase.filling

  @Test func everyMistakeIsToldWordForWord() throws {
    let shared = try Session(datasets: Bundled.folder)
    for golden in cases {
      // A package that a query loads adds to what later queries find.
      let loads = golden.query.contains(" from us_states ")
      let session = loads ? try Session(datasets: Bundled.folder) : shared
      let source = SourceText(name: "command", text: golden.query)
      guard case .failure(let failure)? = session.run(source).last?.result else {
        Issue.record("no error: \(golden.query)")
        continue
      }
      let text = DiagnosticRenderer().render(failure.diagnostics, in: source)
      #expect(text == golden.text, "\(golden.query)")
      for label in failure.diagnostics.flatMap(\.labels) {
        #expect(label.span.upper <= golden.query.utf8.count, "\(golden.query)")
      }
    }
  }
}
