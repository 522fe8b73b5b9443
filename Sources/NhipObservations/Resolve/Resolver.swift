// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Gives every cell of a grid its value by the one rule for every grain (LANGUAGE 3, promise 2):
/// reported at the asked grain; else rolled up along one axis, the first complete one of time,
/// places, one breakdown; else along the one that covers most.
///
/// A final class, because the memo is shared by the recursive calls of one query; used by one
/// thread at a time.
package final class Resolver {
  let query: CellQuery
  let registry: PlaceRegistry
  private var memo: [MemoKey: Cells] = [:]
  /// What coverage counts, by `Coverage.unit`.
  package private(set) var coverageUnits: [String] = []

  struct MemoKey: Hashable {
    let place: PlaceID
    let parts: [BreakdownPart]
    let buckets: Bucketing
  }

  /// Whether finer places may make a place's value; off, each place stands at its own level.
  let rollsUpPlaces: Bool
  /// Whether finer periods may make a period's value.
  let rollsUpTime: Bool

  package init(_ query: CellQuery, rollsUpPlaces: Bool = true, rollsUpTime: Bool = true) {
    self.query = query
    self.rollsUpPlaces = rollsUpPlaces
    self.rollsUpTime = rollsUpTime
    self.registry = query.store.registry
  }

  func unit(_ name: String) -> UInt8 {
    if let index = coverageUnits.firstIndex(of: name) { return UInt8(index) }
    coverageUnits.append(name)
    return UInt8(coverageUnits.count - 1)
  }

  /// The cells of a place for a combination of the asked breakdown dimensions.
  package func resolve(
    place: PlaceID, combination: [BreakdownPart], buckets: Bucketing
  ) -> Cells {
    let (parts, forced) = split(combination)
    if let axis = forced.first { return alongForcedBreakdown(axis, place, parts, buckets) }
    return cells(place, parts, buckets)
  }

  /// A filter on one named value is part of the combination; the others are forced axes.
  func split(
    _ combination: [BreakdownPart]
  ) -> (parts: [BreakdownPart], forced: [BreakdownFilter]) {
    var parts = combination
    var forced: [BreakdownFilter] = []
    for filter in query.filters
    where !combination.contains(where: { $0.dimension == filter.dimension }) {
      if filter.isEnumerated, filter.allowed.count == 1, let only = filter.allowed.first {
        parts.append(BreakdownPart(dimension: filter.dimension, value: only))
      } else {
        forced.append(filter)
      }
    }
    return (parts.sorted { $0.dimension < $1.dimension }, forced)
  }

  /// The cells of several places pooled as one union.
  package func resolvePooled(
    places: [PlaceID], combination: [BreakdownPart], buckets: Bucketing
  ) -> Cells {
    if places.count == 1 {
      return resolve(place: places[0], combination: combination, buckets: buckets)
    }
    let members = places.map { resolve(place: $0, combination: combination, buckets: buckets) }
    var cells = summed(
      members, expected: places.count, unit: unit("place"), buckets: buckets.count)
    let (parts, forced) = split(combination)
    if forced.isEmpty {
      let groups = query.groups.filter { group in
        places.contains { isRelevant(group, $0, parts) }
      }
      recount(&cells, places, parts, buckets, groups)
    }
    return cells
  }

  /// Drops what was resolved so far, where later cells will not ask for it again.
  package func forget() { memo.removeAll(keepingCapacity: true) }

  func cells(_ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing) -> Cells {
    let key = MemoKey(place: place, parts: parts, buckets: buckets)
    if let known = memo[key] { return known }
    let result = resolveAll(place, parts, buckets)
    memo[key] = result
    return result
  }

  private func resolveAll(
    _ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing
  ) -> Cells {
    let relevant = relevantGroups(place, parts)
    if relevant.isEmpty { return Cells(count: buckets.count) }
    var cells = reported(place, parts, buckets, relevant)
    switch query.indicator.kind {
    case .share, .rate, .change, .undeclared:
      markRefused(&cells, place, buckets, relevant)
      return cells
    case .flow, .stock, .average, .ratio: break
    }
    choose(&cells, among: candidates(place, parts, buckets, relevant).map(\.cells))
    recount(&cells, [place], parts, buckets, relevant)
    if !isOnlyOwn(place, parts, relevant) || !query.indicator.additiveOverTime {
      markRefused(&cells, place, buckets, relevant)
    }
    return cells
  }

  /// What an axis makes of the cells of a place.
  struct Candidate {
    let axis: ResolverAxis
    let cells: Cells
  }

  private func isOnlyOwn(
    _ place: PlaceID, _ parts: [BreakdownPart], _ groups: [RunGroup]
  ) -> Bool {
    groups.allSatisfy { isExactly($0, parts) && hasOnly(place, $0) }
  }

  /// Every axis along which the cells can be made from their parts, in the order of preference.
  func candidates(
    _ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing, _ relevant: [RunGroup]
  ) -> [Candidate] {
    var candidates: [Candidate] = []
    if query.indicator.kind != .stock && rollsUpTime {
      for finer in finerGrains(relevant, buckets) {
        if let made = alongTime(finer, place, parts, buckets) {
          candidates.append(Candidate(axis: .time(finer), cells: made))
        }
      }
    }
    if !isOnlyOwn(place, parts, relevant) {
      if query.indicator.additiveOverPlaces, rollsUpPlaces,
        let made = alongPlaces(place, parts, buckets, relevant)
      {
        candidates.append(Candidate(axis: .places, cells: made))
      }
      for dimension in extraDimensions(relevant, parts) {
        // Values that do not add up still bound the whole from below while only one is there.
        let adds = query.indicator.isAdditive(
          over: query.store.breakdowns.dimensions[Int(dimension)])
        let made = alongBreakdown(dimension, place, parts, buckets, relevant, addsUp: adds)
        candidates.append(Candidate(axis: .breakdown(dimension), cells: made))
      }
    }
    return candidates
  }

  /// Groups whose tuple has all of `parts`, with a run at or below the place.
  func relevantGroups(_ place: PlaceID, _ parts: [BreakdownPart]) -> [RunGroup] {
    query.groups.filter { isRelevant($0, place, parts) }
  }

  private func isRelevant(
    _ group: RunGroup, _ place: PlaceID, _ parts: [BreakdownPart]
  ) -> Bool {
    let start = registry.order[Int(place)]
    let range = start..<(rollsUpPlaces ? registry.subtreeEnd[Int(place)] : start + 1)
    let tuple = query.tuple(group)
    return parts.allSatisfy { tuple.value(of: $0.dimension) == $0.value }
      && !group.runs(within: range, registry).isEmpty
  }

  private func isExactly(_ group: RunGroup, _ parts: [BreakdownPart]) -> Bool {
    query.tuple(group).parts.count == parts.count
  }

  private func hasOnly(_ place: PlaceID, _ group: RunGroup) -> Bool {
    let range = registry.order[Int(place)]..<registry.subtreeEnd[Int(place)]
    let runs = group.runs(within: range, registry)
    return runs.count == 1 && group.runs[runs.lowerBound].place == place
  }

  private func extraDimensions(_ groups: [RunGroup], _ parts: [BreakdownPart]) -> [Int32] {
    var found: Set<Int32> = []
    for group in groups {
      for part in query.tuple(group).parts
      where !parts.contains(where: { $0.dimension == part.dimension }) {
        found.insert(part.dimension)
      }
    }
    return found.sorted {
      query.store.breakdowns.dimensions[Int($0)] < query.store.breakdowns.dimensions[Int($1)]
    }
  }

  private func finerGrains(_ groups: [RunGroup], _ buckets: Bucketing) -> [Grain] {
    guard query.indicator.additiveOverTime || query.indicator.kind == .average else { return [] }
    return Grain.regular.filter { grain in
      groups.contains { $0.key.grain == grain } && buckets.refined(to: grain) != nil
    }
  }

  /// Fills what is missing from the first complete candidate, else from the one that covers
  /// most, and marks reported values that parts contradict.
  private func choose(_ cells: inout Cells, among candidates: [Cells]) {
    let nonNegative = query.isNonNegative
    for index in 0..<cells.count {
      if cells.has(index) {
        // Stocks of unlike dates say nothing of each other.
        for other in candidates where other.has(index) && other.asOf[index] == cells.asOf[index] {
          let scale = 1e-9 * max(1, cells.value[index].magnitude)
          let above = other.lower[index] > cells.upper[index] + scale
          let below = other.upper[index] < cells.lower[index] - scale
          if other.isComplete(index) ? (above || below) : (nonNegative && above) {
            cells.marks[index].insert(.differs)
          }
        }
        continue
      }
      if let best = best(index, among: candidates) { cells.copy(index, from: candidates[best]) }
    }
  }

  /// Whether a period would take part in a bucket if its values added up; what never would is
  /// counted in the note, not refused.
  func canServe(_ period: Period, _ buckets: Bucketing) -> Bool {
    switch query.indicator.kind {
    case .stock, .average: return true
    case .flow, .ratio, .share, .rate, .change, .undeclared: return buckets.isServed(by: period)
    }
  }

  /// Ways whose fractions differ by less cover the same: the rest is rounding.
  private static let roundedFraction: Float = 1e-5

  /// The first complete candidate, else the one that covers most.
  func best(_ index: Int, among candidates: [Cells]) -> Int? {
    let nonNegative = query.isNonNegative
    var best: Int?
    for (position, other) in candidates.enumerated() where other.has(index) {
      if other.isComplete(index) { return position }
      guard let known = best else {
        best = position
        continue
      }
      let current = candidates[known]
      let more = other.fraction[index] - current.fraction[index]
      let isBetter =
        more > Self.roundedFraction
        || (more > -Self.roundedFraction && nonNegative
          && other.value[index] > current.value[index])
      if isBetter { best = position }
    }
    return best
  }

  /// Marks empty cells whose place and bucket have observations that may not be rolled up.
  private func markRefused(
    _ cells: inout Cells, _ place: PlaceID, _ buckets: Bucketing, _ groups: [RunGroup]
  ) {
    guard cells.value.contains(where: \.isNaN) else { return }
    let start = registry.order[Int(place)]
    let range = start..<(rollsUpPlaces ? registry.subtreeEnd[Int(place)] : start + 1)
    for group in groups {
      for run in group.runs[group.runs(within: range, registry)] {
        // An unnamed place belongs to no total, so nothing of it is refused there.
        if run.place != place && registry[run.place].isUnnamed { continue }
        for index in 0..<Int(run.slotCount) where !group.values[Int(run.offset) + index].isNaN {
          let period = group.period(run, index)
          guard canServe(period, buckets) else { continue }
          if let bucket = buckets.index(of: period), !cells.has(bucket) {
            cells.marks[bucket].insert(.refused)
          }
        }
      }
    }
  }
}
