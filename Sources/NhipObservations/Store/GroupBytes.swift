// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// What a group of runs takes, by what it is for.
package struct GroupBytes: Sendable {
  package var values = 0
  /// Ordinals of sparse runs.
  package var periods = 0
  package var denominators = 0
  /// Bounds, records and alternatives of single observations, and their file rows.
  package var details = 0
  /// Where the runs lie and where they have gaps, and what they sum up to by year.
  package var index = 0

  package init() {}

  init(_ group: RunGroup) {
    values = group.values.count * 8
    periods = group.ordinals.count * 4 + group.periods.count * MemoryLayout<Period>.stride
    denominators = (group.denominators?.count ?? 0) * 8
    let alternatives = group.alternatives.values.reduce(0) {
      $0 + 8 + $1.count * MemoryLayout<Alternative>.stride
    }
    details =
      group.detailSlots.count * 4 + group.details.count * MemoryLayout<SlotDetail>.stride
      + alternatives + group.rows.byteCount
    index =
      group.runs.count * MemoryLayout<Run>.stride + group.panel.gaps.count * 4
      + group.yearSumBytes
  }

  package var total: Int { values + periods + denominators + details + index }

  package static func += (sum: inout GroupBytes, other: GroupBytes) {
    sum.values += other.values
    sum.periods += other.periods
    sum.denominators += other.denominators
    sum.details += other.details
    sum.index += other.index
  }
}
