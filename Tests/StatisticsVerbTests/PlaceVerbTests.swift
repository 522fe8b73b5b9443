// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine
import NhipStatistics
import Testing

/// Rates of places against scipy 1.17 and numpy.
@Suite struct PlaceVerbTests {
  static let homicide = "series homicide, population from us_states by state, year"

  /// Conditional binomial of 1405 and 741 with both populations; mid-P tails solved by brentq.
  @Test func twoPlacesByRate() throws {
    let result = try Bundled.run(
      "\(Self.homicide) during 2017 | compare Texas with Ohio per population of homicide")
    result.expect(
      0,
      [
        ("value", 1405), ("other_value", 741), ("estimate", 0.7808642091839477),
        ("low", 0.7145786610560391), ("high", 0.8538146688061661), ("p", 7.64919627500652e-08),
      ], within: 1e-8)
    #expect(result.text(row: 0, column: "verdict") == "lower")
    #expect(result.text(row: 0, column: "other") == "Ohio")
  }

  /// A quotient brings the same parts.
  @Test func aQuotientComparesAsItsParts() throws {
    let parts = try Bundled.run(
      "\(Self.homicide) during 2017 | compare Texas with Ohio per population of homicide")
    let quotient = try Bundled.run(
      "series 100000 * homicide / population as rate from us_states by state, year during 2017 | compare Texas with Ohio"
    )
    for column in ["value", "other_value", "rate", "other_rate", "estimate", "low", "high", "p"] {
      #expect(quotient.number(row: 0, column: column) == parts.number(row: 0, column: column))
    }
  }

  @Test func anIndicatorAfterPerNeedNotBeATerm() throws {
    let session = try Bundled.session()
    let shown = try Bundled.run(
      "\(Self.homicide) during 2017 | compare Texas with Ohio per population of homicide", session)
    let added = try Bundled.run(
      "series homicide from us_states by state, year during 2017 | compare Texas with Ohio per population",
      session)
    #expect(added.rowCount == shown.rowCount)
    #expect(added.columnNames == shown.columnNames)
    #expect(added.number(row: 0, column: "p") == shown.number(row: 0, column: "p"))
    let failure = try Bundled.failure(
      "series homicide from us_states by state, year during 2017 | rank per people", session)
    #expect(failure?.code == "E0201")
  }

  @Test func theRestIsTheSumOfTheOthers() throws {
    let result = try Bundled.run(
      "\(Self.homicide) during 2019 | compare Maryland with rest per population of homicide")
    let all = try Bundled.run("series homicide from us_states by country during 2019")
    let own = try #require(result.number(row: 0, column: "value"))
    let rest = try #require(result.number(row: 0, column: "other_value"))
    #expect(own + rest == all.number(row: 0, column: "homicide"))
    result.expect(0, [("n", 51), ("value", 542)])
  }

  /// stats.ttest_rel over the seven years of two counties.
  @Test func numbersArePairedOverThePeriods() throws {
    let result = try Bundled.run(
      "series crmrte from north_carolina by county, year | compare \"NC001\" with \"NC003\"")
    #expect(result.rowCount == 1)
    result.expect(
      0,
      [
        ("n", 7), ("estimate", 0.020805000061435357), ("low", 0.017964977981438326),
        ("high", 0.02364502214143239), ("p", 1.938300757652114e-06),
      ])
    #expect(result.text(row: 0, column: "method") == "paired t over periods")
  }

  @Test func fewCasesAreNotJudged() throws {
    let session = try Bundled.session()
    let result = try Bundled.run(
      "series homicide from us_states by state, year in Vermont, Wyoming during 2010..2019 | compare Vermont with Wyoming",
      session)
    for row in 0..<result.rowCount {
      let total =
        (result.number(row: row, column: "value") ?? 0)
        + (result.number(row: row, column: "other_value") ?? 0)
      let isJudged = result.text(row: row, column: "verdict") != "too few to judge"
      #expect(isJudged == (total >= 5))
    }
  }

  @Test(arguments: [
    ("compare Texas", "E0311"), ("compare Texas with Texas", "E0311"),
    ("compare Texs with Ohio", "E0203"), ("compare Texas with Ohio, Utah", "E0311"),
    ("compare Texas with Ohio per state", "E0303"), ("compare 3 + 4 with rest", "E0311"),
  ])
  func mistakesAreTold(_ stage: String, _ code: String) throws {
    #expect(
      try Bundled.failure("\(Self.homicide) during 2019 | \(stage)")?.code == code, "\(stage)")
  }

  /// Garwood limits by stats.chi2.ppf; Marshall's moments by numpy.
  @Test func rankedRates() throws {
    let result = try Bundled.run(
      "\(Self.homicide) during 2019 | rank of homicide per population")
    #expect(result.rowCount == 51)
    let vermont = try #require(result.row("state", "Vermont"))
    result.expect(
      vermont,
      [
        ("homicide_rate", 1.7628515887299296), ("homicide_low", 0.8800091615776623),
        ("homicide_high", 3.1542284420561826), ("homicide_shrunk", 2.2322865481879814),
        ("homicide_rank", 50),
      ])
  }

  @Test func equalValuesShareARank() throws {
    let session = try Bundled.session(
      table: "ties", "place,year,x\nA,2020,3\nB,2020,9\nC,2020,9\nD,2020,1\nA,2021,5\nB,2021,4\n")
    let result = try Bundled.run("series x from ties by place, year | rank", session)
    let ranks = (0..<result.rowCount).map { row in
      "\(result.text(row: row, column: "place") ?? "")\(result.text(row: row, column: "year") ?? "")=\(result.text(row: row, column: "x_rank") ?? "-")"
    }
    #expect(
      Set(ranks) == ["A2020=3", "B2020=1", "C2020=1", "D2020=4", "A2021=1", "B2021=2"])
  }

  @Test func placesAreRankedInsideTheirProvince() throws {
    let result = try Bundled.run(
      "series population from simulated by district during 2024 | rank within province")
    let firsts = (0..<result.rowCount).count {
      result.number(row: $0, column: "population_rank") == 1
    }
    #expect(firsts == 63)
  }

  /// phi of scores winsorised at 10 %, limits target +- 1.96 sqrt(phi target / population).
  @Test func aFunnelIsWidenedByWhatChanceLeaves() throws {
    let result = try Bundled.run(
      "\(Self.homicide) during 2019 | funnel of homicide per population")
    let louisiana = try #require(result.row("state", "Louisiana"))
    result.expect(
      louisiana,
      [
        ("homicide_expected", 5.003967788485971), ("homicide_z", 3.104597543474015),
        ("homicide_high", 9.232478155429884), ("homicide_p", 0.0019053808939710638),
      ])
    #expect(result.text(row: louisiana, column: "homicide_verdict") == "above 99.8 %")
    #expect(result.notes.contains { $0.contains("limits widened (phi up to 43.2)") })
  }

  @Test func aFunnelNeedsAnExposure() throws {
    let failure = try Bundled.failure("\(Self.homicide) during 2019 | funnel of homicide")
    #expect(failure?.code == "E0311")
  }

  /// The moments of `ShrunkRates` are those of the full method.
  @Test func shrunkRatesAgreeWithEmpiricalBayes() throws {
    let counts: [Double] = [12, 0, 7, 31, 2, 58]
    let exposure: [Double] = [20_000, 4_000, 15_000, 31_000, 9_000, 60_000]
    let whole = try EmpiricalBayes(counts, exposure: exposure, multiplier: 1)
    let found = try #require(ShrunkRates(counts, exposure: exposure))
    for (a, b) in zip(whole.mmShrunkRates, found.rates) {
      #expect((a - b).magnitude <= 1e-15)
    }
  }
}
