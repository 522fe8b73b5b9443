// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension PanelRollup {
  /// The result, target after target, bucket after bucket.
  package struct Result: Sendable {
    let cells: PanelCells
    /// Units that each target should have, -1 where nobody knows.
    package var units: [Int32]
    /// Source periods in each bucket.
    package let periods: [Int32]
    /// Level and grain of the data, and the targets that are places of that level.
    let level: PlaceLevel
    let grain: Grain
    var isOwnLevel: [Bool] = []
    /// Whether values were held from a longer period.
    package let isHeld: Bool

    /// The names of the units of coverage, by the number of each.
    package var coverageUnits: [String] { CoverageUnit.allCases.map { $0.name(level, grain) } }
    package var values: [Double] { cells.values }
    /// Filled source slots of each cell.
    package var have: [Int32] { cells.have }
    /// Last day of the oldest date used, for stocks.
    package var asOf: [Int32]? { cells.asOf.isEmpty ? nil : cells.asOf }

    /// What is there of an incomplete cell, of how much, counted in what.
    package func coverage(
      target: Int, bucket: Int
    ) -> (have: Int32, of: Int32, unit: CoverageUnit) {
      let cell = target * periods.count + bucket
      var own = PanelCoverage(have: have[cell])
      if !cells.reporters.isEmpty, cells.reporters[cell].count > 0 {
        own.reporters = cells.reporters[cell].count
        own.low = cells.reporters[cell].low
        own.high = cells.reporters[cell].high
      }
      return own.told(
        units: units[target], periods: periods[bucket], isOwnLevel: isOwnLevel[target])
    }
  }
}
