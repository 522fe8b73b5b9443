// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import Testing

/// Periods as codes of a file make the groups that periods row by row make.
struct PeriodColumnTests {
  private static let months = (0..<24).map { Period(.month, 24_000 + Int32($0)) }
  private static let codes = (0..<600).map { Int32($0 % 25) - 1 }

  private func store(_ periods: PeriodColumn, _ value: (Int) -> Double) -> ObservationStore {
    var store = ObservationStore()
    let table = store.addTable(ObservationTable(name: "t"))
    let places = store.registry.add(
      (0..<24).map { Place(code: "\($0)", name: "P\($0)", level: .place, scheme: "t") })
    let indicator = store.addIndicator(Indicator(key: "x"), to: table)
    let count = periods.rowCount
    store.commit(
      ObservationBatch(
        indicators: KeyColumn(indicator, rowCount: count),
        places: KeyColumn(codes: (0..<count).map { Int32($0 / 25 % 24) }, identities: places),
        periods: periods, values: (0..<count).map(value), rows: .consecutive(2)))
    return store
  }

  @Test func codesMakeTheSameGroups() {
    let coded = PeriodColumn(codes: Self.codes, periods: Self.months)
    let written = PeriodColumn(Self.codes.map { $0 < 0 ? .none : Self.months[Int($0)] })
    let a = store(coded) { Double($0) }.groups[0]
    let b = store(written) { Double($0) }.groups[0]
    #expect(a.map(\.key) == b.map(\.key))
    #expect(a.map(\.values) == b.map(\.values))
    #expect(a.map(Self.fileRows) == b.map(Self.fileRows))
    #expect(a.contains { $0.filledCount == 24 * 24 })
  }

  private static func fileRows(_ group: RunGroup) -> [Int32] {
    var rows: [Int32] = []
    group.observations { rows.append($0.row) }
    return rows
  }

  @Test func rowsAreAddedToCodes() {
    var column = PeriodColumn(codes: [1, -1], periods: Self.months)
    column.append(.year(2020))
    #expect(column.rowCount == 3)
    #expect((0..<3).map { column[$0] } == [Self.months[1], .none, .year(2020)])
    #expect(PeriodColumn(.year(2021), rowCount: 2)[1] == .year(2021))
  }

  @Test(arguments: [
    (0.0, true), (-3.0, true), (2.5, false), (1e-9, false), (4_503_599_627_370_495.5, false),
    (4_503_599_627_370_497.0, false), (1e12, true), (-0.5, false),
  ])
  func wholeNumbersAreKnown(_ value: Double, _ areWhole: Bool) {
    let periods = PeriodColumn(codes: Self.codes, periods: Self.months)
    // What is too large for exact sums does not count as whole either.
    let group = store(periods) { $0 == 301 ? value : 1 }.groups[0].first { $0.filledCount == 576 }
    #expect(group?.panel.areWhole == areWhole)
  }
}
