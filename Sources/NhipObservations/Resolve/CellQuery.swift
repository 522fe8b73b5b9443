// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// Which number of an observation is rolled up.
package enum Channel: UInt8, Hashable, Sendable {
  case value
  /// The value of observations that have a denominator.
  case numerator
  case denominator
}

/// The values of one breakdown dimension that a predicate lets through.
package struct BreakdownFilter: Sendable, Hashable {
  package var dimension: Int32
  package var allowed: Set<Int32>
  /// Whether the predicate names its values (`=`, `in`), so that having them all is the whole;
  /// `!=` leaves the rest open.
  package var isEnumerated: Bool

  package init(dimension: Int32, allowed: Set<Int32>, isEnumerated: Bool) {
    self.dimension = dimension
    self.allowed = allowed
    self.isEnumerated = isEnumerated
  }
}

/// One indicator's observations, chosen for a grid: what a resolver reads.
package struct CellQuery: Sendable {
  package let store: ObservationStore
  package let indicator: Indicator
  /// Groups of the right table, unit, status and kind.
  package let groups: [RunGroup]
  package let filters: [BreakdownFilter]
  package let channel: Channel
  /// Names of documents or tables that win a conflict, first first.
  package let preferred: [String]
  /// Whether no value can be negative, so that a part bounds its whole.
  package let isNonNegative: Bool

  package init(
    store: ObservationStore, indicator: Indicator, groups: [RunGroup],
    filters: [BreakdownFilter] = [], channel: Channel = .value, preferred: [String] = []
  ) {
    self.store = store
    self.indicator = indicator
    self.filters = filters
    self.channel = channel
    self.preferred = preferred
    let breakdowns = store.breakdowns
    let chosen = groups.filter { group in
      filters.allSatisfy { filter in
        guard let value = breakdowns.tuples[Int(group.key.tuple)].value(of: filter.dimension)
        else { return false }
        return filter.allowed.contains(value)
      } && (channel == .value || group.denominators != nil)
    }
    self.groups = chosen
    isNonNegative = indicator.kind != .change && chosen.allSatisfy { $0.minimum >= 0 }
  }

  func tuple(_ group: RunGroup) -> BreakdownTuple {
    store.breakdowns.tuples[Int(group.key.tuple)]
  }

  /// The combinations of values of `dimensions` that some observation below `place` bears, in
  /// the order of the values.
  package func combinations(of dimensions: [Int32], within places: [PlaceID]) -> [[BreakdownPart]] {
    if dimensions.isEmpty { return [[]] }
    var found: Set<[BreakdownPart]> = []
    for group in groups {
      let tuple = tuple(group)
      var parts: [BreakdownPart] = []
      for dimension in dimensions {
        guard let value = tuple.value(of: dimension) else { break }
        parts.append(BreakdownPart(dimension: dimension, value: value))
      }
      guard parts.count == dimensions.count, !found.contains(parts) else { continue }
      let isThere = places.contains { place in
        let range = store.registry.order[Int(place)]..<store.registry.subtreeEnd[Int(place)]
        return !group.runs(within: range, store.registry).isEmpty
      }
      if isThere { found.insert(parts) }
    }
    return found.sorted { a, b in
      for (x, y) in zip(a, b) where x != y {
        return store.breakdowns.value(x) < store.breakdowns.value(y)
      }
      return false
    }
  }

  /// The grains of the observations that bear all parts of a combination, of a place and, where
  /// asked for, those below it.
  package func grains(
    _ combination: [BreakdownPart], of place: PlaceID, withBelow: Bool
  ) -> Set<Grain> {
    let start = store.registry.order[Int(place)]
    let range = start..<(withBelow ? store.registry.subtreeEnd[Int(place)] : start + 1)
    var found: Set<Grain> = []
    for group in groups where !found.contains(group.key.grain) {
      let tuple = tuple(group)
      if combination.allSatisfy({ tuple.value(of: $0.dimension) == $0.value }),
        !group.runs(within: range, store.registry).isEmpty
      {
        found.insert(group.key.grain)
      }
    }
    return found
  }

  /// The levels of the places with observations at or below some places.
  package func levels(within places: [PlaceID]) -> Set<PlaceLevel> {
    let registry = store.registry
    var found: Set<PlaceLevel> = []
    for group in groups where !found.isSuperset(of: group.levels) {
      for place in places {
        let range = registry.order[Int(place)]..<registry.subtreeEnd[Int(place)]
        for run in group.runs[group.runs(within: range, registry)] {
          found.insert(registry[run.place].level)
        }
      }
    }
    return found
  }

  /// Earliest and latest bucket of `grain` that some observation fits into.
  package func ordinals(of grain: Grain, within places: [PlaceID]) -> ClosedRange<Int32>? {
    var low = Int32.max
    var high = Int32.min
    func take(_ period: Period) {
      let ordinal: Int32?
      if indicator.kind == .stock {
        ordinal = period.lastDay.map { Period.ordinal(ofDay: $0, grain) }
      } else {
        ordinal = period.ordinal(of: grain)
      }
      if let ordinal {
        low = min(low, ordinal)
        high = max(high, ordinal)
      } else if indicator.kind == .average, let range = period.ordinals(of: grain) {
        low = min(low, range.lowerBound)
        high = max(high, range.upperBound)
      }
    }
    for group in groups {
      for place in places {
        let range = store.registry.order[Int(place)]..<store.registry.subtreeEnd[Int(place)]
        // Dense runs count in one unit: their ends are compared before they are translated.
        var first = Int32.max
        var last = Int32.min
        defer {
          if first <= last {
            take(Period(group.key.grain, first))
            take(Period(group.key.grain, last))
          }
        }
        let runs = group.runs(within: range, store.registry)
        if let all = group.denseOrdinals, runs == group.runs.indices {
          (first, last) = (all.lowerBound, all.upperBound)
          continue
        }
        for run in group.runs[runs] {
          if run.isDense {
            first = min(first, run.first)
            last = max(last, run.first + run.slotCount - 1)
          } else {
            for index in 0..<Int(run.slotCount) { take(group.period(run, index)) }
          }
        }
      }
    }
    return low <= high ? low...high : nil
  }
}
