// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What must be known to read a cell rightly. Kept per cell only where some cell has one.
package struct Marks: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32
  @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// As the protocol's own, which is generic and costs a call into the runtime per mark.
  @inlinable package init(arrayLiteral elements: Marks...) {
    var bits: UInt32 = 0
    for mark in elements { bits |= mark.rawValue }
    rawValue = bits
  }

  /// Less than the whole, for want of periods, places or breakdown values.
  @inlinable package static var incomplete: Marks {
    Marks(rawValue: partial.rawValue | parts.rawValue)
  }

  /// Less than the whole of the places, months or parts that make the cell.
  @inlinable package static var partial: Marks { Marks(rawValue: 1 << 0) }
  /// The stated value is approximate (`≈`).
  @inlinable package static var approximate: Marks { Marks(rawValue: 1 << 1) }
  /// The stated value is a lower bound (`≥`).
  @inlinable package static var atLeast: Marks { Marks(rawValue: 1 << 2) }
  /// The stated value is an upper bound (`≤`).
  @inlinable package static var atMost: Marks { Marks(rawValue: 1 << 3) }
  /// Sources say different things about this cell.
  @inlinable package static var conflict: Marks { Marks(rawValue: 1 << 4) }
  /// The reported value and its parts contradict each other.
  @inlinable package static var differs: Marks { Marks(rawValue: 1 << 5) }
  /// Made from the parts of an open breakdown.
  @inlinable package static var parts: Marks { Marks(rawValue: 1 << 6) }
  /// A longer period's value, which holds inside it.
  @inlinable package static var held: Marks { Marks(rawValue: 1 << 7) }
  /// Made by subtraction of nested reports, or filled on request.
  @inlinable package static var derived: Marks { Marks(rawValue: 1 << 8) }
  /// The place or the indicator does not apply here.
  @inlinable package static var notApplicable: Marks { Marks(rawValue: 1 << 9) }
  /// Values exist, but may not be rolled up into this cell.
  @inlinable package static var refused: Marks { Marks(rawValue: 1 << 10) }
  /// A stock whose date is older than the bucket's last month.
  @inlinable package static var stale: Marks { Marks(rawValue: 1 << 11) }
  @inlinable package static var provisional: Marks { Marks(rawValue: 1 << 12) }
  @inlinable package static var simulated: Marks { Marks(rawValue: 1 << 13) }

  /// The sign that bounds around a value call for, beside the marks it has: bounds that sources in
  /// conflict span make no value approximate.
  package static func signs(
    value: Double, lower: Double, upper: Double, beside own: Marks = []
  ) -> Marks {
    Marks(
      rawValue: signBits(value: value, lower: lower, upper: upper, beside: own.rawValue))
  }

  /// The same as a raw value, for loops over many rows: operations of option sets are calls there.
  @inlinable @inline(__always)
  package static func signBits(
    value: Double, lower: Double, upper: Double, beside own: UInt32
  ) -> UInt32 {
    if lower.isNaN || upper.isNaN || (lower == value && upper == value) { return 0 }
    if upper == .infinity && lower >= value - 1e-12 * value.magnitude { return atLeast.rawValue }
    if own & conflict.rawValue != 0 { return 0 }
    return upper <= value + 1e-12 * value.magnitude ? atMost.rawValue : approximate.rawValue
  }

  /// The names in the order the `marks` column of an export lists them.
  package static let names: [(Marks, String)] = [
    (.partial, "partial"), (.approximate, "approximate"), (.atLeast, "at least"),
    (.atMost, "at most"), (.conflict, "conflict"), (.differs, "differs"), (.parts, "parts"),
    (.held, "held"), (.derived, "derived"), (.notApplicable, "not applicable"),
    (.refused, "not rolled up"), (.stale, "older date"), (.provisional, "provisional"),
    (.simulated, "simulated"),
  ]

  package var words: [String] { Marks.names.filter { contains($0.0) }.map(\.1) }
}

/// How much of a cell's parts was there: 9 of 12 months, 1 of 193 communes.
package struct Coverage: Hashable, Sendable {
  package var have: Int32
  package var of: Int32
  /// Index into the column's `coverageUnits`.
  package var unit: UInt8

  package init(have: Int32, of: Int32, unit: UInt8) {
    self.have = have
    self.of = of
    self.unit = unit
  }

  package static let full = Coverage(have: 0, of: 0, unit: 0)

  package var isFull: Bool { have >= of }
}
