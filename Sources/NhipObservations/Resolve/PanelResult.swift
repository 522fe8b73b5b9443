// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension PanelRollup {
  /// The result, target after target, bucket after bucket.
  package struct Result: Sendable {
    package var values: [Double]
    /// What the sums round off, while they are made.
    var residues: [Double]
    /// Filled source slots of each cell.
    package var have: [Int32]
    /// Units that each target should have, -1 where nobody knows.
    package var units: [Int32]
    /// Source periods in each bucket.
    package var periods: [Int32]
    /// Last day of the oldest date used, for stocks.
    package var asOf: [Int32]?
    /// Who reports, where several periods make a bucket.
    var tally = PanelTally()
    /// Level and grain of the data, and the targets that are places of that level.
    let level: PlaceLevel
    let grain: Grain
    var isOwnLevel: [Bool] = []
    /// Whether values were held from a longer period.
    package var isHeld: Bool

    /// What is there of an incomplete cell, of how much, counted in what.
    package func coverage(target: Int, bucket: Int) -> (have: Int32, of: Int32, unit: String) {
      let cell = target * periods.count + bucket
      return tally.coverage(cell, have: have[cell]).told(
        units: units[target], periods: periods[bucket], level: level, grain: grain,
        isOwnLevel: isOwnLevel[target])
    }
  }
}
