// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipObservations

/// What the rows of a series stand for: places one by one, or the union of several.
struct SeriesTargets: RandomAccessCollection, Sendable {
  /// One row of places, or a union of several.
  struct Target {
    let place: PlaceID?
    let union: [PlaceID]
  }

  /// The places of the rows; `nil` where one row stands for their union.
  let places: [PlaceID]?
  private let union: [PlaceID]

  /// A row for each place: thousands of them make no array each.
  init(_ places: [PlaceID]) {
    self.places = places
    union = []
  }

  /// One row for all of them, none where there are none.
  init(union: [PlaceID]) {
    places = union.isEmpty ? [] : nil
    self.union = union
  }

  var startIndex: Int { 0 }
  var endIndex: Int { places?.count ?? 1 }

  subscript(_ index: Int) -> Target {
    guard let places else { return Target(place: nil, union: union) }
    return Target(place: places[index], union: [places[index]])
  }

  /// The place of a row, -1 for a union.
  func place(_ index: Int) -> PlaceID { places?[index] ?? -1 }

  /// The places of all rows.
  var allPlaces: [PlaceID] { places ?? union }

  /// The rows whose places `isKept` is true of; a union stays.
  func keeping(_ isKept: (PlaceID) -> Bool) -> SeriesTargets {
    places.map { SeriesTargets($0.filter(isKept)) } ?? self
  }
}
