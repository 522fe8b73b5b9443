// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// The identity of a place in the session. Stable; plans and columns hold these.
package typealias PlaceID = Int32

/// A place as a data package or a loaded file declares it.
package struct Place: Sendable, Hashable {
  package var code: String
  /// Without the type word: `Hà Giang`.
  package var name: String
  /// The type word: `tỉnh`, `thành phố`, `phường`; empty where there is none.
  package var type: String
  package var level: PlaceLevel
  package var parent: PlaceID?
  /// The country or file that the code belongs to; a code means nothing without it.
  package var scheme: String
  /// `?`: the document does not name it; never merged, never in a parent's total.
  package var isUnnamed: Bool
  package var validFrom: Period
  package var validTo: Period
  /// Official number of units below it, by level name, where known.
  package var unitCounts: [String: Int]
  /// Whether the registry lists all its children, so that their number is the expected one.
  package var hasAllChildren: Bool
  /// Whether, for want of a registry, the children that ever report an indicator are its whole.
  package var expectsReporters: Bool

  package init(
    code: String, name: String, type: String = "", level: PlaceLevel, parent: PlaceID? = nil,
    scheme: String, isUnnamed: Bool = false, validFrom: Period = .none, validTo: Period = .none,
    unitCounts: [String: Int] = [:], hasAllChildren: Bool = false,
    expectsReporters: Bool = false
  ) {
    self.code = code
    self.name = name
    self.type = type
    self.level = level
    self.parent = parent
    self.scheme = scheme
    self.isUnnamed = isUnnamed
    self.validFrom = validFrom
    self.validTo = validTo
    self.unitCounts = unitCounts
    self.hasAllChildren = hasAllChildren
    self.expectsReporters = expectsReporters
  }
}
