// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What the cells of a grid stand for: places one by one, or the union of several.
package struct PlaceTargets: RandomAccessCollection, Sendable {
  /// One place, or a union of several.
  package struct Target {
    package let place: PlaceID?
    package let union: [PlaceID]
  }

  /// The places one by one; `nil` where one target is their union.
  package let places: [PlaceID]?
  private let union: [PlaceID]

  /// A target for each place: thousands of them make no array each.
  package init(_ places: [PlaceID]) {
    self.places = places
    union = []
  }

  /// One target of all of them, none where there are none.
  package init(union: [PlaceID]) {
    places = union.isEmpty ? [] : nil
    self.union = union
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { places?.count ?? 1 }

  package subscript(_ index: Int) -> Target {
    guard let places else { return Target(place: nil, union: union) }
    return Target(place: places[index], union: [places[index]])
  }

  /// The place of a target, -1 for a union.
  package func place(_ index: Int) -> PlaceID { places?[index] ?? -1 }

  /// The places of all targets.
  package var allPlaces: [PlaceID] { places ?? union }

  /// The targets whose places `isKept` is true of; a union stays.
  package func keeping(_ isKept: (PlaceID) -> Bool) -> PlaceTargets {
    places.map { PlaceTargets($0.filter(isKept)) } ?? self
  }
}
