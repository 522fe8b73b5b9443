// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What the slots of dense runs hold: the least value, and how many there are.
struct DenseValues: Sendable {
  private(set) var minimum = Double.infinity
  private(set) var count = 0

  /// Adding up truth values takes no branch, and so several values at a time.
  @inline(__always)
  mutating func add(_ values: UnsafeBufferPointer<Double>) {
    var (minimum, count) = (minimum, count)
    for value in values {
      minimum = value < minimum ? value : minimum
      count &+= Int(unsafeBitCast(value == value, to: UInt8.self))
    }
    (self.minimum, self.count) = (minimum, count)
  }
}

extension RunGroup {
  /// A group of dense runs that holds plain values only.
  convenience init(
    plain key: RunKey, runs: [Run], values: [Double], _ facts: DenseValues, rows: SlotRows,
    _ layout: RunGroupBuilder.Layout
  ) {
    self.init(
      key: key, runs: runs, values: values, ordinals: [], periods: [], denominators: nil,
      detailSlots: [], details: [], rows: rows, alternatives: [:], minimum: facts.minimum,
      filledCount: facts.count, levels: layout.levels.sorted(), dayRange: layout.days)
  }
}
