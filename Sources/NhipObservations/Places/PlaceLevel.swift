// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A level of the map: `province`, `district`, or one that a data package declares (`state`).
package struct PlaceLevel: Hashable, Sendable, Comparable {
  package let name: String
  /// 0 for a country, larger for smaller places. Levels of one rank stand in for each other in
  /// different countries (province, state).
  package let rank: Int

  package init(name: String, rank: Int) {
    self.name = name
    self.rank = rank
  }

  package static let country = PlaceLevel(name: "country", rank: 0)
  package static let region = PlaceLevel(name: "region", rank: 1)
  package static let province = PlaceLevel(name: "province", rank: 2)
  package static let district = PlaceLevel(name: "district", rank: 3)
  package static let commune = PlaceLevel(name: "commune", rank: 4)
  package static let village = PlaceLevel(name: "village", rank: 5)
  /// A level that nobody declared: places of a plain file.
  package static let place = PlaceLevel(name: "place", rank: 9)

  package static let standard = [country, region, province, district, commune, village]

  /// Levels of other countries, by the rank of the standard level they match.
  static let foreign = [
    PlaceLevel(name: "state", rank: 2), PlaceLevel(name: "department", rank: 2),
    PlaceLevel(name: "county", rank: 3), PlaceLevel(name: "municipality", rank: 4),
    PlaceLevel(name: "group", rank: 6),
  ]

  /// The level of that name; a name that nobody knows becomes a level of `rank`.
  package static func named(_ name: String, rank: Int = 9) -> PlaceLevel {
    (standard + foreign).first { $0.name == name } ?? PlaceLevel(name: name, rank: rank)
  }

  /// Ranks first: names that differ take a while to compare.
  package static func == (a: PlaceLevel, b: PlaceLevel) -> Bool {
    a.rank == b.rank && a.name == b.name
  }

  package static func < (a: PlaceLevel, b: PlaceLevel) -> Bool {
    (a.rank, a.name) < (b.rank, b.name)
  }

  /// English plural for coverage: `193 communes`, `63 provinces`, `50 states`.
  package var plural: String {
    if name == "country" { return "countries" }
    if name == "county" { return "counties" }
    if name == "municipality" { return "municipalities" }
    return name + "s"
  }
}
