// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipEngine
import NhipExecution
import NhipObservations
import Testing

/// Aggregates of series whose keys change seldom give what they give row by row.
struct StretchAggregateTests {
  static let aggregates = """
    n = count(x), low = min(x), high = max(x), average = mean(x), deviation = sd(x), \
    spread = variance(x), middle = median(x), most = quantile(x, 0.9)
    """
  static let queries = [
    "series x by district, month | summarise AGGREGATES by province",
    "series x by district, month | summarise AGGREGATES by province, year",
    "series x by district, month | summarise AGGREGATES by year",
    "series x by district, month | summarise AGGREGATES by half",
    "series x by district, month | summarise AGGREGATES by district, year",
    "series x by district, month | where x > 50 | summarise AGGREGATES by province, year",
    "series x by district, month | summarise rows = count(), middle = median(x) by year",
    "series x, 2 * x as y by district, month | summarise mean(x), median(y) by year",
    "series x by district, month | derive z = x / 7 | summarise sum(z), median(z) by province, year",
    "series x by province, month | summarise total = sum(x), middle = median(x) by year",
    "series x by district, month | change vs previous | summarise AGGREGATES by province, year",
  ].map { $0.replacing("AGGREGATES", with: aggregates) }

  @Test(arguments: Seeds.fresh(20)) func agreesWithTheRows(seed: UInt64) throws {
    let bench = try bench(seed)
    for query in Self.queries {
      bench.usesFastPaths = false
      let expected = try bench.result(query).table
      bench.usesFastPaths = true
      for (threads, rows) in [(2, 1 << 16), (1, 7), (3, 7)] {
        bench.session.settings.threadCount = threads
        bench.session.settings.morselRows = rows
        let found = try bench.result(query).table
        #expect(found.notes == expected.notes, "seed \(seed): \(query)")
        #expect(found.rowCount == expected.rowCount, "seed \(seed): \(query)")
        for (field, pair) in zip(found.schema.fields, zip(found.columns, expected.columns)) {
          #expect(
            CloseColumns.agree(pair.0, pair.1), "seed \(seed): \(field.name) of \(query)")
          #expect(pair.0.detail?.marks == pair.1.detail?.marks, "seed \(seed): \(query)")
        }
      }
    }
  }

  /// A written number is a column of itself only where rows go by in batches.
  @Test func numbersGroupsByStretches() throws {
    var generator = SplitMix(seed: 5)
    let panel = RandomPanel(&generator, kind: .flow, grain: .month, gaps: 0)
    let bench = try Bench(panel.store(panel.rows))
    for (usesFastPaths, batches) in [(true, 0), (false, 1)] {
      bench.usesFastPaths = usesFastPaths
      let profile = try #require(
        try bench.result(
          "series x by district, month | summarise quantile(x, 0.9) by province, year "
            + "| explain profile"
        ).message)
      let line = try #require(profile.split(separator: "\n").first { $0.contains("aggregate") })
      let cells = line.split(separator: "  ").suffix(8).map { $0.filter { $0 != " " } }
      #expect(cells[1] == "\(batches)", "\(profile)")
    }
  }

  private func bench(_ seed: UInt64) throws -> Bench {
    var generator = SplitMix(seed: seed)
    let panel = RandomPanel(
      &generator, kind: .flow, grain: .month, gaps: generator.one(of: [0, 0.02, 0.3]),
      decimals: generator.happens(0.3))
    return try Bench(panel.store(panel.rows))
  }
}
