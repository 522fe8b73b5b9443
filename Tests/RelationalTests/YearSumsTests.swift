// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import NhipExecution
import NhipSimulation
import Testing

/// Totals of years from sums that are kept beside the months.
struct YearSumsTests {
  @Test func areWhatTheMonthsSumUpTo() throws {
    let session = try Self.session(places: 70, months: 210)
    for grid in [
      "by year", "by province, year", "by year during 2009..2022",
      "by province, year during 2011", "by year during 1990..2030",
    ] {
      let query = "series crime_cases from simulated \(grid)"
      session.settings.usesFastPaths = true
      let fast = try Self.text(session, query)
      session.settings.usesFastPaths = false
      #expect(fast.contains("\"year\""))
      #expect(try Self.text(session, query) == fast, "\(grid)")
    }
  }

  /// More days than 16 bits count, in one year.
  @Test(arguments: [1, -3, 1_000_000_007]) func countDaysOfManyPlaces(value: Int) throws {
    var rows = ["place,period,value"]
    for place in 0..<181 {
      for (month, days) in [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for day in 1...days where place != 7 || day != 20 {
          rows.append("P\(place),\(String(format: "2020-%02d-%02d", month + 1, day)),\(value)")
        }
      }
    }
    #expect(try Self.total(rows).contains("\(66_234 * value)"))
  }

  /// The largest monthly numbers whose sums are kept in 32 bits, and the smallest of the others.
  @Test(arguments: [1_016_799, 1_016_800, 1_016_801, -1_016_800, 1_016_802])
  func holdTheLargestSums(value: Int) throws {
    var rows = ["place,period,value"]
    for place in 0..<400 {
      for month in 1...12 {
        rows.append("P\(place),\(String(format: "2020-%02d", month)),\(value)")
      }
    }
    #expect(try Self.total(rows).contains("\(4_800 * value)"))
  }

  /// The figures of a file by year, which must not depend on how they are made.
  private static func total(_ rows: [String]) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "nhip-days-\(UUID().uuidString).csv")
    try Data(rows.joined(separator: "\n").utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let session = try Session(datasets: nil)
    var options = FileLoadOptions()
    options.kinds = ["value": "flow"]
    _ = try session.load(file: file.path, as: "t", options: options)
    let query = "series value from t by year"
    let fast = try Self.text(session, query)
    session.settings.usesFastPaths = false
    #expect(try Self.text(session, query) == fast)
    return fast
  }

  /// A query goes on without what the limit has no room for, and keeps the rest.
  @Test func areMadeAsFarAsMemoryReaches() throws {
    let session = try Self.session(places: 100, months: 48)
    let query = "series crime_cases, tips_received from simulated by year"
    func indicators() throws -> [String] {
      try session.memoryList().text(Self.csv).split(whereSeparator: \.isNewline).map(String.init)
        .filter { !$0.contains("all figures") }
    }
    let before = try indicators()
    func made() throws -> Int { zip(try indicators(), before).count { $0 != $1 } }
    // 100 runs of four years take some 3 kB.
    var answers: [String] = []
    for (limit, expected) in [(2_000, 0), (5_000, 1), (nil, 2)] {
      session.settings.memoryLimitBytes = limit
      answers.append(try Self.text(session, query))
      #expect(try made() == expected, "a limit of \(limit ?? 0) bytes")
    }
    #expect(Set(answers).count == 1)
  }

  private static var csv: DisplayOptions {
    var options = DisplayOptions()
    options.mode = "csv"
    return options
  }

  private static func session(places: Int, months: Int) throws -> Session {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "nhip-years-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let package = folder.appending(path: "simulated")
    try FileManager.default.createDirectory(at: package, withIntermediateDirectories: true)
    try Simulation(places: places, months: months).write(to: package.path)
    let session = try Session(datasets: folder.path, cache: folder.path)
    _ = session.run(SourceText(name: "test", text: "from simulated | take 1"))
    return session
  }

  /// The cells and their coverage.
  private static func text(_ session: Session, _ query: String) throws -> String {
    let outcomes = session.run(SourceText(name: "test", text: query))
    return try outcomes.map { outcome in
      switch outcome.result {
      case .success(let result):
        var options = DisplayOptions()
        options.mode = "json"
        return try result.text(options) + result.noteLines(options).joined()
      case .failure(let failure):
        return failure.diagnostics.map(\.message).joined(separator: "\n")
      }
    }.joined(separator: "\n")
  }
}
