// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import Testing

/// Inputs that once stopped the program: each must now give a table or an error that points into
/// the text. `Finds` holds them, queries as `.txt`, files as `.csv`.
@Suite(.timeLimit(.minutes(1))) struct FindTests {
  static let tests = URL(filePath: #filePath).deletingLastPathComponent()
  static let datasets = tests.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Datasets").path

  static func finds(_ ending: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: tests.appending(path: "Finds").path)
    return (names ?? []).filter { $0.hasSuffix(ending) }.sorted()
  }

  private func session() throws -> Session {
    let session = try Session(datasets: Self.datasets)
    session.writesFiles = false
    return session
  }

  private func check(_ outcome: StatementOutcome) throws {
    switch outcome.result {
    case .success(let result):
      for mode in DisplayOptions.modes {
        for (locale, width) in [("en", nil), ("vi", 0), ("en", 80)] {
          var options = DisplayOptions()
          options.mode = mode
          options.locale = locale
          options.width = width
          options.maxRows = 1_000
          _ = try result.text(options)
          _ = result.noteLines(options)
        }
      }
    case .failure(let failure):
      #expect(!failure.diagnostics.isEmpty)
      for diagnostic in failure.diagnostics { check(diagnostic, in: outcome.source) }
    }
  }

  private func check(_ diagnostic: Diagnostic, in source: SourceText) {
    let length = (diagnostic.source ?? source).text.utf8.count
    for label in diagnostic.labels {
      #expect(label.span.lower >= 0 && label.span.upper <= length)
    }
    _ = DiagnosticRenderer().render(diagnostic, in: source)
    _ = diagnostic.json(in: source)
  }

  @Test(arguments: FindTests.finds(".txt")) func answersQuery(name: String) throws {
    let bytes = try Data(contentsOf: Self.tests.appending(path: "Finds/\(name)"))
    let source = SourceText(name: name, text: String(decoding: bytes, as: UTF8.self))
    for outcome in try session().run(source) { try check(outcome) }
  }

  @Test(arguments: FindTests.finds(".csv"), ["stop", "null"])
  func loadsFile(name: String, onError: String) throws {
    let file = Self.tests.appending(path: "Finds/\(name)").path
    for kind in ["", "flow", "stock", "average", "share", "change"] {
      let session = try session()
      var options = FileLoadOptions()
      options.onError = onError
      if !kind.isEmpty { options.kinds = ["*": kind, "value": kind, "a": kind] }
      do throws(Diagnostic) {
        _ = try session.load(file: file, as: "t", options: options)
      } catch {
        check(error, in: SourceText(name: name, text: ""))
        continue
      }
      // Every query also asks for columns that the file may lack: an error is an answer.
      let queries =
        ["from t", "from observations"]
        + ["value", "a", "b", "x"].flatMap {
          ["series \($0) by place, period", "series \($0) by place, year", "series \($0) by year"]
        }
      for query in queries {
        for outcome in session.run(SourceText(name: name, text: query)) { try check(outcome) }
      }
    }
  }
}
