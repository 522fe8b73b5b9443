// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// A random panel: places of one level under provinces of a country, periods of one grain.
struct RandomPanel {
  var kind: MeasureKind
  var grain: Grain
  var placeCount: Int
  var firstPeriod: Int32
  var periodCount: Int
  /// Observations as place index, period ordinal and value.
  var rows: [(place: Int, ordinal: Int32, value: Double)] = []
  /// The province of each place.
  var provinceOf: [Int] = []
  var provinceCount: Int
  /// Whether the registry knows all places, or only their number, or nothing.
  var knowledge: Knowledge

  enum Knowledge: CaseIterable {
    case everyPlace, counts, nothing
  }

  /// - Parameter gaps: the share of observations left out; some places begin late then.
  init(
    _ generator: inout SplitMix, kind: MeasureKind, grain: Grain, gaps: Double,
    decimals: Bool = false
  ) {
    self.kind = kind
    self.grain = grain
    provinceCount = generator.pick(1...4)
    placeCount = generator.pick(provinceCount...12)
    let perYear = grain.perYear ?? 1
    firstPeriod = Int32(2018 * perYear + generator.pick(0...(perYear - 1)))
    periodCount = generator.pick(1...(perYear * 3))
    if gaps == 0 {
      firstPeriod = Int32(2018 * perYear)
      periodCount = perYear * generator.pick(1...3)
    }
    knowledge = generator.one(of: Knowledge.allCases)
    provinceOf = (0..<placeCount).map { $0 < provinceCount ? $0 : 0 }
    for place in provinceCount..<max(provinceCount, placeCount) {
      provinceOf[place] = generator.pick(0...(provinceCount - 1))
    }
    for place in 0..<placeCount {
      let start = gaps > 0 && generator.happens(0.3) ? generator.pick(0...(periodCount - 1)) : 0
      for step in start..<periodCount where !generator.happens(gaps) {
        let whole = Double(generator.pick(0...500))
        let value = decimals ? whole / 10 : whole
        rows.append((place, firstPeriod + Int32(step), value))
      }
    }
  }

  /// The store of the panel, its rows in the order given.
  func store(_ rows: [(place: Int, ordinal: Int32, value: Double)]) -> ObservationStore {
    var store = ObservationStore()
    let table = store.addTable(ObservationTable(name: "panel"))
    let places = addPlaces(to: &store.registry)
    let indicator = store.addIndicator(Indicator(key: "x", unit: .count, kind: kind), to: table)
    var batch = ObservationBatch()
    for (index, row) in rows.enumerated() {
      batch.append(
        indicator: indicator, place: places[row.place], period: Period(grain, row.ordinal),
        value: row.value, row: Int32(index + 1))
    }
    store.commit(batch)
    return store
  }

  private func addPlaces(to registry: inout PlaceRegistry) -> [PlaceID] {
    let isComplete = knowledge == .everyPlace
    let hasCounts = knowledge == .counts
    var counts: [String: Int] = [:]
    // Numbers that agree: of the places listed, those not listed, and a province more.
    let extra = (0..<provinceCount).reduce(0) { $0 + $1 % 2 }
    if hasCounts {
      counts = ["province": provinceCount + 1, "district": placeCount + extra + 2]
    }
    let country = registry.add([
      Place(
        code: "0", name: "Land", level: .country, scheme: "s", unitCounts: counts,
        hasAllChildren: isComplete)
    ])[0]
    let provinces = registry.add(
      (0..<provinceCount).map { index in
        let own = provinceOf.count { $0 == index }
        return Place(
          code: "p\(index)", name: "P\(index)", level: .province, parent: country, scheme: "s",
          unitCounts: hasCounts ? ["district": own + index % 2] : [:], hasAllChildren: isComplete)
      })
    return registry.add(
      (0..<placeCount).map { index in
        Place(
          code: "d\(index)", name: "D\(index)", level: .district,
          parent: provinces[provinceOf[index]], scheme: "s", hasAllChildren: isComplete)
      })
  }
}
