// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipEngine
import NhipExecution
import NhipObservations
import Testing

/// Aggregates that read the runs of the store give what they give over the rows of the view.
struct RunAggregateTests {
  static let aggregates = """
    n = count(value), rows = count(), low = min(value), high = max(value), total = sum(value), \
    average = mean(value), deviation = sd(value), spread = variance(value), middle = median(value), \
    most = quantile(value, 0.9)
    """
  /// Filters and keys that are the same all along a run.
  static let direct = [
    "from observations | summarise AGGREGATES by level",
    "from observations | summarise AGGREGATES by level, indicator",
    "from observations | where level = \"district\" | summarise AGGREGATES",
    "from observations | where level = \"district\" | summarise AGGREGATES by indicator",
    "from observations | where level = \"commune\" | summarise AGGREGATES by province, indicator",
    "from observations | where level != \"district\" | summarise AGGREGATES by indicator, level",
    "from observations | summarise AGGREGATES by place",
    "from observations | where indicator = \"cases\" | summarise AGGREGATES by place, status",
    "from observations | where offence = \"theft\" | summarise AGGREGATES by level",
    "from observations | where offence != \"theft\" | where unit = \"count\" "
      + "| summarise AGGREGATES by level",
    "from observations | where indicator = \"none\" | summarise AGGREGATES by level",
    "from observations | where level = \"village\" | summarise AGGREGATES",
    "from observations | derive figure = value, kept = indicator | where kept != \"cases\" "
      + "| summarise total = sum(figure), middle = median(figure) by level, kept",
    "from observations | where place in (\"D0\", \"B\") | summarise rows = count() by level, indicator",
  ]
  /// Keys, conditions or arguments of single rows, for which the view is made.
  static let general = [
    "from observations | where value > 3 | summarise AGGREGATES by level, indicator",
    "from observations | where period >= 2021-06 | summarise AGGREGATES by level",
    "from observations | summarise AGGREGATES by level, period",
    "from observations | derive twice = 2 * value | summarise sum(twice), mean(value) by level",
    "from observations | summarise places = count_distinct(place), sum(value) by level",
  ]
  static let queries = (direct + general).map { text($0) }

  private static func text(_ query: String) -> String {
    query.replacing("AGGREGATES", with: aggregates)
  }

  /// Columns that are rounded: sums of numbers that are not whole, and what is made of them.
  private static let rounded = ["total", "average", "deviation", "spread"]

  @Test(arguments: Seeds.fresh(20)) func agreesWithTheView(seed: UInt64) throws {
    let bench = try bench(seed)
    for query in Self.queries {
      bench.usesFastPaths = false
      let expected = try bench.result(query).table
      bench.usesFastPaths = true
      for (threads, rows) in [(2, 1 << 16), (1, 7), (2, 7), (3, 7)] {
        bench.session.settings.threadCount = threads
        bench.session.settings.morselRows = rows
        let found = try bench.result(query).table
        #expect(found.schema.names == expected.schema.names)
        #expect(found.rowCount == expected.rowCount)
        #expect(found.notes == expected.notes, "seed \(seed): \(query)")
        for (field, pair) in zip(found.schema.fields, zip(found.columns, expected.columns)) {
          #expect(
            Self.rounded.contains(field.name)
              ? CloseColumns.agree(pair.0, pair.1)
              : CloseColumns.texts(pair.0) == CloseColumns.texts(pair.1),
            "seed \(seed), \(rows) rows a task: \(field.name) of \(query)")
        }
      }
    }
  }

  @Test(arguments: Seeds.fresh(10)) func threadsChangeNoBit(seed: UInt64) throws {
    let bench = try bench(seed)
    for query in Self.queries {
      bench.session.settings.morselRows = 5
      let columns = try [1, 2, 5].map { threads in
        bench.session.settings.threadCount = threads
        return try bench.result(query).table.columns.map { CloseColumns.texts($0) }
      }
      #expect(columns[0] == columns[1] && columns[0] == columns[2], "seed \(seed): \(query)")
    }
  }

  @Test func leavesTheRowsUnread() throws {
    let bench = try bench(7)
    for query in Self.direct + Self.general {
      let text = Self.text(query)
      let isDirect = Self.direct.contains(query)
      let profile = try bench.result("\(text) | explain profile").message ?? ""
      #expect(profile.contains("over runs of observations") == isDirect, "\(text)\n\(profile)")
      #expect(profile.contains("scan observations") != isDirect, "\(text)\n\(profile)")
    }
  }

  /// Numbers far from zero keep their spread.
  @Test func spreadSurvivesALargeOffset() throws {
    var (store, places, table) = RandomReports.empty()
    let rows = (0..<240).map { month in
      RandomReports.Row(
        indicator: 0, place: places.count - 1, period: Period(.month, Int32(24_000 + month)),
        value: 1e9 + Double(month % 2))
    }
    RandomReports.commit(rows, to: &store, places, table)
    let bench = try Bench(store)
    let result = try bench.result("from observations | summarise variance(value) by level").table
    let variance = try #require(result.columns[1].numbers?.first)
    // 120 zeros and 120 ones: 240 / 4 squares over 239.
    #expect(abs(variance - 60.0 / 239) < 1e-12)
  }

  /// Plain observations of several indicators, levels and breakdowns, with gaps; some indicators
  /// are whole, some are not, and one may be infinite.
  private func bench(_ seed: UInt64) throws -> Bench {
    var generator = SplitMix(seed: seed)
    var (store, places, table) = RandomReports.empty()
    // So that the view has the column.
    var rows = [
      RandomReports.Row(
        indicator: 0, place: 0, period: .month(2020, 1), value: 2, offence: "theft")
    ]
    for indicator in RandomReports.indicators.indices where generator.happens(0.8) {
      let gaps = generator.one(of: [0, 0.1, 0.7])
      let isWhole = generator.happens(0.5)
      let isInfinite = generator.happens(0.15)
      let width = generator.one(of: [3, 200, 1_000_000])
      for place in places.indices where generator.happens(0.8) {
        let offence = generator.happens(0.2) ? generator.one(of: ["theft", "fraud"]) : nil
        for month in 0..<generator.pick(1...40) where !generator.happens(gaps) {
          let whole = Double(generator.pick(-2...width))
          var row = RandomReports.Row(
            indicator: indicator, place: place, period: Period(.month, Int32(24_250 + month)),
            value: isWhole ? whole : whole / 7, offence: offence)
          if isInfinite && generator.happens(0.02) { row.value = .infinity }
          if generator.happens(0.05) { row.status = "target" }
          rows.append(row)
        }
      }
    }
    RandomReports.commit(rows, to: &store, places, table)
    return try Bench(store)
  }
}
