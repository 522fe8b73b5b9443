// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import Testing

/// Correlations against scipy 1.17 and numpy.
@Suite struct CorrelateTests {
  static let states =
    "series 100000 * robbery / population as robbery_rate, 100000 * homicide / population as homicide_rate from us_states by state, year"

  /// stats.pearsonr, stats.spearmanr; Fisher z +- 1.96 / sqrt(n - 3), for rho with variance
  /// (1 + rho^2 / 2) / (n - 3).
  @Test func acrossStates() throws {
    let result = try Bundled.run("\(Self.states) during 2019 | correlate")
    result.expect(
      0,
      [
        ("n", 51), ("estimate", 0.8181499959107009), ("low", 0.7005093021098839),
        ("high", 0.8925022696680442), ("p", 2.2992412626727084e-13),
        ("spearman", 0.6854298642533936), ("spearman_low", 0.48148211714502703),
        ("spearman_high", 0.8189619366223752), ("spearman_p", 2.87082352608439e-08),
      ])
    #expect(result.notes.contains { $0.hasPrefix("both terms are divided by `population`") })
    #expect(result.notes.contains("association is no cause"))
  }

  /// stats.kendalltau(x, y, method="asymptotic"); variance 0.437 / (n - 4).
  @Test func kendall() throws {
    let result = try Bundled.run("\(Self.states) during 2019 | correlate kendall")
    result.expect(
      0,
      [
        ("estimate", 0.49019607843137264), ("low", 0.33400369933351176),
        ("high", 0.6201869672577568), ("p", 3.8468962551032025e-07),
      ])
  }

  @Test func acrossCountiesOfOneYear() throws {
    let result = try Bundled.run(
      "series prbarr, crmrte from north_carolina by county, year during 1987 | correlate pearson")
    result.expect(
      0,
      [
        ("n", 90), ("estimate", -0.3952830169749238), ("low", -0.5567951068370356),
        ("high", -0.20497072357437734), ("p", 0.00011533474637734677),
      ])
  }

  /// The correlation of what two straight lines in `density` leave; 90 - 3 degrees.
  @Test func givenAThirdFigure() throws {
    let result = try Bundled.run(
      "series prbarr, crmrte, density from north_carolina by county, year during 1987 | correlate pearson given density"
    )
    #expect(result.rowCount == 1)
    result.expect(
      0,
      [
        ("estimate", -0.26992700675402836), ("low", -0.452733714721259),
        ("high", -0.06534350000320042), ("p", 0.010522732961067344),
      ])
  }

  /// County means removed (numpy); 630 - 90 - 1 degrees; then year means too, 6 degrees fewer.
  @Test func withinPlaces() throws {
    let result = try Bundled.run(
      "series prbarr, crmrte from north_carolina by county, year | correlate pearson within place")
    result.expect(
      0,
      [
        ("n", 630), ("places", 90), ("estimate", -0.0326310015956986),
        ("low", -0.11660973708462301), ("high", 0.0518110218792699), ("p", 0.448795917373932),
        ("detrended", -0.018379420914912657), ("detrended_p", 0.6714500543384876),
      ])
  }

  /// Texas 1995 to 2019; detrended: what straight lines in time leave, 25 - 3 degrees.
  @Test func overTime() throws {
    let query =
      "series 100000 * burglary / population as b, 100000 * robbery / population as r from us_states by state, year in Texas during 1995..2019"
    let session = try Bundled.session()
    let result = try Bundled.run("\(query) | correlate pearson over time", session)
    result.expect(
      0,
      [
        ("n", 25), ("estimate", 0.8894187824677561), ("p", 2.772545640407484e-09),
        ("detrended", 0.5361870442057447), ("detrended_p", 0.006916183276501591),
      ])
    #expect(result.notes.contains { $0.hasPrefix("both series trend") })
    let later = try Bundled.run("\(query) | correlate pearson over time lag 1", session)
    later.expect(0, [("n", 24), ("estimate", 0.8169553547460687), ("p", 1.1114391873478072e-06)])
  }

  /// What the simulation planted lies inside the interval of every year (truth.json).
  @Test func thePlantedCorrelationIsRecovered() throws {
    let file = Bundled.root.appendingPathComponent("Datasets/simulated/truth.json")
    let truth = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    let planted = try #require(truth?["correlation"] as? [String: Any])
    let complete = try #require(planted["pearson_r_of_complete_panel"] as? [String: Double])
    let result = try Bundled.run(
      "series 1000 * models_total / households_total as model_density, 10000 * crime_cases / population as crime_rate from simulated by district, year | correlate"
    )
    #expect(result.rowCount == 10)
    for row in 0..<result.rowCount {
      let year = result.text(row: row, column: "year") ?? ""
      let r = try #require(complete[year])
      let low = try #require(result.number(row: row, column: "low"))
      let high = try #require(result.number(row: row, column: "high"))
      #expect(low < r && r < high, "\(year): \(r) outside \(low) to \(high)")
    }
    #expect(result.notes.contains { $0.hasPrefix("simulated data") })
  }

  @Test func theMovementsOwnFiguresAreTooFew() throws {
    let result = try Bundled.run("series models_total, tips_valuable by province, year | correlate")
    #expect(result.rowCount > 0)
    for row in 0..<result.rowCount {
      #expect(result.text(row: row, column: "status")?.hasPrefix("n is too small") == true)
      #expect(result.number(row: row, column: "estimate") == nil)
      #expect(result.number(row: row, column: "p") == nil)
    }
    #expect(result.notes.contains { $0.hasPrefix("n is too small for a correlation") })
  }

  @Test func constantPerfectAndTiedFigures() throws {
    let session = try Bundled.session(
      table: "points",
      """
      place,year,x,y,flat,ties
      A,2020,1,2,5,1
      B,2020,2,4,5,1
      C,2020,3,6,5,2
      D,2020,4,8,5,2
      E,2020,5,10,5,3
      """)
    let flat = try Bundled.run("series x, flat from points by place, year | correlate", session)
    #expect(flat.text(row: 0, column: "status") == "no variation")
    #expect(flat.number(row: 0, column: "estimate") == nil)
    let perfect = try Bundled.run("series x, y from points by place, year | correlate", session)
    perfect.expect(0, [("estimate", 1), ("low", 1), ("high", 1), ("p", 0)])
    #expect(perfect.text(row: 0, column: "status") == "perfect fit")
    // Of the 30 orders of 1, 1, 2, 2, 3 only the rising and the falling one are as far.
    let tied = try Bundled.run(
      "series x, ties from points by place, year | correlate spearman", session)
    tied.expect(0, [("estimate", 0.9486832980505139), ("p", 2.0 / 30)])
    #expect(tied.notes.contains("few points: n is 5"))
  }

  @Test func twoAndThreePointsSayNothing() throws {
    let session = try Bundled.session(
      table: "points",
      "place,year,x,y\nA,2020,1,2\nB,2020,2,3\nA,2021,1,2\nB,2021,2,5\nC,2021,3,4\n")
    let result = try Bundled.run("series x, y from points by place, year | correlate", session)
    #expect(result.text(row: 0, column: "status") == "n is too small: two points")
    #expect(result.number(row: 0, column: "estimate") == nil)
    #expect(result.text(row: 1, column: "status") == "n is too small: three points")
    #expect(result.number(row: 1, column: "low") == nil)
  }

  @Test func levelsAreNeverPooled() throws {
    let failure = try Bundled.failure(
      "series models_total, tips_received by place, year | correlate")
    #expect(failure?.code == "E0403")
    let overTime = try Bundled.failure(
      "series models_total, tips_received by place, year | correlate over time")
    #expect(overTime == nil)
  }

  @Test(arguments: [
    ("correlate pearson over place", "E0311"), ("correlate lag 2", "E0311"),
    ("correlate within year", "E0311"), ("correlate kendall given density", "E0311"),
    ("correlate given county", "E0303"), ("correlate of prbarr", "E0311"),
    ("correlate wilcoxon", "E0311"),
  ])
  func mistakesAreTold(_ stage: String, _ code: String) throws {
    let failure = try Bundled.failure(
      "series prbarr, crmrte, density from north_carolina by county, year | \(stage)")
    #expect(failure?.code == code, "\(stage)")
  }
}

extension CorrelateTests {
  @Test func namesThePackageThatHasFigures() throws {
    let notes = try Bundled.run("series models_total, crime_cases by province, year | correlate")
      .notes
    #expect(
      notes.contains {
        $0.contains("`simulated` has figures of it: `series crime_cases from simulated …`")
      },
      "\(notes)")
    #expect(!notes.contains { $0.contains("series models_total from simulated") }, "\(notes)")
  }
}
