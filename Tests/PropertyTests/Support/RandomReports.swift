// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// Random observations of every sort: several indicators, levels, grains, breakdowns, units,
/// qualifiers, statuses, reported changes and sources that disagree.
struct RandomReports {
  var rows: [Row] = []

  struct Row {
    var indicator: Int
    var place: Int
    var period: Period
    var value: Double
    var denominator = Double.nan
    var offence: String?
    var scene: String?
    var unit = ""
    var qualifier = Qualifier.exact
    var status = "observed"
    var kind = ValueKind.level
    var comparison = Period.none
    var document: String?
    var recorded = Int32.min
  }

  static let indicators = [
    Indicator(key: "cases", unit: .count, kind: .flow),
    Indicator(key: "models", unit: .count, kind: .stock),
    Indicator(key: "people", unit: Unit("people"), kind: .average),
    Indicator(key: "plans", unit: .count, kind: .ratio, additiveOverTime: true),
    Indicator(key: "clearance", unit: .percent, kind: .rate),
  ]

  init(_ generator: inout SplitMix) {
    for _ in 0..<generator.pick(5...60) { rows.append(Self.row(&generator)) }
  }

  private static func row(_ generator: inout SplitMix) -> Row {
    var row = Row(
      indicator: generator.pick(0...(indicators.count - 1)), place: generator.pick(0...9),
      period: period(&generator), value: Double(generator.pick(0...40)))
    if generator.happens(0.3) { row.offence = generator.one(of: ["theft", "fraud", "arson"]) }
    if generator.happens(0.15) { row.scene = generator.one(of: ["street", "home"]) }
    if generator.happens(0.05) { row.unit = "kg" }
    if generator.happens(0.1) {
      row.qualifier = generator.one(of: [.approximate, .atLeast, .atMost])
    }
    if generator.happens(0.1) { row.status = generator.one(of: ["target", "norm", "provisional"]) }
    if row.indicator == 3 && generator.happens(0.8) {
      row.denominator = row.value + Double(generator.pick(0...20))
    }
    if generator.happens(0.05) {
      row.kind = .change
      row.comparison = row.period.shifted(years: -1) ?? .none
    }
    if generator.happens(0.5) {
      row.document = generator.one(of: ["a", "b", "c"])
      if generator.happens(0.5) { row.recorded = Int32(19_000 + generator.pick(0...3)) }
    }
    return row
  }

  private static func period(_ generator: inout SplitMix) -> Period {
    let year = generator.pick(2021...2022)
    switch generator.pick(0...9) {
    case 0...3: return .year(year)
    case 4: return Period(.half, Int32(year * 2 + generator.pick(0...1)))
    case 5: return Period(.quarter, Int32(year * 4 + generator.pick(0...3)))
    case 6: return .month(year, generator.pick(1...12))
    case 7: return .months(Int32(year * 12), Int32(year * 12 + generator.pick(0...20)))
    case 8: return .day(year, generator.pick(1...12), 28)
    default: return generator.happens(0.5) ? .none : .open(from: nil, to: 18_900)
    }
  }

  /// A store without observations, and the places that rows number.
  static func empty() -> (store: ObservationStore, places: [PlaceID], table: Int32) {
    var store = ObservationStore()
    let table = store.addTable(ObservationTable(name: "reports"))
    for indicator in indicators { _ = store.addIndicator(indicator, to: table) }
    let country = store.registry.add([
      Place(code: "0", name: "Land", level: .country, scheme: "s", unitCounts: ["province": 3])
    ])
    let provinces = store.registry.add(
      ["A", "B", "?"].map {
        Place(
          code: $0, name: $0, level: .province, parent: country[0], scheme: "s",
          isUnnamed: $0 == "?", unitCounts: ["district": 3, "commune": 9])
      })
    let districts = store.registry.add(
      (0..<4).map {
        Place(
          code: "d\($0)", name: "D\($0)", level: .district, parent: provinces[$0 / 2], scheme: "s",
          hasAllChildren: true)
      })
    let communes = store.registry.add(
      (0..<2).map {
        Place(
          code: "c\($0)", name: "C\($0)", level: .commune, parent: districts[0], scheme: "s")
      })
    // Dimensions and values are declared first, as a loader does with those of a whole file.
    for (name, values) in [
      ("offence", ["arson", "fraud", "theft"]), ("scene", ["home", "street"]),
    ] {
      let dimension = store.breakdowns.addDimension(name)
      for value in values { _ = store.breakdowns.addValue(value, of: dimension) }
    }
    return (store, country + provinces + districts + communes, table)
  }

  /// Commits rows in one batch.
  static func commit(
    _ rows: [Row], to store: inout ObservationStore, _ places: [PlaceID], _ table: Int32
  ) {
    var batch = ObservationBatch()
    for row in rows {
      let definition = indicators[row.indicator]
      guard let indicator = store.indicator(definition.key, in: table) else { continue }
      var parts: [BreakdownPart] = []
      for (dimension, value) in [("offence", row.offence), ("scene", row.scene)] {
        guard let value else { continue }
        let id = store.breakdowns.addDimension(dimension)
        parts.append(
          BreakdownPart(dimension: id, value: store.breakdowns.addValue(value, of: id)))
      }
      var observation = Observation(
        indicator: indicator, unit: row.unit.isEmpty ? definition.unit : Unit(row.unit),
        place: places[row.place], period: row.period, tuple: store.breakdowns.addTuple(parts),
        value: row.value, denominator: row.denominator, qualifier: row.qualifier,
        status: StatusClass(word: row.status), kind: row.kind, comparison: row.comparison)
      if row.document != nil || row.status == "provisional" {
        var record = ObservationRecord()
        record.document = row.document ?? ""
        record.recorded = row.recorded
        record.status = row.status
        observation.record = store.addRecord(record)
      }
      batch.append(observation, defaultUnit: definition.unit)
    }
    store.commit(batch)
  }
}
