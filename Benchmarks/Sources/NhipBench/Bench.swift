// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// Runs the works of a suite on one engine that holds its data.
final class Bench {
  let works: [Work]
  private let threads: Int
  private let panel: Panel?
  private let session: Session

  init(suite: String, folder: String, threads: Int) throws {
    self.threads = threads
    switch suite {
    case "panel":
      let panel = try Panel(folder: folder)
      self.panel = panel
      works = Work.panel(panel)
      session = try Session(datasets: folder)
      _ = try Self.answer("from simulated | take 1", session)
    case "h2o":
      panel = nil
      works = Work.h2o
      session = try Session(datasets: nil)
      _ = try session.load(file: "\(folder)/g1.csv", as: "g1")
    default: throw BenchError("no suite named \(suite): panel or h2o")
    }
    session.writesFiles = false
    session.configure(threads: threads, memoryLimitBytes: nil)
  }

  /// Seconds and rows of doing a work once.
  func run(_ name: String) throws -> (seconds: Double, rows: Int) {
    guard let work = works.first(where: { $0.name == name }) else {
      throw BenchError("no work named \(name)")
    }
    let clock = ContinuousClock()
    let start = clock.now
    let rows = try run(work.task)
    return (Double((clock.now - start) / .nanoseconds(1)) / 1e9, rows)
  }

  private func run(_ task: Work.Task) throws -> Int {
    switch (task, panel) {
    case (.query(let text), _): return try Self.answer(text, session).rowCount
    case (.loadFile(let isPlain), let panel?):
      let fresh = try Session(datasets: nil)
      fresh.configure(threads: threads, memoryLimitBytes: nil)
      var options = FileLoadOptions()
      options.isPlain = isPlain
      return try fresh.load(file: panel.observations, as: "panel", options: options).rowCount
    case (.loadUntilReady, let panel?):
      let fresh = try Session(datasets: panel.folder)
      fresh.configure(threads: threads, memoryLimitBytes: nil)
      return try Self.answer("series crime_cases from simulated by year", fresh).rowCount
    default: throw BenchError("only a panel is loaded anew")
    }
  }

  /// The answer of a work as CSV at full precision; `nil` for a load.
  func csv(_ name: String) throws -> String? {
    guard let work = works.first(where: { $0.name == name }), case .query(let text) = work.task
    else { return nil }
    var options = DisplayOptions()
    options.mode = "csv"
    return try Self.answer(text, session).text(options)
  }

  private static func answer(_ text: String, _ session: Session) throws -> QueryResult {
    let source = SourceText(name: "work", text: text)
    guard let outcome = session.run(source).first else { throw BenchError("nothing ran: \(text)") }
    switch outcome.result {
    case .success(let result): return result
    case .failure(let failure):
      throw BenchError(DiagnosticRenderer().render(failure.diagnostics, in: source))
    }
  }
}
