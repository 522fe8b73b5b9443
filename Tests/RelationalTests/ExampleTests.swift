// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine
import NhipFormats
import NhipLibrary
import NhipPlan
import Testing

/// Every aggregate and function explains itself, and its examples run on the bundled data.
struct ExampleTests {
  private func check(
    _ name: String, _ summary: String, _ signature: String, _ examples: [VerbExample],
    _ session: Session
  ) {
    #expect(!summary.isEmpty && signature.hasPrefix(name + "("), "\(name)")
    #expect(!examples.isEmpty, "`\(name)` has no example")
    for example in examples {
      #expect(example.query.contains(name + "("), "\(name): \(example.query)")
      let source = SourceText(name: "example", text: example.query)
      for outcome in session.run(source) {
        switch outcome.result {
        case .success(let result):
          #expect(result.rowCount > 0, "\(name): \(example.query) gives no row")
        case .failure(let failure):
          Issue.record("\(DiagnosticRenderer().render(failure.diagnostics, in: source))")
        }
      }
    }
  }

  @Test func everyAggregateHasAnExampleThatRuns() throws {
    let session = try Session(datasets: Bundled.folder)
    for function in StandardLibrary.aggregates {
      check(function.name, function.summary, function.signature, function.examples, session)
    }
  }

  @Test func everyFunctionHasAnExampleThatRuns() throws {
    let session = try Session(datasets: Bundled.folder)
    for function in StandardLibrary.scalars {
      check(function.name, function.summary, function.signature, function.examples, session)
    }
  }

  @Test func namesAreUnique() {
    let names =
      StandardLibrary.aggregates.map(\.name) + StandardLibrary.scalars.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func everyNoteHasWordsInBothLanguages() {
    let keys = [
      "partialPooled", "partsSummed", "unweightedMean", "topMissing", "joinLeftOut",
      "joinUnmatched", "joinRepeated", "mixedLevels", "filled", "shareOfRows", "partsExceed",
    ]
    for key in keys {
      #expect(NoteTable.wordings[key] != nil, "\(key)")
      #expect(NoteTable.wordings[key]?[.en] != NoteTable.wordings[key]?[.vi], "\(key)")
    }
  }
}
