// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// The rows that a series asks for: places, combinations of breakdown values, buckets.
enum SeriesGrid {
  /// Irregular stretches that are carried along at most: each is read on its own.
  static let earlierLimit = 200

  /// The places whose observations the grid reads.
  static func roots(_ queries: [CellQuery], _ places: [PlaceID]) -> [PlaceID] {
    if !places.isEmpty { return places }
    var found: [PlaceID] = []
    for query in queries {
      let registry = query.store.registry
      for group in query.groups {
        // Runs stand in official order, those below one place together.
        var next = 0
        while next < group.runs.count {
          var top = group.runs[next].place
          while let parent = registry[top].parent { top = parent }
          if !found.contains(top) { found.append(top) }
          let below = registry.order[Int(top)]..<registry.subtreeEnd[Int(top)]
          next = max(next + 1, group.runs(within: below, registry).upperBound)
        }
      }
    }
    // In official order, whatever indicator or period names them first.
    if let registry = queries.first?.store.registry {
      found.sort { registry.order[Int($0)] < registry.order[Int($1)] }
    }
    return found
  }

  static func targets(
    _ spec: SeriesSpec, _ queries: [CellQuery], _ store: ObservationStore, roots: [PlaceID]
  ) -> PlaceTargets {
    let registry = store.registry
    switch spec.placeGrid {
    case .none:
      // A place that nobody names is in no total, and alone is none.
      let named = roots.filter { !registry[$0].isUnnamed }
      let union = named.isEmpty ? roots : named
      return PlaceTargets(union: union)
    case .level(let level):
      var chosen: [PlaceID] = []
      for root in roots { chosen.append(contentsOf: registry.places(at: level, within: root)) }
      if spec.places.isEmpty {
        chosen = reporting(among: chosen, queries, registry)
      }
      return PlaceTargets(chosen)
    case .each:
      var seen: Set<PlaceID> = []
      for query in queries {
        for group in query.groups { for run in group.runs { seen.insert(run.place) } }
      }
      let chosen = seen.filter { id in roots.contains { registry.isWithin(id, $0) } }
      return PlaceTargets(
        chosen.sorted { registry.order[Int($0)] < registry.order[Int($1)] })
    }
  }

  /// The places with observations at or below them.
  private static func reporting(
    among places: [PlaceID], _ queries: [CellQuery], _ registry: PlaceRegistry
  ) -> [PlaceID] {
    let groups = queries.flatMap(\.groups)
    // Few places are looked up one by one; a search takes some twenty steps.
    guard places.count > groups.reduce(0, { $0 + $1.runs.count }) / 20 else {
      return places.filter { place in
        let range = registry.order[Int(place)]..<registry.subtreeEnd[Int(place)]
        return groups.contains { !$0.runs(within: range, registry).isEmpty }
      }
    }
    let reporting = Reporting(groups, registry)
    return places.filter { reporting.isAny(within: $0) }
  }

  /// The stretch of time that the rows cover, before history is added.
  static func stretch(
    _ spec: SeriesSpec, _ queries: [CellQuery], roots: [PlaceID]
  ) throws(Diagnostic) -> Period? {
    if let during = spec.during { return during }
    guard let last = spec.last else { return nil }
    var end = Int32.min
    for query in queries {
      if let range = query.ordinals(of: last.grain, within: roots) {
        end = max(end, range.upperBound)
      }
    }
    guard end != .min else { return nil }
    return Period.range(
      Period(last.grain, end - Int32(last.count) + 1), Period(last.grain, end))
  }

  /// Buckets of the asked grain: inside the stretch, or from the first to the last with data.
  static func buckets(
    _ grain: Grain, _ spec: SeriesSpec, _ stretch: Period?, _ queries: [CellQuery],
    roots: [PlaceID]
  ) throws(Diagnostic) -> Bucketing? {
    if let stretch {
      guard let low = stretch.firstDay, let high = stretch.lastDay else {
        throw Diagnostic("E0305", "`during` needs a stretch with a start and an end", at: spec.span)
      }
      var first = Period.ordinal(ofDay: low, grain)
      var last = Period.ordinal(ofDay: high, grain)
      if Period(grain, first).firstDay != low { first += 1 }
      if Period(grain, last).lastDay != high { last -= 1 }
      guard first <= last else {
        let finer = Grain.regular.first { stretch.ordinals(of: $0) != nil }
        throw Diagnostic(
          "E0407", "no whole \(grain.word) lies in \(stretch)", at: spec.gridSpan,
          notes: ["a part of a \(grain.word) is not a \(grain.word)"],
          helps: finer.map { ["ask `by \($0.word)`, or leave the length of time out"] } ?? [])
      }
      let start = withHistory(first, spec, grain)
      let end = withLater(last, spec, grain)
      return .regular(grain, first: start, count: Int(end) - Int(start) + 1)
    }
    var low = Int32.max
    var high = Int32.min
    for query in queries {
      guard let range = query.ordinals(of: grain, within: roots) else { continue }
      low = min(low, range.lowerBound)
      high = max(high, range.upperBound)
    }
    guard low <= high else { return nil }
    return .regular(grain, first: low, count: Int(high - low) + 1)
  }

  /// The stretch from which periods as reported are carried along: a step back is at most as long
  /// as the years that are asked, or as the stretch itself and a year.
  static func withHistory(_ stretch: Period, _ spec: SeriesSpec) -> Period {
    guard spec.hasHistory else { return stretch }
    let years = spec.historyYears + spec.historyBuckets
    let earliest = stretch.shifted(years: -years) ?? stretch
    let before = stretch.moved(lengths: -spec.historyBuckets) ?? stretch
    return Period.range(min(earliest, before), stretch) ?? stretch
  }

  /// The first bucket to read, so that later verbs find the time before what was asked; never
  /// before the calendar begins.
  private static func withHistory(_ first: Int32, _ spec: SeriesSpec, _ grain: Grain) -> Int32 {
    // A year has at most this many weeks or days.
    let perYear = grain.perYear ?? (grain == .week ? 53 : 366)
    let start = Int(first) - spec.historyBuckets - spec.historyYears * perYear
    let earliest = Period.ordinal(
      ofDay: Period.day(CivilDate.years.lowerBound, 1, 1).first, grain)
    return min(first, Int32(clamping: max(start, Int(earliest))))
  }

  /// The last bucket to read, so that later verbs find the time after what was asked; never after
  /// the calendar ends.
  private static func withLater(_ last: Int32, _ spec: SeriesSpec, _ grain: Grain) -> Int32 {
    let latest = Period.ordinal(
      ofDay: Period.day(CivilDate.years.upperBound, 12, 31).first, grain)
    return max(last, Int32(clamping: min(Int(last) + spec.laterBuckets, Int(latest))))
  }

  /// The one bucket of a grid without a length of time.
  static func singleBucket(
    _ spec: SeriesSpec, _ stretch: Period?, _ queries: [CellQuery], roots: [PlaceID]
  ) throws(Diagnostic) -> (bucket: Bucketing, earlier: [Period])? {
    if let stretch {
      if stretch.grain.isRegular {
        let start = withHistory(stretch.first, spec, stretch.grain)
        return (
          .regular(stretch.grain, first: start, count: Int(stretch.first) - Int(start) + 1), []
        )
      }
      // Irregular stretches step by years, by their own length, and by both.
      var earlier: Set<Period> = []
      for years in 0...spec.historyYears where earlier.count < Self.earlierLimit {
        guard let moved = stretch.shifted(years: -years) else { continue }
        for lengths in 0...min(spec.historyBuckets, Self.earlierLimit) {
          if let period = moved.moved(lengths: -lengths), period != stretch {
            earlier.insert(period)
          }
        }
      }
      return (.single(stretch), earlier.sorted())
    }
    var periods: Set<Period> = []
    var isFlow = false
    var low = Int32.max
    var high = Int32.min
    for query in queries {
      if query.indicator.kind != .stock && query.indicator.kind != .average { isFlow = true }
      for group in query.groups {
        guard
          group.runs.contains(where: { run in
            roots.contains { query.store.registry.isWithin(run.place, $0) }
          })
        else { continue }
        if let days = group.dayRange {
          low = min(low, days.lowerBound)
          high = max(high, days.upperBound)
        }
        for run in group.runs where periods.count < 2 {
          guard roots.contains(where: { query.store.registry.isWithin(run.place, $0) }) else {
            continue
          }
          for index in 0..<Int(run.slotCount) where !group.values[Int(run.offset) + index].isNaN {
            periods.insert(group.period(run, index))
            if periods.count > 1 { break }
          }
        }
      }
    }
    if periods.count == 1, let only = periods.first { return (.single(only), []) }
    guard !periods.isEmpty else { return nil }
    if isFlow {
      let leaf = spec.leaves.first { _ in true }
      throw Diagnostic(
        "E0401",
        "which period? `\(leaf?.name ?? "")` is counted during periods, and the data hold several",
        at: spec.span, label: "neither `by year` nor `during`",
        helps: ["add a length of time: `by …, year`", "or one stretch: `during 2023`"])
    }
    guard low <= high else { return nil }
    return (.single(Period.days(low, high)), [])
  }
}

/// Where some observation of the queries lies, for looking up many places.
private struct Reporting {
  private let registry: PlaceRegistry
  /// Places with observations among those before each depth-first number.
  private let before: [Int32]

  init(_ groups: [RunGroup], _ registry: PlaceRegistry) {
    self.registry = registry
    var has = [Int32](repeating: 0, count: registry.count + 1)
    for group in groups {
      for run in group.runs { has[Int(registry.order[Int(run.place)])] = 1 }
    }
    var total: Int32 = 0
    for number in has.indices {
      let own = has[number]
      has[number] = total
      total += own
    }
    before = has
  }

  func isAny(within place: PlaceID) -> Bool {
    before[Int(registry.subtreeEnd[Int(place)])] > before[Int(registry.order[Int(place)])]
  }
}
