// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine
import Testing

@Suite struct CheckTests {
  @Test func aPercentWithoutCountsStandsOnTheSmallestOnes() throws {
    let result = try Bundled.run("series crime_change by place, year | check")
    let row = try #require(result.row("what", "reported percent"))
    let finding = try #require(result.text(row: row, column: "finding"))
    #expect(finding.contains("the smallest whole counts that give -14.7 % are 34 → 29"))
    #expect(finding.contains("not distinguishable from chance (mid-P 0.53)"))
    #expect(result.text(row: row, column: "verdict") == "cannot tell")
    #expect(result.text(row: row, column: "place") == "Ngọc Hà")
    let remark = try #require(result.row("what", "remark"))
    let text = result.text(row: remark, column: "finding") ?? ""
    #expect(text.contains("without a number of cases"))
  }

  @Test(arguments: ["by model_type in \"Ha Giang\" during 2023", "by province, year"])
  func partsAreSetAgainstTheirTotalUnasked(_ grid: String) throws {
    let result = try Bundled.run("series models_built \(grid) | check")
    let row = try #require(result.row("what", "parts and total"))
    #expect(
      result.text(row: row, column: "finding")
        == "8 values of `model_type` add up to 357 of the reported 379; 22 not broken down")
    #expect(result.text(row: row, column: "verdict") == "cannot tell")
  }

  /// The figures of eighteen published changes: current, difference, printed percent, decimals.
  static let published = """
    id,current,delta,reported_pct,decimals
    1,5202,464,9.79,2
    2,3753,176,4.92,2
    3,7462,346,4.86,2
    4,7,4,133.33,2
    5,248,18,7.83,2
    6,47,-16,-25.40,2
    7,1937,-1195,-38.15,2
    8,338,51,17.77,2
    9,134,24,21.82,2
    10,1799,-90,-4.76,2
    11,873,13,1.51,2
    12,1272,-152,-10.67,2
    13,9398,-3009,-24.25,2
    14,5293,-201,-3.66,2
    15,6246,-3203,-33.90,2
    16,318,15,4.95,2
    17,180,-3,-1.6,1
    18,844,137,19,0
    """

  @Test(arguments: [
    "check reported_pct of current with delta to decimals",
    "check reported_pct of current with delta",
  ])
  func publishedChangesFollowFromTheirCounts(_ stage: String) throws {
    let session = try Bundled.session(table: "reported", Self.published)
    let result = try Bundled.run("from reported | \(stage)", session)
    #expect(result.rowCount == 18)
    for row in 0..<18 {
      #expect(result.text(row: row, column: "verdict") == "consistent", "row \(row + 1)")
    }
    #expect(result.text(row: 0, column: "finding") == "4738 → 5202 is 9.79 %")
    #expect(result.notes.contains("18 rows checked: 0 not consistent, 0 cannot be told"))
  }

  @Test func withoutTheDifferenceTheBaseIsFound() throws {
    let session = try Bundled.session(table: "reported", Self.published)
    let result = try Bundled.run(
      "from reported | check reported_pct of current to decimals", session)
    #expect(
      result.text(row: 0, column: "finding") == "5202 at 9.79 % has exactly one base: 4738")
    for row in 0..<18 { #expect(result.text(row: row, column: "verdict") == "consistent") }
  }

  @Test func anImpossiblePercentNamesTheNearestPossible() throws {
    let session = try Bundled.session(table: "claims", "cases,printed\n42,-20\n34,\n")
    let result = try Bundled.run("from claims | check printed of cases", session)
    #expect(
      result.text(row: 0, column: "finding")
        == "no whole base gives -20 % at 42; possible is -21 % from 53; possible is -19 % from 52")
    #expect(result.text(row: 0, column: "verdict") == "not consistent")
    #expect(result.text(row: 1, column: "verdict") == "cannot tell")
  }

  @Test(arguments: [
    (34, 29, "-14.7", "consistent", "34 → 29 is -14.7 %"),
    (
      34, 29, "-17.2", "not consistent",
      "34 → 29 is -14.7 %, not -17.2 %; divided by the later count"
    ),
    (34, 29, "14.7", "not consistent", "34 → 29 is -14.7 %, not 14.7 %; the sign is wrong"),
    (0, 5, "100", "cannot tell", "from a base of 0 there is no percent"),
    (20, 1, "-120", "not consistent", "no count falls by more than 100 %"),
  ])
  func countsDecideOnAPercent(
    _ before: Int, _ after: Int, _ percent: String, _ verdict: String, _ finding: String
  ) throws {
    let result = try Bundled.run(
      "from indicators | take 1 | check \(percent) of \(after) from \(before)")
    #expect(result.text(row: 0, column: "finding") == finding)
    #expect(result.text(row: 0, column: "verdict") == verdict)
  }

  /// The base lies before what was asked, and one year's percent is wrong.
  @Test func countsInTheSameQueryAreUsed() throws {
    var options = FileLoadOptions()
    options.kinds = ["crime_cases": "flow", "crime_change": "change"]
    options.units = ["crime_cases": "count", "crime_change": "percent"]
    let session = try Bundled.session(
      table: "wards",
      """
      commune,year,crime_cases,crime_change
      Ngọc Hà,2021,40,
      Ngọc Hà,2022,34,-15
      Ngọc Hà,2023,29,-17.2
      """, options)
    let query = "series crime_cases, crime_change from wards by place, year"
    let last = try Bundled.run("\(query) during 2023 | check", session)
    #expect(last.rowCount == 1)
    #expect(last.text(row: 0, column: "what") == "percent and counts")
    #expect(
      last.text(row: 0, column: "finding")
        == "34 → 29 is -14.7 %, not -17.2 %; divided by the later count")
    let all = try Bundled.run("\(query) | check", session)
    #expect(all.rowCount == 2)
    #expect(all.text(row: 0, column: "finding") == "40 → 34 is -15 %")
  }

  @Test func nothingToCheckIsSaid() throws {
    let result = try Bundled.run(
      "series homicide from us_states by state, year in Texas during 2018..2019 | check")
    #expect(result.rowCount == 0)
    #expect(result.notes.contains("2 cells looked at: nothing in them can be checked"))
  }

  @Test(arguments: [
    ("from indicators | check", "E0311"), ("from indicators | check observations", "E0311"),
    ("from indicators | check 1 of observations with observations from observations", "E0311"),
    ("from indicators | check observations of name_en", "E0303"),
    ("series crime_change by place, year | check with crime_change", "E0311"),
  ])
  func mistakesAreTold(_ query: String, _ code: String) throws {
    #expect(try Bundled.failure(query)?.code == code, "\(query)")
  }
}
