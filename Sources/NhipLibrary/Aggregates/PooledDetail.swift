// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// What must be known to read a pooled value, collected group by group: marks of the cells that
/// went in, and how many of the cells had a value.
struct PooledDetail {
  /// Marks that a cell hands on to what is made of it; signs follow the bounds instead.
  static let passed: Marks = [
    .partial, .conflict, .differs, .parts, .held, .derived, .stale, .provisional, .simulated,
  ]

  private(set) var marks: [Marks] = []
  private var have: [Int32] = []
  private var of: [Int32] = []

  mutating func resize(to count: Int) {
    marks = [Marks](repeating: [], count: count)
    have = [Int32](repeating: 0, count: count)
    of = have
  }

  /// Takes the marks of a batch; a cell that does not apply belongs to no whole.
  mutating func update(_ column: Column, groups: [Int32]) {
    guard let values = column.numbers else { return }
    let own = column.detail?.marks
    for row in values.indices {
      let group = Int(groups[row])
      if let own {
        if own[row].contains(.notApplicable) { continue }
        marks[group].formUnion(own[row].intersection(Self.passed))
      }
      of[group] += 1
      if !values[row].isNaN { have[group] += 1 }
    }
  }

  /// Whether some cell of the group had no value.
  func isIncomplete(_ group: Int) -> Bool { have[group] < of[group] }

  /// Cells with a value, of all that apply.
  func coverage(_ group: Int) -> Coverage { Coverage(have: have[group], of: of[group], unit: 0) }
}
