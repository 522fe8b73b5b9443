// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipEngine
import NhipObservations
import Testing

/// Reports that tell the truth about a hidden world, each at any level, grain and breakdown, some
/// of them roughly. Whatever subset of them there is, the truth lies within the bounds of every
/// cell, complete cells are exact, and nothing is said to contradict anything.
struct TruthTests {
  static let offences = ["arson", "fraud", "theft"]

  @Test(arguments: Seeds.fresh(10), [MeasureKind.flow, .stock])
  func liesWithinTheBounds(seed: UInt64, kind: MeasureKind) throws {
    var generator = SplitMix(seed: seed)
    let world = World(&generator, kind)
    let reportCount = generator.one(of: [5, 20, 60, 200])
    let store = world.store(reportCount, &generator)
    let bench = try Bench(store)
    for usesFastPaths in [true, false] {
      bench.usesFastPaths = usesFastPaths
      for level in ["commune", "district", "province", "country"] {
        for grain in [Grain.year, .half, .quarter, .month] {
          for breakdown in ["", ", offence"] {
            let query =
              "series x, x.low as low, x.high as high by \(level), \(grain.word)\(breakdown)"
            try check(bench, query, level, grain, world, seed)
          }
        }
      }
    }
  }

  private func check(
    _ bench: Bench, _ query: String, _ level: String, _ grain: Grain, _ world: World, _ seed: UInt64
  ) throws {
    let result = try bench.result(query)
    guard let column = result.table.schema.index(of: "x") else { return }
    let marks = result.table.columns[column].detail?.marks
    let hasOffences = result.columnNames.contains("offence")
    for row in 0..<result.rowCount {
      guard let value = result.number(row: row, column: "x"),
        let place = result.text(row: row, column: level),
        let period = result.text(row: row, column: grain.word).flatMap({ Period($0) })
      else { continue }
      let offence = hasOffences ? result.text(row: row, column: "offence") : nil
      let truth = world.total(place, period, offence)
      let own = marks?[row] ?? []
      // A stock of an earlier date says nothing of the bucket's end.
      if own.contains(.stale) { continue }
      let low = result.number(row: row, column: "low") ?? -.infinity
      let high = result.number(row: row, column: "high") ?? .infinity
      let cell = "seed \(seed): \(query): \(place) \(period) \(offence ?? "")"
      #expect(low <= truth && truth <= high, "\(cell): \(truth) not in \(low)...\(high)")
      #expect(own.isDisjoint(with: [.differs, .conflict]), "\(cell): \(own.words)")
      if own.isEmpty { #expect(value == truth, "\(cell)") }
    }
  }
}

/// Counts by commune, month and offence.
private struct World {
  static let places: [(code: String, level: PlaceLevel, parent: Int)] = {
    var places: [(String, PlaceLevel, Int)] = [("Land", .country, -1)]
    for province in 0..<2 {
      places.append(("P\(province)", .province, 0))
      let own = places.count - 1
      for district in 0..<2 {
        places.append(("D\(province)\(district)", .district, own))
        let parent = places.count - 1
        for commune in 0..<2 {
          places.append(("C\(province)\(district)\(commune)", .commune, parent))
        }
      }
    }
    return places
  }()
  static let firstMonth = Int32(2022 * 12)
  static let monthCount = 24

  /// By commune, month from the first and offence.
  private var counts: [String: [[Double]]] = [:]
  let isComplete: Bool
  let kind: MeasureKind

  init(_ generator: inout SplitMix, _ kind: MeasureKind) {
    self.kind = kind
    isComplete = generator.happens(0.5)
    for place in Self.places where place.level == .commune {
      counts[place.code] = (0..<Self.monthCount).map { _ in
        TruthTests.offences.map { _ in Double(generator.pick(0...9)) }
      }
    }
  }

  /// What happened in a period, or of a stock what there was at its end.
  func total(_ place: String, _ period: Period, _ offence: String?) -> Double {
    let digits = place.dropFirst()
    var sum = 0.0
    for (code, months) in counts {
      guard place == "Land" || code.dropFirst().hasPrefix(digits) else { continue }
      for month in 0..<Self.monthCount
      where isCounted(Period(.month, Self.firstMonth + Int32(month)), period) {
        for (index, name) in TruthTests.offences.enumerated()
        where offence == nil || offence == name {
          sum += months[month][index]
        }
      }
    }
    return sum
  }

  private func isCounted(_ month: Period, _ period: Period) -> Bool {
    kind == .stock ? month.lastDay == period.lastDay : period.contains(month)
  }

  /// A store with some true reports.
  func store(_ count: Int, _ generator: inout SplitMix) -> ObservationStore {
    var store = ObservationStore()
    let table = store.addTable(ObservationTable(name: "reports"))
    var ids: [PlaceID] = []
    for place in Self.places {
      let name = place.code
      ids += store.registry.add([
        Place(
          code: name, name: name, level: place.level,
          parent: place.parent < 0 ? nil : ids[place.parent],
          scheme: "s", hasAllChildren: true)
      ])
    }
    let indicator = store.addIndicator(
      Indicator(
        key: "x", unit: .count, kind: kind,
        completeBreakdowns: isComplete ? ["offence"] : []), to: table)
    let dimension = store.breakdowns.addDimension("offence")
    var told: Set<String> = []
    var batch = ObservationBatch()
    for number in 0..<(count + TruthTests.offences.count) {
      let place = generator.pick(0...(Self.places.count - 1))
      let grain = generator.one(of: [Grain.year, .half, .quarter, .month])
      let perYear = grain.perYear ?? 1
      let period = Period(grain, Int32(2022 * perYear + generator.pick(0...(2 * perYear - 1))))
      // Every offence is reported somewhere: nobody can know of one that never is.
      let offence =
        number < TruthTests.offences.count
        ? TruthTests.offences[number]
        : generator.happens(0.4) ? generator.one(of: TruthTests.offences) : nil
      let name = Self.places[place].code
      guard told.insert("\(name) \(period) \(offence ?? "")").inserted else { continue }
      var tuple: Int32 = 0
      if let offence {
        tuple = store.breakdowns.addTuple([
          BreakdownPart(
            dimension: dimension, value: store.breakdowns.addValue(offence, of: dimension))
        ])
      }
      let truth = total(name, period, offence)
      // A rough report of next to nothing is left out below, and would take its offence with it.
      let isExact = number < TruthTests.offences.count || generator.happens(0.85)
      let qualifier: Qualifier =
        isExact ? .exact : generator.one(of: [.atLeast, .atMost, .approximate])
      var stated = truth
      if qualifier == .approximate {
        // Rounded to tens, so that one unit of the last digit is more than what is rounded off.
        stated = (truth / 10).rounded() * 10
        guard stated > 0 else { continue }
      }
      if qualifier == .atLeast { stated = max(0, truth - Double(generator.pick(0...3))) }
      if qualifier == .atMost { stated = truth + Double(generator.pick(0...3)) }
      batch.append(
        Observation(
          indicator: indicator, unit: .count, place: ids[place], period: period, tuple: tuple,
          value: stated, qualifier: qualifier), defaultUnit: .count)
    }
    store.commit(batch)
    return store
  }
}
