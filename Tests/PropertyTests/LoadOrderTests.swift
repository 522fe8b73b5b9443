// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import Testing

/// What a store answers does not depend on the order of rows, nor on the commits they came in.
struct LoadOrderTests {
  static let queries = [
    "series cases by province, year", "series cases by district, half in Land",
    "series cases by year", "series cases during 2021..2022", "series cases by place, period",
    "series cases by province, year, offence", "series cases by country, year, scene, offence",
    "series cases[offence != \"theft\"] by province, year",
    "series cases[offence in (\"theft\", \"fraud\")], cases[unit = \"kg\"] as kg by country, year",
    "series models by province, year", "series models by district, month in A",
    "series people, cases / people as rate by province, quarter",
    "series plans, plans.base, plans.percent by province, year", "series plans by district, year",
    "series clearance by province, year", "series clearance by place, period",
    "series target(cases), reported_change(cases) by province, year",
    "series cases, models by province, year matched", "series cases by province, year prefer b",
    "series mean(cases over district), max(models) by country, year",
  ]

  @Test(arguments: Seeds.fresh(25)) func ordersAgree(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let reports = RandomReports(&generator)
    var (store, places, table) = RandomReports.empty()
    RandomReports.commit(reports.rows, to: &store, places, table)
    let plain = try Bench(store)

    var (other, _, _) = RandomReports.empty()
    var rest = reports.rows.shuffled(using: &generator)[...]
    while !rest.isEmpty {
      let size = min(rest.count, generator.pick(1...20))
      RandomReports.commit(Array(rest.prefix(size)), to: &other, places, table)
      rest = rest.dropFirst(size)
    }
    let shuffled = try Bench(other)

    for query in Self.queries {
      let expected = plain.text(query)
      #expect(shuffled.text(query) == expected, "seed \(seed): \(query)")
      shuffled.usesFastPaths = false
      #expect(shuffled.text(query) == expected, "seed \(seed), fast paths off: \(query)")
      shuffled.usesFastPaths = true
    }
  }

  @Test(arguments: Seeds.fresh(40)) func aStoreKeepsAllThatWasCommitted(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    let reports = RandomReports(&generator)
    var (store, places, table) = RandomReports.empty()
    for rows in [reports.rows.prefix(20), reports.rows.dropFirst(20)] {
      RandomReports.commit(Array(rows), to: &store, places, table)
    }
    var count = 0
    for group in store.groups.joined() { group.observations { _ in count += 1 } }
    #expect(count == reports.rows.count, "seed \(seed)")
  }
}
