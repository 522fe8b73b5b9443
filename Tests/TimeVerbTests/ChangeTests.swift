// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipStatistics
import Testing

@testable import NhipLibrary

struct ChangeTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func findsBasesByTheCalendar(seed: UInt64) throws {
    let table = TestPanel.random(seed: seed)
    // Some rows are gone, so that a step by rows would be wrong.
    let kept = (0..<table.rowCount).filter { $0 % 5 != 1 }
    let rows = table.reordered(kept)
    let result = try TestEngine(tables: ["t": rows]).run("from t | change vs same period, previous")
    var known: [String: Double] = [:]
    for row in 0..<rows.rowCount {
      guard let place = rows.columns[0].place(row), let period = rows.columns[1].period(row) else {
        continue
      }
      known["\(place) \(period)"] = rows.numbers("x")[row]
    }
    for (label, step) in [("same_period", PeriodStep.years(-1)), ("previous", .own(-1))] {
      let bases = result.numbers("x_\(label)_base")
      let differences = result.numbers("x_\(label)_difference")
      for row in 0..<rows.rowCount {
        guard let place = rows.columns[0].place(row), let period = rows.columns[1].period(row),
          let earlier = step.period(from: period)
        else { continue }
        let expected = known["\(place) \(earlier)"] ?? .nan
        #expect(bases[row] == expected || (bases[row].isNaN && expected.isNaN))
        let difference = rows.numbers("x")[row] - expected
        #expect(differences[row] == difference || (differences[row].isNaN && difference.isNaN))
      }
    }
  }

  @Test func agreesWithTheYearOverYearTable() throws {
    // The reference: robberies of counties, tested as one table.
    let before: [Double] = [500, 34, 2, 0, 0, 41, 100, 206]
    let after: [Double] = [340, 29, 1, 12, 3, 57, 130, 171]
    let table = TestPanel.table(grain: .week, first: 2_800, count: 8, length: 2) { series, step in
      step == 0 ? before[series] : after[series]
    }
    let result = try TestEngine(tables: ["t": table]).run("from t | change vs previous")
    let expected = try YearOverYear(before: before, after: after)
    let total = before.reduce(0, +)
    for row in expected.rows {
      let at = row.index * 2 + 1
      #expect(result.numbers("x_difference")[at] == row.difference)
      #expect(result.numbers("x_p")[at] == row.pMid)
      let q = result.numbers("x_q")[at]
      #expect(row.qBh.map { $0 == q } ?? q.isNaN)
      #expect(
        result.numbers("x_contribution")[at] == 100 * (row.after - row.before) / total)
      switch row.label {
      case .increase: #expect(result.texts("x_verdict")[at] == "increase")
      case .decrease: #expect(result.texts("x_verdict")[at] == "decrease")
      case .noClearChange: #expect(result.texts("x_verdict")[at] == "no clear change")
      case .tooFewToJudge:
        #expect(
          result.texts("x_verdict")[at]
            == (row.before == 0 ? "base zero" : "too few to judge"))
      }
      let test = try CountComparison(before: row.before, after: row.after)
      if let interval = test.percentIntervalMidP {
        #expect(result.numbers("x_low")[at] == interval.lower)
        let high = result.numbers("x_high")[at]
        #expect(high == interval.upper || (interval.upper == .infinity && high.isNaN))
      }
    }
  }

  @Test func setsOffUnequalLengths() throws {
    // January against February of a leap year: 31 and 29 days.
    let table = TestPanel.table(grain: .month, first: 2024 * 12, count: 1, length: 2) { _, step in
      step == 0 ? 310 : 290
    }
    let result = try TestEngine(tables: ["t": table]).run("from t | change vs previous")
    #expect(result.numbers("x_difference")[1] == -20)
    #expect((result.numbers("x_percent")[1] + 100 * 20 / 310).magnitude < 1e-9)
    #expect(result.numbers("x_adjusted_percent")[1].magnitude < 1e-9)
    let test = try RateChange(before: 310, after: 290, exposureBefore: 31, exposureAfter: 29)
    #expect(result.numbers("x_p")[1] == test.p)
    #expect(result.notes.contains { $0.key == "lengthAdjusted" })
  }

  @Test func givesNothingForAMissingYear() throws {
    let table = TestPanel.table(grain: .year, first: 2020, count: 1, length: 4) { _, step in
      step == 1 ? .nan : 100
    }
    let result = try TestEngine(tables: ["t": table]).run("from t | change vs previous")
    #expect(result.numbers("x_difference").map { $0.isNaN } == [true, true, true, false])
    #expect(result.texts("x_verdict") == [nil, nil, nil, "no clear change"])
    let fixed = try TestEngine(tables: ["t": table]).run("from t | change vs 2021")
    #expect(fixed.numbers("x_difference").map { $0.isNaN } == [true, true, true, true])
  }

  @Test func leavesRowsThatAreTheirOwnBaseOutOfTheFamily() throws {
    let table = TestPanel.table(grain: .year, first: 2020, count: 2, length: 3) { series, step in
      Double(100 + 30 * step + series)
    }
    let result = try TestEngine(tables: ["t": table]).run("from t | change vs 2020")
    #expect(result.numbers("x_p").map { $0.isNaN } == [true, false, false, true, false, false])
    #expect(result.numbers("x_difference")[0] == 0)
  }

  @Test func refusesUnlikeLengths() throws {
    let table = TestPanel.table(grain: .half, first: 4040, count: 1, length: 2) { _, _ in 1 }
    for query in ["from t | change vs 2020", "from t | change vs mean of 2020-Q1"] {
      #expect(throws: (any Error).self) {
        try TestEngine(tables: ["t": table]).run(query)
      }
    }
  }

  @Test func takesTheMeanOfSameMonths() throws {
    let table = TestPanel.table(grain: .month, first: 2020 * 12, count: 1, length: 37) { _, step in
      Double(step)
    }
    let result = try TestEngine(tables: ["t": table]).run("from t | change vs mean of 2020..2022")
    #expect(result.numbers("x_base")[36] == 12)
    #expect(result.numbers("x_base")[5] == 17)
    let test = try RateChange(before: 36, after: 36, exposureBefore: 93, exposureAfter: 31)
    #expect(result.numbers("x_p")[36] == test.p)
  }
}
