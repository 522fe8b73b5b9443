// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import NhipExecution
import NhipSimulation
import Testing

/// Under a limit a query answers as it does without one, or says what it lacks; it never crashes.
struct MemoryLimitTests {
  static let queries = [
    "series crime_cases from simulated by district, month",
    "series crime_cases from simulated by province, month",
    "series crime_cases / population as rate from simulated by district, month",
    "series crime_cases from simulated by district, month | change",
    "series crime_cases from simulated by district, month | rolling 3 month mean",
    "series crime_cases from simulated by district, month | cumulative",
    "series crime_cases from simulated by district, month | shift 1 month",
    "series crime_cases from simulated by district, month | fill previous",
    "series crime_cases from simulated by district, month | trend",
    "series crime_cases from simulated by district, month | where crime_cases > 5",
    "series crime_cases from simulated by district, month | derive y = 2 * crime_cases",
    "series crime_cases from simulated by district, month | sort -crime_cases",
    "series crime_cases from simulated by district, month | top 1000 by crime_cases",
    "series crime_cases from simulated by district, month | distinct",
    "series crime_cases from simulated by district, month | pivot month",
    "series crime_cases from simulated by district, month | pivot month | unpivot",
    "series crime_cases from simulated by district, month | describe",
    "series crime_cases from simulated by district, month | share",
    "series crime_cases from simulated by place, period",
    "from simulated", "from simulated | where value > 10",
    "from simulated | summarise n = count(), s = sum(2 * value) by place, period",
    "from simulated | union simulated", "from simulated | sort value | take 2000",
    "from simulated | join simulated on place, period, indicator | select place, value",
    "from observations | take 100", "from places",
  ]

  @Test func limitsAreErrorsWithAPlace() throws {
    let session = try Self.session()
    var refused: [Int: Int] = [:]
    for query in Self.queries {
      session.settings.memoryLimitBytes = nil
      let free = Self.answer(session, query)
      #expect(free.failure == nil, "\(query): \(free.text)")
      for limit in [1 << 30, 1 << 20, 1 << 8] {
        session.settings.memoryLimitBytes = limit
        let (text, failure) = Self.answer(session, query)
        guard let failure else {
          #expect(text == free.text, "\(query), \(limit) bytes")
          continue
        }
        refused[limit, default: 0] += 1
        let error = try #require(failure.diagnostics.first)
        #expect(error.code == "E0602", "\(query), \(limit) bytes: \(error.message)")
        #expect(!error.labels.isEmpty && !error.helps.isEmpty, "\(query), \(limit) bytes")
      }
    }
    #expect(refused[1 << 30] == nil)
    #expect(refused[1 << 20, default: 0] > 3)
    #expect(refused[1 << 20, default: 0] < Self.queries.count / 2)
    #expect(refused[1 << 8, default: 0] > Self.queries.count / 2)
  }

  @Test func refusesAFileThatCannotFitBeforeItIsRead() throws {
    let path = FileManager.default.temporaryDirectory.path + "/nhip-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var text = "k,x,y\n"
    for row in 0..<20_000 { text += "a\(row % 7),\(row),\(row * 2)\n" }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let session = try Session(datasets: nil)
    session.settings.memoryLimitBytes = 100_000
    do throws(Diagnostic) {
      _ = try session.load(file: path, as: "t")
      Issue.record("400 kB of columns were loaded under a limit of 100 kB")
    } catch {
      #expect(error.code == "E0602")
      #expect(error.notes.first?.contains("rows of 3 columns") == true)
    }
    #expect(session.tableList().rowCount == 3, "only the views")
    session.settings.memoryLimitBytes = 1_000_000
    #expect(try session.load(file: path, as: "t").rowCount == 20_000)
  }

  /// A session whose simulated figures are loaded.
  private static func session() throws -> Session {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "nhip-memory-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let package = folder.appending(path: "simulated")
    try FileManager.default.createDirectory(at: package, withIntermediateDirectories: true)
    try Simulation(places: 40, months: 48).write(to: package.path)
    let session = try Session(datasets: folder.path, cache: folder.path)
    _ = answer(session, "from simulated | take 1")
    return session
  }

  private static func answer(
    _ session: Session, _ query: String
  ) -> (text: String, failure: QueryFailure?) {
    guard let outcome = session.run(SourceText(name: "memory", text: query)).first else {
      return ("", nil)
    }
    switch outcome.result {
    case .success(let result):
      return ("\(result.rowCount) rows of \(result.columnNames)", nil)
    case .failure(let failure):
      return (DiagnosticRenderer().render(failure.diagnostics, in: outcome.source), failure)
    }
  }
}
