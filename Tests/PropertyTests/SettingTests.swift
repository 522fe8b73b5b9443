// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipEngine
import NhipExecution
import NhipOptimizer
import Testing

/// No setting of the engine changes an answer: batches, threads, optimiser rules, fast paths.
struct SettingTests {
  static let queries = [
    "series cases by province, year | where cases > 10 | sort -cases | take 3",
    "series cases by district, month | derive twice = 2 * cases | where twice is approximate",
    "series cases, models by province, year | where certainly cases > 5 or models is partial",
    "series cases by province, year | change vs previous",
    "series cases by district, quarter | cumulative within year",
    "series cases by province, year, offence | share within province",
    "series people by province, month during 2021 | summarise mean(people) by province",
    "series cases by place, period | where level = \"district\" | sort period, -cases",
    "series cases by province, half | fill zero | top 2 by cases within half",
    "from observations | where value > 5 | sort value, place, period, indicator | take 20",
    "series 100 * cases / people as rate by province, year | where possibly rate < 90",
    "series cases by province, year | where cases > 1 | where year >= 2021 | sort -year | take 5",
  ]

  @Test(arguments: Seeds.fresh(12)) func changesNothing(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let reports = RandomReports(&generator)
    var (store, places, table) = RandomReports.empty()
    RandomReports.commit(reports.rows, to: &store, places, table)
    let bench = try Bench(store)
    let expected = Self.queries.map { bench.text($0) }
    func check(_ setting: String, _ set: (Session) -> Void) {
      bench.session.settings = ExecutionSettings()
      bench.session.disabledRules = []
      set(bench.session)
      for (query, text) in zip(Self.queries, expected) {
        #expect(bench.text(query) == text, "seed \(seed), \(setting): \(query)")
      }
    }
    check("batches of 1 row") { $0.settings.batchRows = 1 }
    check("batches of 3 rows") { $0.settings.batchRows = 3 }
    check("1 thread") { $0.settings.threadCount = 1 }
    check("fast paths off") { $0.settings.usesFastPaths = false }
    for rule in Optimizer.allRules {
      check("without \(rule.name)") { $0.disabledRules = [rule.name] }
    }
    check("no rule") { $0.disabledRules = Set(Optimizer.allRules.map(\.name)) }
  }
}
