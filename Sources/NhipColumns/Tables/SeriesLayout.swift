// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// How the rows of a table stand in time: series after series, each a block of consecutive
/// periods of one grain. Time verbs step inside a block by addition.
package struct SeriesLayout: Sendable {
  package var grain: Grain
  /// The first ordinal of each series.
  package var starts: [Int32]
  package var runs: RunEnds

  package init(grain: Grain, starts: [Int32], runs: RunEnds) {
    self.grain = grain
    self.starts = starts
    self.runs = runs
  }

  package var seriesCount: Int { starts.count }
}
