// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipEngine
import NhipObservations
import Testing

/// In a complete panel every total is the sum of its parts, at every level and grain.
struct TotalTests {
  @Test(arguments: Seeds.fresh(20)) func isTheSumOfItsParts(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let grain = generator.one(of: [Grain.half, .quarter, .month])
    var panel = RandomPanel(&generator, kind: .flow, grain: grain, gaps: 0)
    panel.knowledge = .everyPlace
    let bench = try Bench(panel.store(panel.rows))
    for usesFastPaths in [true, false] {
      bench.usesFastPaths = usesFastPaths
      for asked in [Grain.year, .half, .quarter, .month] where grain.tiles(asked) {
        let queries: [(level: String, target: (Int) -> String)] = [
          ("district", { "D\($0)" }), ("province", { "P\(panel.provinceOf[$0])" }),
          ("country", { _ in "Land" }),
        ]
        for query in queries {
          let sums = sums(panel, asked, query.target)
          let result = try bench.result("series x by \(query.level), \(asked.word)")
          #expect(result.rowCount == sums.count, "seed \(seed): \(query.level), \(asked)")
          for row in 0..<result.rowCount {
            let place = result.text(row: row, column: query.level) ?? ""
            let period = result.text(row: row, column: asked.word) ?? ""
            #expect(
              result.number(row: row, column: "x") == sums["\(place) \(period)"],
              "seed \(seed): \(query.level), \(asked): \(place) \(period)")
          }
          // Complete cells carry no mark and no coverage.
          #expect(result.noteLines(DisplayOptions()).isEmpty)
        }
      }
    }
  }

  private func sums(
    _ panel: RandomPanel, _ asked: Grain, _ target: (Int) -> String
  ) -> [String: Double] {
    var sums: [String: Double] = [:]
    for row in panel.rows {
      guard let ordinal = Period(panel.grain, row.ordinal).ordinal(of: asked) else { continue }
      sums["\(target(row.place)) \(Period(asked, ordinal))", default: 0] += row.value
    }
    return sums
  }
}
