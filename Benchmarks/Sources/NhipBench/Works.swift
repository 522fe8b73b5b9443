// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// One thing to measure: a name that the peers share, and what is done.
struct Work {
  enum Task {
    /// A query on the session that holds the panel.
    case query(String)
    /// The observations as a plain file into a new session.
    case loadFile
    /// The data package into a new session, up to the answer of a first query.
    case loadUntilReady
  }

  let name: String
  let task: Task

  /// In the order of the report. What each means in SQL stands in `peers/duckdb_peer.py`.
  static func all(_ panel: Panel) -> [Work] {
    let flows = Panel.flows.joined(separator: ", ")
    let level = panel.finestLevel
    let describe = """
      from simulated | where level = "\(level)"
      | summarise n = count(value), low = min(value), high = max(value), mean = mean(value), \
      deviation = sd(value), middle = median(value) by indicator
      """
    return [
      Work(name: "load_csv", task: .loadFile),
      Work(name: "load_until_ready", task: .loadUntilReady),
      Work(name: "province_year", task: .query("series \(flows) from simulated by province, year")),
      Work(
        name: "stock_province_year",
        task: .query("series models_total from simulated by province, year")),
      Work(
        name: "district_month",
        task: .query("series crime_cases from simulated by district, month")),
      Work(
        name: "change_finest",
        task: .query(
          "series crime_cases from simulated by \(level), month | change vs same period")),
      Work(
        name: "one_series",
        task: .query("series tips_received from simulated by month in \"\(panel.somePlace)\"")),
      Work(name: "year_total", task: .query("series \(flows) from simulated by year")),
      Work(name: "describe", task: .query(describe)),
    ]
  }
}

/// Runs works on one engine.
final class Bench {
  let panel: Panel
  let works: [Work]
  private let session: Session

  init(folder: String) throws {
    panel = try Panel(folder: folder)
    works = Work.all(panel)
    session = try Session(datasets: folder)
    session.writesFiles = false
    _ = try Self.answer("from simulated | take 1", session)
  }

  /// Seconds and rows of doing a work once.
  func run(_ name: String) throws -> (seconds: Double, rows: Int) {
    guard let work = works.first(where: { $0.name == name }) else {
      throw BenchError("no work named \(name)")
    }
    let clock = ContinuousClock()
    var rows = 0
    let start = clock.now
    switch work.task {
    case .query(let text): rows = try Self.answer(text, session).rowCount
    case .loadFile:
      rows = try Session(datasets: nil).load(file: panel.observations, as: "panel").rowCount
    case .loadUntilReady:
      let fresh = try Session(datasets: panel.folder)
      rows = try Self.answer("series crime_cases from simulated by year", fresh).rowCount
    }
    return (Double((clock.now - start) / .nanoseconds(1)) / 1e9, rows)
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
