// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipEngine
import NhipObservations
import Testing

/// Columns that are not read are not computed; those that are read stay what they were.
struct NarrowingTests {
  static let queries = [
    "series x by district, month | change vs same period",
    "series x by district, month | change vs same period, previous including partial",
    "series x by province, month | change vs previous",
    "series x by province, month during 2018 | change vs same period including partial",
    "series x, 2 * x as y by district, month | trend",
    "series x by province, quarter | trend theil_sen including partial",
    "series x by district, month | rolling 3 month mean",
    "series x by province, month | rolling 5 month sum including partial",
    "series x, x as y by district, year | correlate pearson including partial",
    "series x, x as y by province, quarter | correlate pearson",
  ]

  @Test(arguments: Seeds.fresh(6)) func changesNoColumn(seed: UInt64) throws {
    let bench = try self.bench(seed)
    for query in Self.queries {
      let whole = try bench.result(query).table
      for (index, field) in whole.schema.fields.enumerated() {
        let alone = try bench.result("\(query) | select `\(field.name)`").table.columns[0]
        let expected = whole.columns[index]
        #expect(
          CloseColumns.texts(alone) == CloseColumns.texts(expected),
          "seed \(seed): \(field.name) of \(query)")
        #expect(alone.detail?.marks == expected.detail?.marks, "seed \(seed): \(query)")
        #expect(alone.detail?.lower == nil || alone.detail?.lower?.count == whole.rowCount)
      }
    }
  }

  /// With and without the ways that only panels and blocks can go.
  @Test(arguments: Seeds.fresh(6)) func fastPathsChangeNothing(seed: UInt64) throws {
    let bench = try self.bench(seed)
    let selections = ["", " | select x_percent", " | select x_difference, x_percent"]
    for query in Self.queries {
      for selection in selections where selection.isEmpty || query.contains("change") {
        bench.usesFastPaths = true
        let fast = bench.text(query + selection)
        bench.usesFastPaths = false
        #expect(fast == bench.text(query + selection), "seed \(seed): \(query + selection)")
      }
    }
  }

  /// Rows in blocks of periods and the same rows in no blocks are correlated alike.
  @Test(arguments: Seeds.fresh(6)) func blocksChangeNothing(seed: UInt64) throws {
    let bench = try self.bench(seed)
    for grain in ["year", "month"] {
      let series = "series x, x as y by district, \(grain)"
      #expect(
        bench.text("\(series) | correlate including partial")
          == bench.text("\(series) | sort district, \(grain) | correlate including partial"),
        "seed \(seed), \(grain)")
    }
  }

  private func bench(_ seed: UInt64) throws -> Bench {
    var generator = SplitMix(seed: seed)
    let panel = RandomPanel(
      &generator, kind: .flow, grain: .month, gaps: generator.one(of: [0, 0.05, 0.3]),
      decimals: generator.happens(0.3))
    return try Bench(panel.store(panel.rows))
  }
}
