// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine
import Testing

/// Slopes against statsmodels 0.15 and scipy 1.17.
@Suite struct TrendTests {
  static let texas =
    "series 100000 * homicide / population as rate from us_states by state, year in Texas during 2000..2019"

  /// m = sm.OLS(y, sm.add_constant(t - t.mean())).fit()
  /// m.get_robustcov_results("HAC", maxlags=2, use_correction=True, use_t=True)
  @Test func leastSquaresAgreesWithNeweyWest() throws {
    let result = try Bundled.run("\(Self.texas) | trend")
    result.expect(
      0,
      [
        ("estimate", -0.0978798339230224), ("low", -0.1377412504526478),
        ("high", -0.058018417393397), ("p", 6.591903749876111e-05), ("q", 6.591903749876111e-05),
        ("r2", 0.6583293327699608), ("n", 20),
      ])
    #expect(result.text(row: 0, column: "verdict") == "decrease")
    #expect(result.text(row: 0, column: "method") == "least squares, Newey-West lag 2")
    #expect(result.text(row: 0, column: "first") == "2000")
    #expect(result.text(row: 0, column: "last") == "2019")
  }

  /// stats.theilslopes(y, t); Mann-Kendall S, tie-corrected variance, continuity correction.
  @Test func theilSenAgrees() throws {
    let result = try Bundled.run("\(Self.texas) | trend theil_sen of rate")
    result.expect(
      0,
      [
        ("estimate", -0.09588653901660522), ("low", -0.13957783140982405),
        ("high", -0.05969981686093121), ("p", 0.00040557860231992107),
        ("tau", -0.5789473684210527),
      ])
  }

  /// sm.GLM(counts, [1, t], Poisson, offset=log(population)); dispersion = Pearson chi2 / 18,
  /// limits by t with 18 degrees.
  @Test func poissonAgreesWithTheQuasiLikelihood() throws {
    let result = try Bundled.run("\(Self.texas) | trend poisson")
    result.expect(
      0,
      [
        ("estimate", -1.7898597804366891), ("low", -2.4461969852343866),
        ("high", -1.1291067710974045), ("p", 2.283913399697972e-05),
        ("dispersion", 8.892037363725954),
      ])
  }

  @Test func everyStateGetsItsRowAndOneFamily() throws {
    let result = try Bundled.run(
      "series homicide, robbery from us_states by state, year during 2010..2019 | trend")
    #expect(result.rowCount == 102)
    #expect(result.notes.contains("q counts 102 tests as one family"))
    for row in 0..<result.rowCount {
      let p = try #require(result.number(row: row, column: "p"))
      let q = try #require(result.number(row: row, column: "q"))
      #expect(q >= p)
      let isClear = result.text(row: row, column: "verdict") != "no clear change"
      #expect(isClear == (q <= 0.05))
    }
  }

  /// Twelve figures a month; a rise of 3 a year in every month, one month left out.
  @Test func seasonsAreComparedWithThemselves() throws {
    var lines = "province,month,cases\n"
    for step in 0..<60 where step != 17 {
      let (year, month) = (2015 + step / 12, step % 12 + 1)
      let cases = 100 + 40 * (month % 5) + 3 * (step / 12)
      lines += "Sơn La,\(year)-\(month < 10 ? "0" : "")\(month),\(cases)\n"
    }
    let session = try Bundled.session(table: "monthly", lines)
    let result = try Bundled.run(
      "series cases from monthly by province, month | trend seasonal", session)
    result.expect(0, [("estimate", 3), ("low", 3), ("high", 3), ("n", 59)])
    #expect(result.text(row: 0, column: "verdict") == "increase")
    #expect(result.text(row: 0, column: "method") == "seasonal Mann-Kendall")
  }

  @Test(arguments: TrendMethods.all)
  func littleDataIsARowWithTheReason(_ method: String) throws {
    let session = try Bundled.session(
      table: "few",
      """
      place,year,cases
      A,2020,5
      B,2020,4
      B,2021,6
      C,2020,1
      C,2021,2
      C,2022,4
      D,2018,7
      D,2019,7
      D,2020,7
      D,2021,7
      D,2022,7
      E,2020,
      """)
    let result = try Bundled.run("series cases from few by place, year | trend \(method)", session)
    #expect(result.rowCount == 4)
    for row in 0..<result.rowCount {
      let place = result.text(row: row, column: "place") ?? ""
      let verdict = result.text(row: row, column: "verdict")
      let status = result.text(row: row, column: "status") ?? ""
      #expect(status != "ok", "\(method) \(place)")
      if place != "D" { #expect(verdict == "too few to judge", "\(method) \(place)") }
      #expect(verdict != "increase" && verdict != "decrease", "\(method) \(place)")
    }
    let constant = try #require(result.row("place", "D"))
    if method != "poisson", method != "seasonal" {
      #expect(result.text(row: constant, column: "status") == "no variation")
      result.expect(constant, [("estimate", 0)])
      #expect(result.number(row: constant, column: "p") == nil)
    }
  }

  @Test func missingYearsStayGaps() throws {
    let session = try Bundled.session(
      table: "gap",
      "place,year,cases\nA,2010,10\nA,2011,12\nA,2012,14\nA,2018,26\nA,2019,28\nA,2020,30\n")
    let result = try Bundled.run("series cases from gap by place, year | trend theil_sen", session)
    result.expect(0, [("estimate", 2), ("n", 6)])
  }

  @Test func aPerfectLineIsNamed() throws {
    let session = try Bundled.session(
      table: "line", "place,year,cases\nA,2015,1\nA,2016,3\nA,2017,5\nA,2018,7\nA,2019,9\n")
    let result = try Bundled.run("series cases from line by place, year | trend", session)
    result.expect(0, [("estimate", 2), ("low", 2), ("high", 2), ("p", 0), ("r2", 1)])
    #expect(result.text(row: 0, column: "status") == "perfect fit")
  }

  @Test func partialYearsAreLeftOutAndCounted() throws {
    let session = try Bundled.session()
    let query = "series crime_cases from simulated by province, year"
    let without = try Bundled.run("\(query) | trend", session)
    let with = try Bundled.run("\(query) | trend including partial", session)
    #expect(without.notes.contains { $0.contains("partial cells left out of `crime_cases`") })
    #expect(!with.notes.contains { $0.contains("partial cells left out") })
    let fewer = (0..<63).reduce(0) { $0 + (without.number(row: $1, column: "n") ?? 0) }
    let more = (0..<63).reduce(0) { $0 + (with.number(row: $1, column: "n") ?? 0) }
    #expect(fewer < more)
  }

  @Test func anUnknownMethodIsNamed() throws {
    let failure = try Bundled.failure("\(Self.texas) | trend theil")
    #expect(failure?.message == "no method named `theil`")
  }

  @Test func aTableWithoutPeriodsIsRefused() throws {
    #expect(try Bundled.failure("from indicators | trend")?.code == "E0405")
  }
}

enum TrendMethods {
  static let all = ["ols", "theil_sen", "mann_kendall", "seasonal", "poisson"]
}
