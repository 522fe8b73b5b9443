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
    let reports = PatchyReports(&generator, communes: 1...4, months: 24, lack: 0)
    try expectEverySum(of: reports, levels: ["commune", "province", "country"], seed: seed)
  }

  /// A filter leaves the rule as it is, also where some communes never report a kind.
  @Test(arguments: Seeds.fresh(30)) func everyReportedMonthTakesPartUnderAFilter(seed: UInt64)
    throws
  {
    var generator = SplitMix(seed: seed)
    let reports = PatchyReports(&generator, communes: 2...4, months: 7, lack: 0.3)
    try expectEverySum(
      of: reports, levels: ["commune", "province", "country"],
      filters: [
        ("", { _ in true }), (" where kind = \"theft\"", { $0 == "theft" }),
        (" where kind != \"theft\"", { $0 != "theft" }),
        (" where kind in (\"arson\", \"fraud\")", { $0 != "theft" }),
        (" where kind not in (\"arson\", \"fraud\")", { $0 == "theft" }),
        (" where kind in (\"arson\", \"fraud\", \"theft\")", { _ in true }),
      ], seed: seed)
  }

  private func expectEverySum(
    of reports: PatchyReports, levels: [String],
    filters: [(clause: String, keeps: (String) -> Bool)] = [("", { _ in true })], seed: UInt64
  ) throws {
    let bench = try Bench(reports.store())
    for (clause, keeps) in filters
    where reports.rows.contains(where: { keeps(reports.kinds[$0.kind]) }) {
      for level in levels {
        for grain in [Grain.year, .half, .quarter, .month] {
          var sums: [String: Double] = [:]
          for row in reports.rows where keeps(reports.kinds[row.kind]) {
            guard let ordinal = Period(.month, row.month).ordinal(of: grain) else { continue }
            sums["\(reports.name(row.place, level)) \(Period(grain, ordinal))", default: 0] +=
              row.value
          }
          let result = try bench.result("series cases by \(level), \(grain.word)\(clause)")
          var shown: [String: Double] = [:]
          for row in 0..<result.rowCount {
            guard let value = result.number(row: row, column: "cases") else { continue }
            let place = result.text(row: row, column: level) ?? ""
            shown["\(place) \(result.text(row: row, column: grain.word) ?? "")"] = value
          }
          #expect(shown == sums, "seed \(seed): \(level), \(grain)\(clause)")
        }
      }
    }
  }
}

/// A random file of place × month × kind in which some months of some kinds are missing, and some
/// kinds of some places. Some rows stand twice: alternatives, which are never added.
private struct PatchyReports {
  var rows: [(place: Int, month: Int32, kind: Int, value: Double)] = []
  let knowsPlaces: Bool
  let isClosed: Bool
  private let communeCount: Int
  private var repeated: [Int] = []
  let kinds = ["arson", "fraud", "theft"]

  init(
    _ generator: inout SplitMix, communes: ClosedRange<Int>, months: Int32, lack: Double
  ) {
    knowsPlaces = generator.happens(0.5)
    isClosed = generator.happens(0.5)
    communeCount = generator.pick(communes)
    let holes = generator.one(of: [0.02, 0.1, 0.4])
    for place in 0..<communeCount {
      let reported = kinds.indices.filter { _ in !generator.happens(lack) }
      for month in Int32(2022 * 12)..<(Int32(2022 * 12) + months) {
        for kind in reported where !generator.happens(holes) {
          if generator.happens(0.02) { repeated.append(rows.count) }
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
    for row in rows + repeated.map({ rows[$0] }) {
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
