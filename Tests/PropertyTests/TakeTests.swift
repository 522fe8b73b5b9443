// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipEngine
import NhipObservations
import Testing

/// The first rows of a view are those of the whole view, however few of its runs are read.
struct TakeTests {
  @Test(arguments: Seeds.fresh(12))
  func takesTheFirstRowsOfAView(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let panel = RandomPanel(&generator, kind: .flow, grain: .month, gaps: 0.2, decimals: false)
    guard !panel.rows.isEmpty else { return }
    let bench = try Bench(panel.store(panel.rows))
    let name = try #require(bench.session.workspace.store.tables.first?.name)
    for steps in [
      "", " | select place, value", " | derive double = value * 2", " | where value > 5",
    ] {
      let whole = try lines("from \(name)\(steps)", bench)
      for count in [0, 1, 2, 7, 50, 1_000_000] {
        let taken = try lines("from \(name)\(steps) | take \(count)", bench)
        #expect(taken == Array(whole.prefix(count + 1)), "seed \(seed): take \(count)\(steps)")
      }
    }
  }

  /// The header and the rows.
  private func lines(_ query: String, _ bench: Bench) throws -> [String] {
    var options = DisplayOptions()
    options.mode = "csv"
    return try bench.result(query).text(options).split(whereSeparator: \.isNewline).map(String.init)
  }
}
