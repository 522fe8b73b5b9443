// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import Testing

/// What a figure takes at rest, and that its file row is still told where that costs nothing.
struct StoredBytesTests {
  static let places = 100

  /// The order in which a file has its rows.
  enum Order: CaseIterable { case byPlace, byPeriod, shuffled }

  /// The group of one indicator with a figure every `step` months.
  private func group(months: Int, step: Int = 1, _ order: Order, threads: Int = 1) throws
    -> (group: RunGroup, line: (PlaceID, Int32) -> Int32?)
  {
    var store = ObservationStore()
    let ids = store.registry.add(
      (0..<Self.places).map {
        Place(code: "\($0)", name: "P\($0)", level: .named("commune"), scheme: "t")
      })
    let table = store.addTable(ObservationTable(name: "t"))
    let indicator = store.addIndicator(Indicator(key: "x", kind: .flow), to: table)
    var keys: [(place: PlaceID, month: Int32)] = []
    for place in ids {
      for month in 0..<months { keys.append((place, Int32(month * step))) }
    }
    switch order {
    case .byPlace: break
    case .byPeriod: keys.sort { ($0.month, $0.place) < ($1.month, $1.place) }
    case .shuffled:
      var generator = SplitMix(seed: 1)
      keys.shuffle(using: &generator)
    }
    var batch = ObservationBatch()
    var lines: [String: Int32] = [:]
    for (row, key) in keys.enumerated() {
      lines["\(key)"] = Int32(row + 2)
      batch.append(
        indicator: indicator, place: key.place, period: Period(.month, key.month),
        value: Double(row), row: Int32(row + 2))
    }
    store.commit(batch, threads: threads)
    let group = try #require(store.groups[Int(indicator)].first)
    return (group, { lines["\((place: $0, month: $1))"] })
  }

  @Test(arguments: Order.allCases) func denseRunsTakeNineBytes(order: Order) throws {
    let (group, _) = try group(months: 60, order)
    #expect(group.filledCount == 60 * Self.places)
    #expect(Double(group.bytes.total) / Double(group.filledCount) <= 9)
  }

  @Test(arguments: Order.allCases) func sparseRunsTakeThirteenBytes(order: Order) throws {
    let (group, _) = try group(months: 60, step: 4, order)
    #expect(group.runs.allSatisfy { !$0.isDense })
    #expect(Double(group.bytes.total) / Double(group.filledCount) <= 13)
  }

  @Test(arguments: [1, 4], [1, 2]) func rowsOfSortedFilesAreTold(step: Int, threads: Int) throws {
    for order in [Order.byPlace, .byPeriod] {
      let (group, line) = try group(months: 60, step: step, order, threads: threads)
      group.observations { #expect($0.row == line($0.place, $0.period.first)) }
    }
  }

  @Test func rowsOfSmallFilesAreToldInAnyOrder() throws {
    let (group, line) = try group(months: 12, .shuffled)
    group.observations { #expect($0.row == line($0.place, $0.period.first)) }
    let (large, _) = try self.group(months: 60, .shuffled)
    large.observations { #expect($0.row == 0) }
  }
}
