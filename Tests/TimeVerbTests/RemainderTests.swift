// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import Testing

struct RemainderTests {
  private func engine(
    _ rows: [(place: String, period: String, value: Double, qualifier: Qualifier)],
    kind: MeasureKind = .flow
  ) throws -> TestEngine {
    var store = ObservationStore()
    let table = store.addTable(ObservationTable(name: "t"))
    let indicator = store.addIndicator(Indicator(key: "cases", kind: kind), to: table)
    let names = Set(rows.map(\.place)).sorted()
    let ids = store.registry.add(
      names.map { Place(code: $0, name: $0, level: .province, scheme: "test") })
    var batch = ObservationBatch()
    for row in rows {
      guard let place = names.firstIndex(of: row.place) else { continue }
      batch.append(
        Observation(
          indicator: indicator, unit: .count, place: ids[place],
          period: try #require(Period(row.period)), value: row.value, qualifier: row.qualifier),
        defaultUnit: .count)
    }
    store.commit(batch)
    return TestEngine(store: store)
  }

  @Test func makesQuartersOfNestedReports() throws {
    let engine = try engine([
      ("A", "2021-Q1", 30, .exact), ("A", "2021-S1", 66, .exact),
      ("A", "2021-01..2021-09", 90, .exact), ("A", "2021", 130, .exact),
    ])
    let during = try engine.run(
      "series cases by province, quarter during 2021 | fill remainder")
    #expect(during.numbers("cases") == [30, 36, 24, 40])
    #expect(during.marks("cases").map { $0.contains(.derived) } == [false, true, true, true])
    let whole = try engine.run("series cases by province, quarter | fill remainder")
    #expect(whole.numbers("cases") == [30, 36, 24, 40])
    let change = try engine.run(
      "series cases by province, quarter during 2021-Q3 | fill remainder | change vs previous")
    #expect(change.numbers("cases_difference") == [-12])
  }

  @Test func subtractsBoundsAsIntervals() throws {
    let engine = try engine([("A", "2021-S1", 60, .exact), ("A", "2021", 130, .approximate)])
    let table = try engine.run("series cases by province, half during 2021 | fill remainder")
    #expect(table.numbers("cases") == [60, 70])
    let detail = table.columns[2].detail
    #expect(detail?.lower == [60, 60])
    #expect(detail?.upper == [60, 80])
    #expect(table.marks("cases")[1].contains(.approximate))
  }

  @Test func subtractsFromTheEndAndInSteps() throws {
    let engine = try engine([
      ("A", "2021-S2", 70, .exact), ("A", "2021", 130, .exact), ("B", "2021", 100, .exact),
      ("B", "2021-Q1", 20, .exact), ("B", "2021-Q2", 25, .exact), ("B", "2021-Q4", 30, .exact),
    ])
    let halves = try engine.run("series cases by province, half during 2021 | fill remainder")
    #expect(halves.numbers("cases") == [60, 70, 45, 55])
    let quarters = try engine.run(
      "series cases by province, quarter in B during 2021 | fill remainder")
    #expect(quarters.numbers("cases") == [20, 25, 25, 30])
  }

  @Test func marksContradictions() throws {
    let engine = try engine([("A", "2021-S1", 60, .exact), ("A", "2021", 50, .exact)])
    let table = try engine.run("series cases by province, half during 2021 | fill remainder")
    #expect(table.numbers("cases") == [60, -10])
    #expect(table.marks("cases")[1].isSuperset(of: [.derived, .differs]))
  }

  @Test func refusesStocks() throws {
    let engine = try engine([("A", "2021-06", 60, .exact)], kind: .stock)
    #expect(throws: (any Error).self) {
      try engine.run("series cases by province, half during 2021 | fill remainder")
    }
  }
}
