// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Buffers that the hot methods reuse, so that a run over millions of series does not allocate.
///
/// One workspace belongs to one task; it grows to the longest series it has seen.
package struct SeriesWorkspace: Sendable {
  var times: [Double] = []
  var values: [Double] = []
  var scratch: [Double] = []
  var slopes: [Double] = []

  /// The longest series for which all pairs are held: 33.5 million slopes, 268 MB.
  package static let maximumPairwisePoints = 8_192

  package init() {}

  /// - Parameter capacity: the expected length of a series.
  package init(capacity: Int) {
    let length = max(0, min(capacity, Self.maximumPairwisePoints))
    times.reserveCapacity(length)
    values.reserveCapacity(length)
    scratch.reserveCapacity(length)
    // Pairs of longer series are rare enough to grow when they come.
    let paired = min(length, 1_024)
    slopes.reserveCapacity(paired * max(0, paired - 1) / 2)
  }
}
