// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import Testing

/// The two panels that `Datasets/build_panels.py` builds.
struct PanelTests {
  private func table(_ name: String) throws -> CSVText {
    try CSVText(contentsOf: Folder.datasets.appending(path: name))
  }

  @Test func holdsEveryStateInEveryYearButOne() throws {
    let panel = try table("us-states/observations.csv")
    let places = try table("us-states/places.csv")
    let states = Set(places.rows.filter { $0["level"] == "state" }.compactMap { $0["code"] })
    #expect(states.count == 51)
    let cells = panel.rows.map { "\($0["state_abbr"] ?? "") \($0["year"] ?? "")" }
    // The source has no rows for Mississippi before 1995.
    #expect(Set(cells).count == 52 * 41 - 16 && cells.count == panel.rows.count)
    #expect(!cells.contains("MS 1994") && cells.contains("MS 1995"))
    #expect(Set(panel.column("state_abbr")) == states.union([""]))
    #expect(Set(panel.column("year")) == Set((1979...2019).map(String.init)))
  }

  @Test func keepsNationalTotalsThatStatesAddUpTo() throws {
    let panel = try table("us-states/observations.csv")
    var states: [String: Double] = [:]
    var national: [String: Double] = [:]
    for row in panel.rows {
      let homicides = try #require(Double(row["homicide"] ?? ""))
      let year = row["year"] ?? ""
      if row["state_abbr"] == "" {
        national[year] = homicides
      } else {
        states[year, default: 0] += homicides
      }
    }
    #expect(national.count == 41)
    for (year, total) in national {
      // Mississippi's share of the national total, before it has rows of its own.
      let missing = year < "1995" ? 0.01..<0.02 : 0..<0.001
      #expect(missing.contains(1 - (states[year] ?? 0) / total), "\(year)")
    }
  }

  @Test func holdsNinetyCountiesInSevenYears() throws {
    let panel = try table("north-carolina/observations.csv")
    let places = try table("north-carolina/places.csv")
    let counties = Set(places.rows.filter { $0["level"] == "county" }.compactMap { $0["code"] })
    #expect(counties.count == 90)
    #expect(Set(panel.column("county")) == counties)
    #expect(Set(panel.column("year")) == Set((1981...1987).map(String.init)))
    #expect(panel.rows.count == 90 * 7)
    for row in panel.rows {
      let rate = try #require(Double(row["crmrte"] ?? ""))
      let log = try #require(Double(row["lcrmrte"] ?? ""))
      #expect(abs(Foundation.log(rate) - log) < 1e-5)
    }
  }
}
