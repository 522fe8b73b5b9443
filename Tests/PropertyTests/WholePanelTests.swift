// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import Testing

/// Shuffled rows that fill nearly all of a panel make the groups that rows with periods of their
/// own make, which are built in two passes.
struct WholePanelTests {
  private static let placeCount = 40
  private static let months = (0..<240).map { Period(.month, 24_000 + Int32($0)) }
  private static let years = (2000..<2020).map { Period.year($0) }

  /// A row: place, period (months, then years) and indicator.
  private struct Row {
    var place: Int32
    var period: Int32
    var indicator: Int32
  }

  /// Two monthly indicators and one by year, with gaps inside runs and at their ends.
  private static let rows: [Row] = {
    var rows: [Row] = []
    for place in 0..<Int32(placeCount) where place != 7 {
      for period in 0..<Int32(240) where (place * 31 + period * 17) % 29 != 0 {
        if place != 9 || period > 40 {
          rows.append(Row(place: place, period: period, indicator: 0))
        }
        if place != 11 || period < 199 {
          rows.append(Row(place: place, period: period, indicator: 1))
        }
      }
    }
    return (0..<rows.count).map { rows[$0 * 7_919 % rows.count] }
  }()

  private func groups(
    _ rows: [Row], isCoded: Bool, threads: Int, _ value: (Int) -> Double = { Double($0) * 0.5 - 3 }
  ) -> [[RunGroup]] {
    var store = ObservationStore()
    let table = store.addTable(ObservationTable(name: "t"))
    let places = store.registry.add(
      (0..<Self.placeCount).map {
        Place(code: "\($0)", name: "P\($0)", level: .place, scheme: "t")
      })
    let indicators = ["x", "y", "z"].map { store.addIndicator(Indicator(key: $0), to: table) }
    let known = Self.months + Self.years
    let codes = rows.map(\.period)
    let periods =
      isCoded
      ? PeriodColumn(codes: codes, periods: known)
      : PeriodColumn(codes.map { known[Int($0)] })
    store.commit(
      ObservationBatch(
        indicators: KeyColumn(codes: rows.map(\.indicator), identities: indicators),
        places: KeyColumn(codes: rows.map(\.place), identities: places), periods: periods,
        values: rows.indices.map(value), rows: .consecutive(2)),
      threads: threads)
    return store.groups
  }

  private func expectSame(_ a: [[RunGroup]], _ b: [[RunGroup]]) {
    #expect(a.map(\.count) == b.map(\.count))
    for (a, b) in zip(a.joined(), b.joined()) {
      #expect(a.key == b.key)
      #expect(a.values.map(\.bitPattern) == b.values.map(\.bitPattern))
      #expect(a.runs.map(Self.text) == b.runs.map(Self.text))
      #expect(a.filledCount == b.filledCount)
      #expect(a.minimum == b.minimum)
      #expect(a.levels == b.levels)
      #expect(a.dayRange == b.dayRange)
      #expect(a.alternatives.count == b.alternatives.count)
    }
  }

  private static func text(_ run: Run) -> String {
    "\(run.place) \(run.offset) \(run.slotCount) \(run.first) \(run.isDense)"
  }

  @Test(arguments: [1, 2]) func onePassMakesTheSameGroups(threads: Int) {
    let coded = groups(Self.rows, isCoded: true, threads: threads)
    #expect(coded.map(\.count) == [1, 1, 0])
    // The place without rows has no run, and one that begins late has a short one.
    #expect(coded[0][0].runs.count == Self.placeCount - 1)
    #expect(coded[0][0].runs.contains { $0.slotCount < 200 })
    expectSame(coded, groups(Self.rows, isCoded: false, threads: threads))
  }

  @Test func aKindBehindTheFirstRowsIsSeen() {
    var rows = Self.rows
    rows.append(Row(place: 3, period: 245, indicator: 2))
    let coded = groups(rows, isCoded: true, threads: 2)
    #expect(coded[2].first?.filledCount == 1)
    expectSame(coded, groups(rows, isCoded: false, threads: 2))
  }

  @Test func rowsOfOneSlotAreAlternatives() {
    let rows = Self.rows + [Self.rows[50]]
    let coded = groups(rows, isCoded: true, threads: 2)
    #expect(coded.joined().reduce(0) { $0 + $1.alternatives.count } == 1)
    expectSame(coded, groups(rows, isCoded: false, threads: 2))
  }

  @Test func missingValuesAreNoRows() {
    let value: (Int) -> Double = { $0 % 13 == 0 ? .nan : Double($0) }
    let coded = groups(Self.rows, isCoded: true, threads: 2, value)
    #expect(coded[0][0].filledCount < 40 * 240 * 28 / 29)
    expectSame(coded, groups(Self.rows, isCoded: false, threads: 2, value))
  }
}
