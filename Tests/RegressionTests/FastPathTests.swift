// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import NhipExecution
import Testing

/// The panel roll-up must give what the general resolver gives, to the last digit that is shown.
struct FastPathTests {
  /// A patchy panel: months missing, late starts, values that go below zero on request.
  private static func panel(offset: Int, finest: String) -> String {
    var rows = ["province,district,period,value"]
    for district in 0..<9 {
      let start = district % 4 == 3 ? 14 : 0
      for step in start..<30 where (step * 7 + district * 5) % 11 != 0 {
        let period =
          switch finest {
          case "quarter": "\(2018 + step / 4)-Q\(step % 4 + 1)"
          case "year": "\(1995 + step)"
          default: String(format: "%d-%02d", 2018 + step / 12, step % 12 + 1)
          }
        let value = Double((step * 13 + district * 29) % 50 + offset)
        rows.append("P\(district / 3),D\(district),\(period),\(value)")
      }
    }
    return rows.joined(separator: "\n") + "\n"
  }

  private static let grids = [
    "by place, year", "by place, month", "by place, quarter", "by province, year",
    "by province, month", "by district, quarter", "by district, half", "by year", "by month",
    "by place", "by province during 2018-S2..2020-03",
  ]

  @Test(arguments: ["flow", "stock", "average"], ["month", "quarter", "year"])
  func agreesWithTheResolver(kind: String, finest: String) throws {
    for offset in [0, -20] {
      let file = FileManager.default.temporaryDirectory
        .appending(path: "nhip-panel-\(kind)-\(finest)-\(offset).csv")
      try Data(Self.panel(offset: offset, finest: finest).utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      let session = try Session(datasets: nil)
      var options = FileLoadOptions()
      options.kinds = ["value": kind]
      _ = try session.load(file: file.path, as: "t", options: options)
      for grid in Self.grids {
        let query = SourceText(name: "test", text: "series value from t \(grid)")
        // Where places are rolled up, the two count what is there in different units.
        let modes = grid.contains("by place") ? ["tsv", "json", "table"] : ["tsv"]
        session.settings.usesFastPaths = true
        let fast = try text(session.run(query), modes)
        session.settings.usesFastPaths = false
        let slow = try text(session.run(query), modes)
        #expect(Self.difference(fast, slow).isEmpty, "\(grid), values from \(offset)")
      }
    }
  }

  /// The first lines that differ.
  private static func difference(_ fast: String, _ slow: String) -> [String] {
    let pairs = zip(fast.split(separator: "\n"), slow.split(separator: "\n"))
    let differing = pairs.filter { $0 != $1 }.prefix(3).map { "\($0) <> \($1)" }
    return differing.isEmpty && fast != slow ? ["one is longer"] : Array(differing)
  }

  /// What every mode shows, and the notes.
  private func text(_ outcomes: [StatementOutcome], _ modes: [String]) throws -> String {
    var parts: [String] = []
    for outcome in outcomes {
      switch outcome.result {
      case .success(let result):
        for mode in modes {
          var options = DisplayOptions()
          options.mode = mode
          parts.append(try result.text(options))
          parts += result.noteLines(options)
        }
      case .failure(let failure): parts += failure.diagnostics.map(\.message)
      }
    }
    return parts.joined(separator: "\n")
  }
}
