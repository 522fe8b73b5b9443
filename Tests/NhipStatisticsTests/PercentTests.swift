// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics
import Testing

struct PercentTests {
  @Test func findsTheOnlyBaseOfATwoDecimalPercent() throws {
    let percent = try ReportedPercent("+9.79")
    #expect(PercentConsistency.befores(percent, after: 5202) == 4738...4738)
  }

  @Test func namesTheNearestPossiblePercents() throws {
    let percent = try ReportedPercent("-20")
    #expect(PercentConsistency.befores(percent, after: 42) == nil)
    let nearest = PercentConsistency.nearest(percent, after: 42)
    #expect(nearest.map(\.percent) == ["-21", "-19"])
    #expect(nearest.map(\.before) == [53, 52])
    let given = try PercentConsistency.nearest(ReportedPercent("-14.7"), before: 33)
    #expect(given.map(\.percent) == ["-15.2", "-12.1"])
    #expect(given.map(\.after) == [28, 29])
  }

  @Test(arguments: ["-14,7", "-14.7 %", "\u{2212}14.7%", " -14.7"])
  func readsTheSamePercent(_ text: String) throws {
    let percent = try ReportedPercent(text)
    #expect(percent.signedUnits == -147)
    #expect(percent.decimals == 1)
  }

  @Test(
    arguments: [
      "", "n/a", "-", "%", ".", "1.", "1.2.3", "--1", "1-", "1 2", "1.2345678",
      "99999999999999999999999", "١٢",
    ])
  func refusesWhatIsNotANumber(_ text: String) {
    #expect(throws: StatisticsError.invalid("reported_percent_change")) {
      try ReportedPercent(text)
    }
  }

  @Test func findsTheBasesOfAKnownDifference() throws {
    let percent = try ReportedPercent("-14.7")
    #expect(PercentConsistency.befores(percent, difference: -5) == 34...34)
    let rise = try ReportedPercent("12.5")
    #expect(PercentConsistency.befores(rise, difference: 8) == 64...64)
    #expect(try PercentConsistency.befores(ReportedPercent("0.0"), difference: 0)?.lowerBound == 1)
  }

  @Test func findsTheFewestEventsBehindAPercent() throws {
    let pair = try PercentConsistency.smallestPair(ReportedPercent("-14.7"), upTo: 1000)
    #expect(pair?.before == 34)
    #expect(pair?.after == 29)
  }

  /// The closed searches agree with trying every pair.
  @Test(arguments: ["-14.7", "-20", "33", "0.0", "-0.0", "+0.0", "12.5", "-100", "250", "0.3"])
  func agreesWithTryingEveryPair(_ text: String) throws {
    let percent = try ReportedPercent(text)
    for mode in PercentRounding.allCases {
      for known in 0...90 {
        let afters = (0...400).filter {
          PercentConsistency.isConsistent(percent, before: known, after: $0, rounding: mode)
        }
        #expect(PercentConsistency.afters(percent, before: known, rounding: mode) == afters)
        let befores = (1...400).filter {
          PercentConsistency.isConsistent(percent, before: $0, after: known, rounding: mode)
        }
        let range = PercentConsistency.befores(
          percent, after: known, upTo: 400, rounding: mode)
        #expect(range.map { Array($0) } ?? [] == befores, "after \(known)")
        let differences = (1...400).filter {
          PercentConsistency.isConsistent(
            percent, before: $0, after: $0 + known - 45, rounding: mode)
        }
        let bases = PercentConsistency.befores(
          percent, difference: known - 45, upTo: 400, rounding: mode)
        #expect(bases.map { Array($0) } ?? [] == differences, "difference \(known - 45)")
      }
    }
  }

  @Test func refusesToSearchForever() throws {
    let percent = try ReportedPercent("-0.000001")
    #expect(throws: StatisticsError.invalid("max_before")) {
      try PercentConsistency(percent, maximumBefore: 1_000_000_000_000)
    }
    let impossible = try PercentConsistency(ReportedPercent("-150"), maximumBefore: 1_000)
    #expect(impossible.status == .belowMinus100 && impossible.count == 0)
    let base = try PercentConsistency(ReportedPercent("5"), maximumBefore: 9, before: 0)
    #expect(base.status == .zeroBase && !base.consistent)
  }
}
