// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// How much of a cell of the usual panel is there, and on which axis it is told: places, periods,
/// or both where each place lacks others.
///
/// One rule for the panel roll-up and the resolver, so that both tell the same.
struct PanelCoverage {
  /// Places with any value.
  var reporters: Int32 = 0
  /// Fewest and most periods that a reporting place has.
  var low: Int32 = 0
  var high: Int32 = 0
  /// Values of all places and periods.
  var have: Int32 = 0

  mutating func add(filled: Int32) {
    guard filled > 0 else { return }
    low = reporters == 0 ? filled : min(low, filled)
    high = max(high, filled)
    reporters += 1
    have += filled
  }

  /// What is there, of how much, counted in what.
  ///
  /// - Parameters:
  ///   - units: places that the whole has; -1 where nobody knows.
  ///   - periods: periods of the data in the cell, 1 where they stand at the cell's own grain.
  ///   - isOwnLevel: whether the cell is of one place of the data's own level.
  func told(
    units: Int32, periods: Int32, isOwnLevel: Bool
  ) -> (have: Int32, of: Int32, unit: CoverageUnit) {
    if units < 0 { return (have, -1, .places) }
    if periods == 1 { return (have, units, .places) }
    if isOwnLevel { return (have, periods, .periods) }
    if low == periods { return (reporters, units, .places) }
    if reporters == units && low == high { return (high, periods, .periods) }
    return (have, units * periods, .both)
  }
}

/// What the coverage of a panel counts.
package enum CoverageUnit: Int, CaseIterable, Sendable {
  case places, periods, both

  func name(_ level: PlaceLevel, _ grain: Grain) -> String {
    switch self {
    case .places: level.name
    case .periods: grain.word
    case .both: "\(level.name)-\(grain.word)"
    }
  }
}

extension Resolver {
  /// Tells the coverage of incomplete cells as the panel roll-up does, where what lies in these
  /// places is a panel: one group of one level.
  func recount(
    _ cells: inout Cells, _ places: [PlaceID], _ parts: [BreakdownPart], _ buckets: Bucketing,
    _ groups: [RunGroup]
  ) {
    guard groups.count == 1, let group = groups.first, group.key.grain.isRegular,
      query.tuple(group).parts.count == parts.count,
      (0..<cells.count).contains(where: { cells.has($0) && cells.marks[$0].contains(.partial) })
    else { return }
    var runs: [Run] = []
    for place in places {
      let range = registry.order[Int(place)]..<registry.subtreeEnd[Int(place)]
      runs.append(contentsOf: group.runs[group.runs(within: range, registry)])
    }
    guard let first = runs.first, !registry.hasUnnamed(in: group, within: places) else { return }
    let level = registry[first.place].level
    guard runs.allSatisfy({ registry[$0.place].level == level }),
      let units = panelUnits(level, places, group)
    else { return }
    let isOwnLevel = places.count == 1 && registry[places[0]].level == level
    for index in 0..<cells.count where cells.has(index) && cells.marks[index].contains(.partial) {
      let bucket = buckets.period(index)
      guard let periods = panelPeriods(group, bucket) else { continue }
      var coverage = PanelCoverage()
      for run in runs { coverage.add(filled: filled(run, group, bucket)) }
      let told = coverage.told(units: units, periods: periods, isOwnLevel: isOwnLevel)
      if told.of >= 0 && told.have >= told.of { continue }
      cells.coverage[index] = Coverage(
        have: told.have, of: told.of, unit: unit(told.unit.name(level, group.key.grain)))
    }
  }

  /// How many units of the panel's level the places have, -1 where nobody knows; `nil` where a
  /// place lies below it.
  private func panelUnits(
    _ level: PlaceLevel, _ places: [PlaceID], _ group: RunGroup
  ) -> Int32? {
    var total: Int32 = 0
    for place in places {
      guard registry[place].level <= level else { return nil }
      guard let count = registry.panelUnits(of: level, within: place, in: group) else { return -1 }
      total += count
    }
    return total
  }

  /// Periods of the panel in a bucket: 1 where a place has one value a bucket.
  private func panelPeriods(_ group: RunGroup, _ bucket: Period) -> Int32? {
    if query.indicator.kind == .stock || group.key.grain == bucket.grain { return 1 }
    if let ordinals = bucket.ordinals(of: group.key.grain) { return Int32(ordinals.count) }
    return query.indicator.kind == .average ? 1 : nil
  }

  /// Values of a run that lie in a bucket, or hold in it.
  private func filled(_ run: Run, _ group: RunGroup, _ bucket: Period) -> Int32 {
    var count: Int32 = 0
    let isHeld = query.indicator.kind == .average && bucket.ordinals(of: group.key.grain) == nil
    for index in 0..<Int(run.slotCount) where !read(group, run.offset + Int32(index)).isNaN {
      let period = group.period(run, index)
      if isHeld ? period.contains(bucket) : bucket.contains(period) { count += 1 }
    }
    return query.indicator.kind == .stock ? min(count, 1) : count
  }
}

extension PlaceRegistry {
  /// How many units of a level report in the whole of a place: those of the registry, or, for
  /// want of one, those that ever do.
  func panelUnits(of level: PlaceLevel, within place: PlaceID, in group: RunGroup) -> Int32? {
    if places[Int(place)].expectsReporters && !isAt(level, place) {
      let range = order[Int(place)]..<subtreeEnd[Int(place)]
      return Int32(group.runs(within: range, self).count)
    }
    return unitCount(of: level, within: place).map { Int32($0) }
  }

  /// Whether a group has figures of a place without a name that lies strictly inside one of these.
  func hasUnnamed(in group: RunGroup, within places: [PlaceID]) -> Bool {
    unnamed.contains { hidden in
      let range = order[Int(hidden)]..<subtreeEnd[Int(hidden)]
      return places.contains { $0 != hidden && isWithin(hidden, $0) }
        && !group.runs(within: range, self).isEmpty
    }
  }
}
