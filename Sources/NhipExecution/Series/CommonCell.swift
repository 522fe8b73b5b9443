// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// A value with its bounds and marks, made of what several periods have in common.
struct CommonCell {
  /// Marks that a part hands on to the sum that it enters; signs follow the bounds instead.
  private static let passed: Marks = [
    .approximate, .conflict, .differs, .held, .derived, .stale, .provisional, .simulated,
  ]

  private(set) var value: Double
  private(set) var lower: Double
  private(set) var upper: Double
  private(set) var marks: Marks

  /// The cell at an index, if it is there and whole.
  init?(_ cells: Cells, _ index: Int) {
    guard !cells.value[index].isNaN, cells.marks[index].isDisjoint(with: .incomplete) else {
      return nil
    }
    value = cells.value[index]
    lower = cells.lower[index]
    upper = cells.upper[index]
    marks = cells.marks[index]
  }

  static func + (a: CommonCell, b: CommonCell) -> CommonCell {
    var sum = a
    sum.value += b.value
    sum.lower += b.lower
    sum.upper += b.upper
    sum.marks = a.marks.union(b.marks).intersection(passed)
    return sum
  }

  /// The mean of some cells, of which there is one.
  static func mean(_ cells: ArraySlice<CommonCell>) -> CommonCell? {
    guard let first = cells.first else { return nil }
    var mean = cells.dropFirst().reduce(first, +)
    let count = Double(cells.count)
    mean.value /= count
    mean.lower /= count
    mean.upper /= count
    return mean
  }
}
