// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipEngine
import NhipObservations
import Testing

/// Totals over the kinds of a monthly file with holes: whichever way they are made, a total is the
/// sum of every month that was reported, so that no year is below its halves.
struct PatchyBreakdownTests {
  /// The first seed gave communes that lack a kind, counted as if they were not there.
  @Test(arguments: [914_909_862] + Seeds.fresh(30)) func everyReportedMonthTakesPart(seed: UInt64)
    throws
  {
    var generator = SplitMix(seed: seed)
    let reports = PatchyReports(&generator)
    let bench = try Bench(reports.store())
    for level in ["commune", "province", "country"] {
      for grain in [Grain.year, .half, .quarter, .month] {
        var sums: [String: Double] = [:]
        for row in reports.rows {
          guard let ordinal = Period(.month, row.month).ordinal(of: grain) else { continue }
          sums["\(reports.name(row.place, level)) \(Period(grain, ordinal))", default: 0] +=
            row.value
        }
        let result = try bench.result("series cases by \(level), \(grain.word)")
        var shown: [String: Double] = [:]
        for row in 0..<result.rowCount {
          guard let value = result.number(row: row, column: "cases") else { continue }
          let place = result.text(row: row, column: level) ?? ""
          shown["\(place) \(result.text(row: row, column: grain.word) ?? "")"] = value
        }
        #expect(shown == sums, "seed \(seed): \(level), \(grain)")
      }
    }
  }
}

/// A random file of place × month × kind in which some months of some kinds are missing.
private struct PatchyReports {
  var rows: [(place: Int, month: Int32, kind: Int, value: Double)] = []
  let knowsPlaces: Bool
  let isClosed: Bool
  private let communeCount: Int
  private let kinds = ["arson", "fraud", "theft"]

  init(_ generator: inout SplitMix) {
    knowsPlaces = generator.happens(0.5)
    isClosed = generator.happens(0.5)
    communeCount = generator.pick(1...4)
    let holes = generator.one(of: [0.02, 0.1, 0.4])
    for place in 0..<communeCount {
      for month in Int32(2022 * 12)..<Int32(2024 * 12) {
        for kind in kinds.indices where !generator.happens(holes) {
          rows.append((place, month, kind, Double(generator.pick(0...40))))
        }
      }
    }
  }

  func name(_ place: Int, _ level: String) -> String {
    level == "commune" ? "C\(place)" : level == "province" ? "P\(place % 2)" : "Land"
  }

  func store() -> ObservationStore {
    var store = ObservationStore()
    let table = store.addTable(ObservationTable(name: "patchy"))
    let indicator = store.addIndicator(
      Indicator(
        key: "cases", unit: .count, kind: .flow, completeBreakdowns: isClosed ? ["kind"] : []),
      to: table)
    let country = store.registry.add([
      Place(code: "0", name: "Land", level: .country, scheme: "s", hasAllChildren: knowsPlaces)
    ])[0]
    let provinces = store.registry.add(
      (0..<2).map {
        Place(
          code: "p\($0)", name: "P\($0)", level: .province, parent: country, scheme: "s",
          hasAllChildren: knowsPlaces)
      })
    let communes = store.registry.add(
      (0..<communeCount).map {
        Place(
          code: "c\($0)", name: "C\($0)", level: .commune, parent: provinces[$0 % 2], scheme: "s",
          hasAllChildren: knowsPlaces)
      })
    let dimension = store.breakdowns.addDimension("kind")
    let tuples = kinds.map { kind in
      let value = store.breakdowns.addValue(kind, of: dimension)
      return store.breakdowns.addTuple([BreakdownPart(dimension: dimension, value: value)])
    }
    var batch = ObservationBatch()
    for row in rows {
      batch.append(
        Observation(
          indicator: indicator, unit: .count, place: communes[row.place],
          period: Period(.month, row.month), tuple: tuples[row.kind], value: row.value),
        defaultUnit: .count)
    }
    store.commit(batch)
    return store
  }
}
