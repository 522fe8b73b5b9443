// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import NhipExecution
import Testing

/// What `explain profile` and `.memory` show. Times vary, so that only their shape is looked at.
struct ProfileTests {
  private func lines(_ session: Session, _ query: String) throws -> [String] {
    let outcome = try #require(session.run(SourceText(name: "profile", text: query)).first)
    return try #require(try outcome.result.get().message).split(separator: "\n").map(String.init)
  }

  /// The cells of a line, from the right: all but the operator.
  private func cells(_ line: String) -> [String] {
    let parts = line.split(separator: "  ", omittingEmptySubsequences: true)
    return parts.suffix(8).map { $0.trimmingCharacters(in: .whitespaces) }
  }

  @Test func aLineAnOperatorAndTheShareOfTheBandwidth() throws {
    let session = try Session(datasets: Bundled.folder)
    let lines = try lines(
      session, "from us_states | where value > 10 | derive y = 2 * value | explain profile")
    #expect(lines.count == 5)
    #expect(
      cells(lines[0]) == [
        "rows", "batches", "tasks", "ms", "read", "written", "cycles", "GB/s",
      ])
    #expect(Set(lines.dropLast().map(\.count)).count == 1, "aligned")
    #expect(lines[1].hasPrefix("project ") && lines[2].hasPrefix("  filter "))
    #expect(lines[3].hasPrefix("    scan us_states"))
    // Computed in batches, and one column more than it was given.
    #expect(Int(cells(lines[1])[1]) ?? 0 > 0)
    #expect(cells(lines[1])[4] != "0 B" && cells(lines[1])[5] != "0 B")
    #expect(lines[4].hasPrefix("the query moved ") && lines[4].contains(" % of the "))
  }

  @Test func columnsThatArePassedOnAreNotWritten() throws {
    let session = try Session(datasets: Bundled.folder)
    let lines = try lines(session, "from us_states | select place, value | explain profile")
    let project = try #require(lines.first { $0.contains("project ") })
    #expect(cells(project)[4] == "0 B" && cells(project)[5] == "0 B")
  }

  @Test func aLimitLeavesNoRoomForTheMeasurement() throws {
    let session = try Session(datasets: Bundled.folder)
    session.settings.memoryLimitBytes = 64 << 20
    let lines = try lines(session, "series tips_valuable by year | explain profile")
    #expect(lines.last?.contains("no room to measure") == true)
  }

  @Test func memoryIsTheSumOfItsParts() throws {
    let session = try Session(datasets: Bundled.folder)
    let result = session.memoryList()
    var sum = 0.0
    var whole = 0.0
    for row in 0..<result.rowCount {
      let bytes = result.number(row: row, column: "bytes") ?? 0
      let parts = ["values", "periods", "denominators", "details", "index", "texts"].map {
        result.number(row: row, column: $0) ?? 0
      }
      #expect(parts.reduce(0, +) == bytes)
      guard result.text(row: row, column: "table") == "movement" else { continue }
      let isWhole = result.text(row: row, column: "part") == "all figures"
      if isWhole { whole = bytes } else { sum += bytes }
    }
    #expect(whole == sum && whole > 0)
  }
}
