// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What must be known to read a cell rightly. Kept per cell only where some cell has one.
package struct Marks: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Less than the whole of the places, months or parts that make the cell.
  package static let partial = Marks(rawValue: 1 << 0)
  /// The stated value is approximate (`≈`).
  package static let approximate = Marks(rawValue: 1 << 1)
  /// The stated value is a lower bound (`≥`).
  package static let atLeast = Marks(rawValue: 1 << 2)
  /// The stated value is an upper bound (`≤`).
  package static let atMost = Marks(rawValue: 1 << 3)
  /// Sources say different things about this cell.
  package static let conflict = Marks(rawValue: 1 << 4)
  /// The reported value and its parts contradict each other.
  package static let differs = Marks(rawValue: 1 << 5)
  /// Made from the parts of an open breakdown.
  package static let parts = Marks(rawValue: 1 << 6)
  /// A longer period's value, which holds inside it.
  package static let held = Marks(rawValue: 1 << 7)
  /// Made by subtraction of nested reports, or filled on request.
  package static let derived = Marks(rawValue: 1 << 8)
  /// The place or the indicator does not apply here.
  package static let notApplicable = Marks(rawValue: 1 << 9)
  /// Values exist, but may not be rolled up into this cell.
  package static let refused = Marks(rawValue: 1 << 10)
  /// A stock whose date is older than the bucket's last month.
  package static let stale = Marks(rawValue: 1 << 11)
  package static let provisional = Marks(rawValue: 1 << 12)
  package static let simulated = Marks(rawValue: 1 << 13)

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
