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

  @Test(arguments: Seeds.fresh(40)) func commitsInAnyOrderGiveOneStore(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    let reports = RandomReports(&generator)
    var (store, places, table) = RandomReports.empty()
    RandomReports.commit(reports.rows, to: &store, places, table)
    let expected = Self.dump(store)
    #expect(expected.count == reports.rows.count, "seed \(seed)")
    for size in [1, 7, 20] {
      var (other, _, _) = RandomReports.empty()
      var rest = reports.rows.shuffled(using: &generator)[...]
      while !rest.isEmpty {
        RandomReports.commit(Array(rest.prefix(size)), to: &other, places, table)
        rest = rest.dropFirst(size)
      }
      #expect(Self.dump(other) == expected, "seed \(seed), \(size) rows a commit")
    }
  }

  /// Every observation of a store in its order, alternatives by rank, without row numbers.
  private static func dump(_ store: ObservationStore) -> [String] {
    var lines: [String] = []
    for group in store.groups.joined() {
      group.observations { observation in
        let parts = store.breakdowns.tuples[Int(observation.tuple)].parts.map {
          store.breakdowns.value($0)
        }
        let record = observation.record < 0 ? nil : store.records[Int(observation.record)]
        lines.append(
          """
          \(store.indicators[Int(observation.indicator)].key) \(observation.unit.name) \
          \(store.registry[observation.place].code) \(observation.period) \(parts) \
          \(observation.value) \(observation.lower) \(observation.upper) \
          \(observation.denominator) \(observation.qualifier) \(observation.status) \
          \(observation.kind) \(observation.comparison) \(record?.document ?? "") \
          \(record?.recorded ?? 0) \(record?.status ?? "")
          """)
      }
    }
    return lines
  }
}
