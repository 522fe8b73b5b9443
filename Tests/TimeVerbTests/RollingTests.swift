// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import Testing

@testable import NhipLibrary

struct RollingTests {
  private func random(_ seed: UInt64, _ count: Int, gaps: Bool) -> [Double] {
    var generator = Generator(state: seed)
    return (0..<count).map { _ in
      let draw = generator.next()
      return gaps && draw % 9 == 0 ? .nan : Double(draw / 9 % 1_000) / 8
    }
  }

  @Test(arguments: [1, 2, 3, 5, 7, 12, 13, 30], [true, false])
  func windowsEqualTheirDefinition(width: Int, gaps: Bool) {
    for seed in 1...5 {
      let values = random(UInt64(seed), 29, gaps: gaps)
      for function in RollingFunction.allCases {
        let windows = function.windows(values, width: width)
        #expect(windows.count == values.count)
        for end in values.indices {
          let start = end - width + 1
          let window = start >= 0 ? Array(values[start...end]) : []
          let isWhole = start >= 0 && !window.contains { $0.isNaN }
          let expected = isWhole ? function.reducePresent(window) : .nan
          // Eighths add up exactly, so only the division of a mean may round.
          let isSame = windows[end] == expected || (windows[end].isNaN && expected.isNaN)
          #expect(
            isSame || (windows[end] - expected).magnitude < 1e-12 * expected.magnitude,
            "\(function) of \(width) at \(end), seed \(seed)")
        }
      }
    }
  }

  /// Series shorter than the window, too: places that report since lately.
  @Test(arguments: [0, 1, 2, 4, 11, 12, 13, 29], [true, false])
  func partialWindowsEqualTheirDefinition(count: Int, gaps: Bool) {
    let values = random(UInt64(count), count, gaps: gaps)
    for width in [1, 2, 3, 5, 12, 13, 30, 1_000] {
      for function in RollingFunction.allCases {
        let windows = function.presentWindows(values, width: width)
        #expect(windows.count == count)
        for end in values.indices {
          let expected = function.reducePresent(
            values[max(0, end - width + 1)...end].filter { !$0.isNaN })
          #expect(
            windows[end].isNaN == expected.isNaN
              && !((windows[end] - expected).magnitude >= 1e-12 * max(1, expected.magnitude)),
            "\(function) of \(width) at \(end) of \(count)")
        }
      }
    }
  }

  @Test func marksWindowsThatReachBeforeTheSeries() throws {
    let table = TestPanel.table(grain: .month, first: 24_240, count: 1, length: 4) { _, step in
      Double(1 << step)
    }
    let rolled = try TestEngine(tables: ["t": table]).run(
      "from t | rolling 12 month sum including partial")
    #expect(rolled.numbers("x_rolling") == [1, 3, 7, 15])
    #expect(rolled.marks("x_rolling").allSatisfy { $0.contains(.partial) })
  }

  @Test func doesNotDependOnWhereTheSeriesBegins() {
    var generator = Generator(state: 7)
    let values = (0..<50).map { _ in Double(generator.next() % 1_000_000) / 7 }
    let whole = RollingFunction.sum.windows(values, width: 12)
    let late = RollingFunction.sum.windows(Array(values[20...]), width: 12)
    #expect(Array(whole[31...]) == Array(late[11...]))
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func pathsAgree(seed: UInt64) throws {
    let table = TestPanel.random(seed: seed)
    var generator = Generator(state: seed)
    let order = Array(0..<table.rowCount).shuffled(using: &generator)
    let queries = [
      "from t | rolling 3 month sum", "from t | rolling 1 year mean",
      "from t | rolling 5 month median including partial", "from t | rolling 2 month sd",
      "from t | cumulative", "from t | cumulative within year",
      "from t | cumulative within year including partial", "from t | shift 2 month",
      "from t | shift -1 quarter", "from t | shift 1 year", "from t | index 2020-03 = 100",
      "from t | index 2020 = 100", "from t | change", "from t | change vs previous, 2020-05",
      "from t | change vs mean of 2020..2021",
    ]
    for query in queries {
      let fast = try TestEngine(tables: ["t": table]).run(query)
      let general = try TestEngine(tables: ["t": table], usesFastPaths: false).run(query)
      let shuffled = try TestEngine(tables: ["t": table.reordered(order)]).run(query)
      #expect(fast.sortedRows == general.sortedRows, "\(query), seed \(seed)")
      #expect(fast.sortedRows == shuffled.sortedRows, "\(query), seed \(seed)")
    }
  }

  @Test func leavesGapsAsGaps() throws {
    let table = TestPanel.table(grain: .month, first: 24_240, count: 1, length: 6) { _, step in
      step == 2 ? .nan : Double(step + 1)
    }
    let engine = TestEngine(tables: ["t": table])
    let sums = try engine.run("from t | rolling 2 month sum").numbers("x_rolling")
    #expect(sums.map { $0.isNaN } == [true, false, true, true, false, false])
    #expect(sums[4] == 9)
    let totals = try engine.run("from t | cumulative").numbers("x_cumulative")
    #expect(totals.map { $0.isNaN } == [false, false, true, true, true, true])
    let lenient = try engine.run("from t | cumulative including partial")
    #expect(lenient.numbers("x_cumulative")[1...].map { $0 } == [3, 3, 7, 12, 18])
    #expect(
      lenient.marks("x_cumulative").map { $0.contains(.partial) }
        == [false, false, true, true, true, true])
    let shifted = try engine.run("from t | shift 1 month").numbers("x_shifted")
    #expect(shifted.map { $0.isNaN } == [true, false, false, true, false, false])
  }

  @Test func beginsEachYearAnew() throws {
    let table = TestPanel.table(grain: .month, first: 24_240, count: 1, length: 14) { _, _ in 1 }
    let totals = try TestEngine(tables: ["t": table]).run("from t | cumulative within year")
      .numbers("x_cumulative")
    #expect(totals == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2])
  }

  @Test func refusesTwoRowsOfOnePeriod() throws {
    let table = TestPanel.table(grain: .year, first: 2020, count: 1, length: 2) { _, _ in 1 }
    let twice = table.reordered([0, 1, 1])
    #expect(throws: (any Error).self) {
      try TestEngine(tables: ["t": twice]).run("from t | rolling 2 year sum")
    }
  }

  @Test func stepsThroughWeeks() throws {
    // 2020 has 53 weeks.
    let first = Period("2020-W51")?.first ?? 0
    let table = TestPanel.table(grain: .week, first: first, count: 1, length: 60) { _, step in
      Double(step)
    }
    let engine = TestEngine(tables: ["t": table])
    let result = try engine.run("from t | change | cumulative within year")
    let bases = result.numbers("x_base")
    // 2021-W51 stands 53 rows after 2020-W51.
    #expect(bases[53] == 0)
    #expect(bases[52].isNaN)
    let totals = result.numbers("x_cumulative")
    #expect(totals[2].isNaN)
    #expect(totals[3] == 3)
    #expect(totals[4] == 7)
  }
}
