// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics

/// All places of a session, numbered depth-first in official order.
///
/// A value: adding places gives a new registry. Identities are stable; the depth-first numbers
/// (`order`) are not, and never leave this module's data. Everything below a place is one range
/// of numbers, so that output needs no sort and a roll-up is a range of runs.
package struct PlaceRegistry: Sendable {
  package private(set) var places: [Place] = []
  package private(set) var children: [[PlaceID]] = []
  /// Depth-first number of each identity.
  package private(set) var order: [Int32] = []
  /// One past the number of the last place below each identity.
  package private(set) var subtreeEnd: [Int32] = []
  /// The identity at each depth-first number.
  package private(set) var byOrder: [PlaceID] = []
  /// The places of each level, in official order.
  private var byLevel: [PlaceLevel: [PlaceID]] = [:]
  private(set) var byFoldedName: [String: [PlaceID]] = [:]
  private var byCode: [String: PlaceID] = [:]

  /// Places that their documents do not name.
  package private(set) var unnamed: [PlaceID] = []
  /// Whether some place has not existed always.
  package private(set) var hasLimits = false
  /// The levels that some place has.
  package private(set) var levels: Set<PlaceLevel> = []

  package init() {}

  package var count: Int { places.count }

  package subscript(_ id: PlaceID) -> Place { places[Int(id)] }

  package func find(code: String, scheme: String) -> PlaceID? { byCode[scheme + "\u{1F}" + code] }

  /// Adds places, parents before children, and numbers all anew. An equal code of one scheme
  /// keeps the identity it has; what it newly knows (counts, names) is taken over.
  ///
  /// - Returns: the identity of each added place, in order.
  package mutating func add(_ added: [Place]) -> [PlaceID] {
    let ids = added.map { append($0) }
    renumber()
    return ids
  }

  /// Adds one place without numbering it: for many in a row, with `renumber` after the last.
  package mutating func append(_ place: Place) -> PlaceID {
    let key = place.scheme + "\u{1F}" + place.code
    if let id = byCode[key] {
      places[Int(id)].unitCounts.merge(place.unitCounts) { _, new in new }
      places[Int(id)].hasAllChildren = places[Int(id)].hasAllChildren || place.hasAllChildren
      return id
    }
    let id = PlaceID(places.count)
    places.append(place)
    if place.isUnnamed { unnamed.append(id) }
    levels.insert(place.level)
    if isLimited(id) { hasLimits = true }
    children.append([])
    byCode[key] = id
    if let parent = place.parent { children[Int(parent)].append(id) }
    byFoldedName[TextFolding.fold(place.name), default: []].append(id)
    return id
  }

  /// Numbers all places depth-first. Complexity: O(places).
  package mutating func renumber() {
    order = [Int32](repeating: 0, count: places.count)
    subtreeEnd = order
    byOrder = []
    byOrder.reserveCapacity(places.count)
    // An explicit stack: depth comes from data.
    var stack: [(id: PlaceID, isLeaving: Bool)] = []
    for index in places.indices.reversed() where places[index].parent == nil {
      stack.append((PlaceID(index), false))
    }
    while let (id, isLeaving) = stack.popLast() {
      if isLeaving {
        subtreeEnd[Int(id)] = Int32(byOrder.count)
        continue
      }
      order[Int(id)] = Int32(byOrder.count)
      byOrder.append(id)
      stack.append((id, true))
      for child in children[Int(id)].reversed() { stack.append((child, false)) }
    }
    byLevel = Dictionary(grouping: byOrder) { places[Int($0)].level }
  }

  /// Whether `id` is `ancestor` or lies below it.
  package func isWithin(_ id: PlaceID, _ ancestor: PlaceID) -> Bool {
    let number = order[Int(id)]
    return number >= order[Int(ancestor)] && number < subtreeEnd[Int(ancestor)]
  }

  /// The level of a place; asks no copy of the place.
  package func level(of id: PlaceID) -> PlaceLevel { places[Int(id)].level }

  /// Whether a place is of a level; asks no copy of the place.
  func isAt(_ level: PlaceLevel, _ id: PlaceID) -> Bool { places[Int(id)].level == level }

  /// Whether a place has not existed always.
  package func isLimited(_ id: PlaceID) -> Bool {
    places[Int(id)].validFrom.grain != .none || places[Int(id)].validTo.grain != .none
  }

  /// The ancestor of `id` (or itself) at the rank of `level`, if there is one.
  package func ancestor(of id: PlaceID, at level: PlaceLevel) -> PlaceID? {
    var current: PlaceID? = id
    while let place = current {
      if places[Int(place)].level == level { return place }
      current = places[Int(place)].parent
    }
    return nil
  }

  /// Places at `level` that are `id` or lie below it, in official order.
  /// Complexity: O(log places), and a copy of what is found.
  package func places(at level: PlaceLevel, within id: PlaceID) -> ArraySlice<PlaceID> {
    let all = byLevel[level] ?? []
    let first = all.partitioningIndex { order[Int($0)] >= order[Int(id)] }
    let end = all[first...].partitioningIndex { order[Int($0)] >= subtreeEnd[Int(id)] }
    return all[first..<end]
  }

  /// The number of units of `level` that the whole of `id` has; `nil` where nobody knows it.
  package func unitCount(of level: PlaceLevel, within id: PlaceID) -> Int? {
    if let declared = places[Int(id)].unitCounts[level.name] { return declared }
    if places[Int(id)].level == level { return 1 }
    guard places[Int(id)].hasAllChildren else { return nil }
    var total = 0
    for child in children[Int(id)] where !places[Int(child)].isUnnamed {
      if places[Int(child)].level == level {
        total += 1
      } else if places[Int(child)].level.rank < level.rank {
        guard let below = unitCount(of: level, within: child) else { return nil }
        total += below
      }
    }
    return total
  }

  /// `phường Ngọc Hà`, as a person writes it.
  package func typedName(_ id: PlaceID) -> String {
    let place = places[Int(id)]
    let hasType = !place.type.isEmpty && place.level.rank > 0
    return hasType ? "\(place.type) \(place.name)" : place.name
  }

  /// `Hà Giang > thành phố Hà Giang > phường Ngọc Hà`: outermost first, without the country,
  /// the province without its type word.
  package func path(_ id: PlaceID) -> String {
    var parts: [String] = []
    var current: PlaceID? = id
    while let place = current {
      let here = places[Int(place)]
      if here.level.rank > 0 || parts.isEmpty {
        parts.append(here.level.rank == 2 ? here.name : typedName(place))
      }
      current = here.parent
    }
    return parts.reversed().joined(separator: " > ")
  }
}
