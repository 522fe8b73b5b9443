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
    var sums: [[Double]]
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
    return months(place, combination, periods) ?? kinds(place, combination, periods)
  }

  /// The place's own figures, complete for every leaf in every period.
  private func whole(
    _ place: PlaceID, _ combination: [BreakdownPart], _ periods: [Period]
  ) -> Sums? {
    var sums: [[Double]] = []
    for resolver in resolvers {
      var values: [Double] = []
      for period in periods {
        let buckets: Bucketing =
          period.grain.isRegular
          ? .regular(period.grain, first: period.first, count: 1) : .single(period)
        let cells = resolver.resolve(place: place, combination: combination, buckets: buckets)
        guard !cells.value[0].isNaN, cells.marks[0].isDisjoint(with: [.partial, .parts]) else {
          return nil
        }
        values.append(cells.value[0])
      }
      sums.append(values)
    }
    return Sums(sums: sums, placeCount: 1, levels: [registry[place].level], isWhole: true)
  }

  /// Over the parts of the periods, at the first length that tiles them all alike: January with
  /// January, whichever months all have.
  private func months(
    _ place: PlaceID, _ combination: [BreakdownPart], _ periods: [Period]
  ) -> Sums? {
    guard queries.allSatisfy({ $0.indicator.kind == .flow && $0.indicator.additiveOverTime }) else {
      return nil
    }
    let grains = Set(queries.flatMap { $0.groups.map(\.key.grain) }).filter(\.isRegular)
    for grain in grains.sorted() {
      let ranges = periods.map { $0.grain == grain ? nil : $0.ordinals(of: grain) }
      guard let count = ranges.first??.count, ranges.allSatisfy({ $0?.count == count }) else {
        continue
      }
      return months(place, combination, ranges.compactMap { $0 }, grain)
    }
    return nil
  }

  private func months(
    _ place: PlaceID, _ combination: [BreakdownPart], _ ranges: [ClosedRange<Int32>],
    _ grain: Grain
  ) -> Sums? {
    let cells = resolvers.map { resolver in
      ranges.map { range in
        resolver.resolve(
          place: place, combination: combination,
          buckets: .regular(grain, first: range.lowerBound, count: range.count))
      }
    }
    var sums = resolvers.map { _ in [Double](repeating: 0, count: ranges.count) }
    var hasAny = false
    for offset in 0..<(ranges.first?.count ?? 0) {
      let isShared = cells.allSatisfy { periods in
        periods.allSatisfy {
          !$0.value[offset].isNaN && $0.marks[offset].isDisjoint(with: [.partial, .parts])
        }
      }
      guard isShared else { continue }
      hasAny = true
      for leaf in sums.indices {
        for period in ranges.indices { sums[leaf][period] += cells[leaf][period].value[offset] }
      }
    }
    guard hasAny else { return nil }
    return Sums(sums: sums, placeCount: 1, levels: [registry[place].level], isWhole: false)
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
