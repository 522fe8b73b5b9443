// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine
import Testing

/// Whatever stands in the cells, a statistic ends in a table or an error that points at the query.
@Suite struct HostileDataTests {
  private static let stages = [
    "trend", "trend theil_sen", "trend mann_kendall", "trend seasonal", "trend poisson",
    "correlate", "correlate spearman over time", "correlate within place", "correlate kendall",
    "correlate over time lag 1000000", "correlate over time given b", "compare A with rest",
    "compare A with B per b", "rank", "rank per b", "rank within place", "funnel of a per b",
    "check", "check a of b", "check a of b with a", "check a of b from a to b",
  ]

  private static let tables = [
    "place,year,a,b\nA,2020,1e300,1e-300\nB,2020,-1e300,0\nA,2021,1e300,0\nB,2021,5,1e300\nC,2021,0,0\n",
    "place,year,a,b\nA,1,0.5,-3\nB,9999,2,4\nC,2020,,\nA,2020,999999999999999,1\nA,2021,1,999999999999999\n",
    "place,period,a,b\nA,2016-01..2018-05,1,2\nA,2018,3,4\nB,2018-Q3,5,6\nB,2018-07,7,8\nA,2024-W05,1,1\n",
    "place,period,a,b\nA,2020-02-29,1,2\nA,2021-02-28,2,1\nB,2020-02-29,3,9\nB,2020-03-01,4,4\n",
    "place,year,a,b\nA,2020,7,7\n",
  ]

  @Test(arguments: tables) func everyVerbEndsWell(_ lines: String) throws {
    var options = FileLoadOptions()
    options.kinds = ["a": "flow", "b": "average"]
    options.units = ["a": "count", "b": "people"]
    options.onError = "null"
    let session = try Bundled.session(table: "odd", lines, options)
    let grain = lines.hasPrefix("place,year") ? "year" : "period"
    for stage in Self.stages {
      let query = "series a, b, 100 * a / b as c from odd by place, \(grain) | \(stage)"
      for outcome in session.run(SourceText(name: "test", text: query)) {
        switch outcome.result {
        case .failure(let failure):
          #expect(failure.diagnostics.allSatisfy { !$0.labels.isEmpty }, "\(query)")
        case .success(let result):
          for name in result.columnNames {
            for row in 0..<result.rowCount {
              let value = result.number(row: row, column: name)
              #expect(value?.isInfinite != true, "\(query): \(name)")
            }
          }
          _ = try result.text(DisplayOptions())
        }
      }
    }
  }

  /// Squares of these are no numbers; the line and the correlation are.
  @Test(arguments: ["1e200", "1e-200"]) func valuesBeyondTheirSquaresVary(_ unit: String) throws {
    let exponent = unit.dropFirst()
    let rows = [3, 1, 4, 2, 6].enumerated().map {
      "A,\(2020 + $0.offset),\($0.element)\(exponent),\($0.offset * $0.offset)"
    }
    var options = FileLoadOptions()
    options.kinds = ["a": "flow", "b": "flow"]
    let session = try Bundled.session(
      table: "odd", "place,year,a,b\n" + rows.joined(separator: "\n") + "\n", options)
    for stage in ["trend of a", "trend of a | select estimate", "correlate over time"] {
      let query = "series a, b from odd by place, year | \(stage)"
      let outcomes = session.run(SourceText(name: "test", text: query))
      let result = try #require(outcomes.first).result.get()
      #expect(result.number(row: 0, column: "estimate") != nil, "\(query)")
    }
  }

  @Test func theMovementsFiguresPassThroughEveryVerb() throws {
    let session = try Bundled.session()
    for grid in ["place, period", "place, year", "province, year", "commune, month"] {
      for stage in Self.stages.map({ $0.replacing("A with", with: "\"Hà Giang\" with") }) {
        let query = "series tips_received as a, tips_valuable as b by \(grid) | \(stage)"
        for outcome in session.run(SourceText(name: "test", text: query)) {
          if case .success(let result) = outcome.result { _ = try result.text(DisplayOptions()) }
        }
      }
    }
  }
}
