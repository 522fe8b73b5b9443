// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipEngine
import NhipExecution
import NhipFormats
import NhipObservations

/// A session over a store that a test made, and what its queries print.
struct Bench {
  let session: Session

  init(_ store: ObservationStore) throws {
    session = try Session(datasets: nil)
    session.workspace.store = store
    session.workspace.defaultTables = store.tables.indices.map { Int32($0) }
  }

  /// Whether the panel roll-up may answer; off, the general resolver does.
  var usesFastPaths: Bool {
    get { session.settings.usesFastPaths }
    nonmutating set { session.settings.usesFastPaths = newValue }
  }

  /// The table at full precision with its marks, then the notes; or the error.
  func text(_ query: String) -> String {
    let source = SourceText(name: "property", text: query)
    return session.run(source).map { outcome in
      switch outcome.result {
      case .success(let result):
        var options = DisplayOptions()
        options.mode = "csv"
        let body = (try? result.text(options)) ?? "no text"
        options.mode = "table"
        let shown = (try? result.text(options)) ?? "no text"
        return body + shown + result.noteLines(options).joined(separator: "\n")
      case .failure(let failure):
        return DiagnosticRenderer().render(failure.diagnostics, in: outcome.source)
      }
    }.joined(separator: "\n")
  }

  func result(_ query: String) throws -> QueryResult {
    let outcomes = session.run(SourceText(name: "property", text: query))
    guard let outcome = outcomes.first, outcomes.count == 1 else { throw BenchMistake.notOneQuery }
    return try outcome.result.get()
  }
}

enum BenchMistake: Error {
  case notOneQuery
}
