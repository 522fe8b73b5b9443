// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import Testing

/// The panel roll-up and the general resolver give the same, to the last mark and note.
struct FastPathTests {
  static let queries = [
    "series x by district, GRAIN", "series x by province, GRAIN", "series x by country, GRAIN",
    "series x by GRAIN", "series x by province, GRAIN in P0 during 2018..2019",
    "series x by GRAIN in P0, Land during 2018", "series 100 * x / x as y by province, GRAIN",
    "series x by district, GRAIN in P0 during 2018..2019",
    "series x by district, GRAIN in P0 during 2018..2019 | fill previous limit 2",
    "series x by district, GRAIN | fill linear", "series x by GRAIN | fill zero",
    "series x by district, GRAIN during 2018 | fill previous | change vs previous",
    // Blocks that a column less makes one series.
    "series x by district, GRAIN | select GRAIN, x | fill previous",
  ]

  @Test(arguments: Seeds.fresh(12), [MeasureKind.flow, .stock, .average])
  func agreesWithTheResolver(seed: UInt64, kind: MeasureKind) throws {
    var generator = SplitMix(seed: seed)
    let grain = generator.one(of: [Grain.year, .half, .quarter, .month])
    let gaps = generator.one(of: [0, 0.05, 0.3])
    let panel = RandomPanel(
      &generator, kind: kind, grain: grain, gaps: gaps, decimals: generator.happens(0.3))
    guard !panel.rows.isEmpty else { return }
    let bench = try Bench(panel.store(panel.rows))
    for query in Self.queries {
      for asked in [Grain.year, .half, .quarter, .month] {
        let text = query.replacing("GRAIN", with: asked.word)
        bench.usesFastPaths = true
        let fast = bench.text(text)
        bench.usesFastPaths = false
        let general = bench.text(text)
        #expect(
          fast == general,
          "seed \(seed), \(kind) by \(grain), \(panel.knowledge): \(text)")
      }
    }
  }
}
