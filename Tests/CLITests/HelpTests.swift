// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import NhipLanguage
import Testing

/// The bundled data, found upward from this file.
enum Bundled {
  static let project = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static var datasets: String { project.appending(path: "Datasets").path }
}

/// Help that is whole and right.
struct HelpTests {
  @Test func everyCodeInTheSourcesIsExplained() throws {
    let sources = Bundled.project.appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(atPath: sources.path))
    var codes: Set<String> = []
    for case let name as String in files where name.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
      for match in text.matches(of: /"(E\d{4})"/) { codes.insert(String(match.output.1)) }
    }
    // The shell's own example of a code.
    codes.remove("E0100")
    let explained = Set(ErrorCatalogue.all.map(\.code))
    #expect(codes.subtracting(explained).sorted() == [])
    #expect(explained.count == ErrorCatalogue.all.count)
  }

  @Test func everyExplanationHasAWrongAndARightQuery() {
    for entry in ErrorCatalogue.all {
      #expect(!entry.wrongQuery.isEmpty && !entry.rightQuery.isEmpty, "\(entry.code)")
      #expect(entry.wrongQuery != entry.rightQuery, "\(entry.code)")
      #expect(!entry.explanation.isEmpty && !entry.title.isEmpty, "\(entry.code)")
    }
  }

  @Test func tenExamplesWorkOnTheBundledData() throws {
    let session = try Session(datasets: Bundled.datasets)
    #expect(HelpPage.examples.count == 10)
    for example in HelpPage.examples {
      for outcome in session.run(SourceText(name: "help", text: example.query)) {
        switch outcome.result {
        case .success(let result): #expect(result.rowCount > 0, "\(example.query)")
        case .failure(let failure):
          Issue.record("\(example.query): \(failure.diagnostics.map(\.message))")
        }
      }
    }
  }

  @Test func everyVerbHasAPage() throws {
    let session = try Session(datasets: nil)
    for topic in session.helpTopics {
      #expect(try session.help(topic).contains(topic))
    }
    #expect(try session.help("xu hướng").contains("trend"))
    #expect(try session.help("e0402").contains("E0402"))
    #expect(try session.help("theo").contains("by"))
  }

  @Test func unknownTopicsNameTheNearest() throws {
    let session = try Session(datasets: nil)
    #expect {
      try session.help("tred")
    } throws: { error in
      (error as? Diagnostic)?.helps.first == "did this mean `help trend`"
    }
  }
}
