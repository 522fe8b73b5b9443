// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipDiagnostics
import NhipEngine
import NhipStatistics
import Testing

/// `change` on 700 districts against a computation by hand.
struct SimulatedTests {
  private static func table(_ query: String) throws -> Table {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let cache = FileManager.default.temporaryDirectory.appending(path: "nhip-time-cache").path
    let session = try Session(datasets: root.appending(path: "Datasets").path, cache: cache)
    let outcomes = session.run(SourceText(name: "test", text: query))
    guard let outcome = outcomes.first else { throw QueryFailure([]) }
    return try outcome.result.get().table
  }

  @Test func agreesWithADirectComputation() throws {
    let plain = try Self.table(
      "series crime_cases from simulated by district, month during 2022-01..2023-12")
    let changed = try Self.table(
      "series crime_cases from simulated by district, month during 2023-01..2023-12 | change")
    struct Key: Hashable {
      let place: Int32
      let period: Period
    }
    var known: [Key: Double] = [:]
    for row in 0..<plain.rowCount {
      guard let place = plain.columns[0].place(row), let period = plain.columns[1].period(row)
      else { continue }
      known[Key(place: place, period: period)] = plain.numbers("crime_cases")[row]
    }
    let values = changed.numbers("crime_cases")
    let bases = changed.numbers("crime_cases_base")
    let p = changed.numbers("crime_cases_p")
    let percents = changed.numbers("crime_cases_percent")
    #expect(changed.rowCount == 700 * 12)
    var tested = 0
    for row in 0..<changed.rowCount {
      guard let place = changed.columns[0].place(row), let period = changed.columns[1].period(row),
        let earlier = period.shifted(years: -1)
      else { continue }
      let base = known[Key(place: place, period: earlier)] ?? .nan
      #expect(bases[row] == base || (bases[row].isNaN && base.isNaN))
      if base > 0, !values[row].isNaN {
        #expect(percents[row] == 100 * (values[row] - base) / base)
      }
      guard row % 97 == 0, !base.isNaN, !values[row].isNaN else { continue }
      let test = try CountComparison(before: base, after: values[row])
      #expect(p[row] == test.pMid)
      tested += 1
    }
    #expect(tested > 50)
  }
}
