// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// Adds up what several periods have in common: the places below, the months inside, the kinds of
/// one breakdown that are complete in all of them.
struct CommonParts {
  /// One sum a leaf and period, over the parts that all share.
  struct Sums {
    var sums: [[CommonCell]]
    /// Places that took part, and their levels.
    var placeCount: Int
    var levels: Set<PlaceLevel>
    /// Whether the whole was complete in itself.
    var isWhole: Bool
  }

  let queries: [CellQuery]
  let rollsUpPlaces: Bool
  private let resolvers: [Resolver]
  private let registry: PlaceRegistry

  init(queries: [CellQuery], rollsUpPlaces: Bool) {
    self.queries = queries
    self.rollsUpPlaces = rollsUpPlaces
    resolvers = queries.map { Resolver($0, rollsUpPlaces: rollsUpPlaces) }
    registry = queries.first?.store.registry ?? PlaceRegistry()
  }

  /// What the places have in common over the periods; `nil` where that is nothing.
  func common(
    _ places: [PlaceID], _ combination: [BreakdownPart], _ periods: [Period]
  ) -> Sums? {
    var result: Sums?
    for place in places {
      guard let own = common(place, combination, periods) else { continue }
      result = result.map { Self.added($0, own) } ?? own
    }
    return result
  }

  private func common(
    _ place: PlaceID, _ combination: [BreakdownPart], _ periods: [Period]
  ) -> Sums? {
    if let whole = whole(place, combination, periods) { return whole }
    if rollsUpPlaces {
      let children = registry.children[Int(place)].filter { child in
        !registry[child].isUnnamed && hasRuns(child)
      }
      if var below = common(children, combination, periods) {
        below.isWhole = false
        return below
      }
    }
    return parts(place, combination, periods) ?? kinds(place, combination, periods)
  }

  /// The place's own figures, complete for every leaf in every period.
  private func whole(
    _ place: PlaceID, _ combination: [BreakdownPart], _ periods: [Period]
  ) -> Sums? {
    var sums: [[CommonCell]] = []
    for resolver in resolvers {
      var values: [CommonCell] = []
      for period in periods {
        let buckets: Bucketing =
          period.grain.isRegular
          ? .regular(period.grain, first: period.first, count: 1) : .single(period)
        let cells = resolver.resolve(place: place, combination: combination, buckets: buckets)
        guard let cell = CommonCell(cells, 0) else { return nil }
        values.append(cell)
      }
      sums.append(values)
    }
    return Sums(sums: sums, placeCount: 1, levels: [registry[place].level], isWhole: true)
  }

  /// Over the parts of the periods that all have: January with January, whichever months all have.
  private func parts(
    _ place: PlaceID, _ combination: [BreakdownPart], _ periods: [Period]
  ) -> Sums? {
    guard queries.allSatisfy({ $0.indicator.kind == .flow && $0.indicator.additiveOverTime }) else {
      return nil
    }
    let grains = queries.reduce(into: Set<Grain>()) { grains, query in
      grains.formUnion(query.grains(combination, of: place, withBelow: rollsUpPlaces))
    }
    guard
      let sums = parts(place, combination, periods, grains.filter(\.isRegular).sorted()[...])
    else { return nil }
    return Sums(sums: sums, placeCount: 1, levels: [registry[place].level], isWhole: false)
  }

  /// At the first grain that tiles the periods alike; a part that is not whole in all of them is
  /// looked for in its own parts, so that one quarter does not hide the months of the others.
  private func parts(
    _ place: PlaceID, _ combination: [BreakdownPart], _ periods: [Period],
    _ grains: ArraySlice<Grain>
  ) -> [[CommonCell]]? {
    for (index, grain) in zip(grains.indices, grains) {
      let tiles = periods.map { $0.grain == grain ? nil : $0.ordinals(of: grain) }
      guard let count = tiles.first??.count, tiles.allSatisfy({ $0?.count == count }) else {
        continue
      }
      return parts(place, combination, tiles.compactMap { $0 }, grains[index...])
    }
    return nil
  }

  /// Over the periods of the first grain that `tiles` number, one range for each side.
  private func parts(
    _ place: PlaceID, _ combination: [BreakdownPart], _ tiles: [ClosedRange<Int32>],
    _ grains: ArraySlice<Grain>
  ) -> [[CommonCell]]? {
    guard let grain = grains.first, let count = tiles.first?.count else { return nil }
    let cells = resolvers.map { resolver in
      tiles.map { range in
        resolver.resolve(
          place: place, combination: combination,
          buckets: .regular(grain, first: range.lowerBound, count: range.count))
      }
    }
    var result: [[CommonCell]]?
    for offset in 0..<count {
      let shared = cells.map { $0.compactMap { CommonCell($0, offset) } }
      let own =
        zip(shared, cells).allSatisfy { $0.count == $1.count }
        ? shared
        : parts(
          place, combination, tiles.map { Period(grain, $0.lowerBound + Int32(offset)) },
          grains.dropFirst())
      guard let own else { continue }
      result = result.map { zip($0, own).map { zip($0, $1).map(+) } } ?? own
    }
    return result
  }

  /// Over the values of the first breakdown of which something is common.
  private func kinds(
    _ place: PlaceID, _ combination: [BreakdownPart], _ periods: [Period]
  ) -> Sums? {
    guard let query = queries.first else { return nil }
    let space = query.store.breakdowns
    for dimension in space.dimensions.indices.map({ Int32($0) })
    where !combination.contains(where: { $0.dimension == dimension }) {
      let name = space.dimensions[Int(dimension)]
      guard queries.allSatisfy({ $0.indicator.isAdditive(over: name) }) else { continue }
      let parts = query.combinations(of: [dimension], within: [place])
      if let found = shared(parts.map { (combination + $0, periods) }, place) { return found }
    }
    return nil
  }

  /// The sum over those cells that are complete in every period.
  private func shared(
    _ cells: [(combination: [BreakdownPart], periods: [Period])], _ place: PlaceID
  ) -> Sums? {
    var result: Sums?
    for cell in cells {
      guard let own = whole(place, cell.combination, cell.periods) else { continue }
      result = result.map { Self.added($0, own) } ?? own
    }
    result?.placeCount = 1
    result?.isWhole = false
    return result
  }

  private func hasRuns(_ place: PlaceID) -> Bool {
    let range = registry.order[Int(place)]..<registry.subtreeEnd[Int(place)]
    return queries.allSatisfy { query in
      query.groups.contains { !$0.runs(within: range, registry).isEmpty }
    }
  }

  private static func added(_ a: Sums, _ b: Sums) -> Sums {
    Sums(
      sums: zip(a.sums, b.sums).map { zip($0, $1).map(+) }, placeCount: a.placeCount + b.placeCount,
      levels: a.levels.union(b.levels), isWhole: a.isWhole && b.isWhole)
  }

  /// How many of the places there are took part, where they stand at one level.
  func coverage(_ sums: Sums, _ places: [PlaceID]) -> (coverage: Coverage, unit: String)? {
    guard !sums.isWhole, sums.levels.count == 1, let level = sums.levels.first else { return nil }
    var total = 0
    for place in places {
      guard let count = registry.unitCount(of: level, within: place) else { return nil }
      total += count
    }
    guard total > sums.placeCount else { return nil }
    return (Coverage(have: Int32(sums.placeCount), of: Int32(total), unit: 0), level.name)
  }
}
