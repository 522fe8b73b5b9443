// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// The usual panel: one level, one grain, one breakdown, plain values. Rolling it up is a grouped
/// sum with coverage counts, without a hash, a sort or a look-up per row.
package struct PanelRollup: Sendable {
  package let group: RunGroup
  let query: CellQuery
  private let registry: PlaceRegistry

  /// The panel behind a query for one combination of breakdown values, or `nil` where the data
  /// stand in several layers or carry bounds, denominators or alternatives.
  package init?(_ query: CellQuery, combination: [BreakdownPart], buckets: Bucketing) {
    guard query.channel == .value, query.filters.isEmpty, query.preferred.isEmpty,
      case .regular(let asked, _, _) = buckets
    else { return nil }
    let relevant = query.groups.filter { group in
      let tuple = query.tuple(group)
      return combination.allSatisfy { tuple.value(of: $0.dimension) == $0.value }
    }
    guard relevant.count == 1, let only = relevant.first,
      query.tuple(only).parts.count == combination.count, only.panel.isPlain
    else { return nil }
    // What lies in a place that nobody names is in no total, which the resolver sees to.
    let places = query.store.registry
    let hidden = places.unnamed.contains {
      !only.runs(within: places.order[Int($0)]..<places.subtreeEnd[Int($0)], places).isEmpty
    }
    guard !hidden else { return nil }
    switch query.indicator.kind {
    case .flow:
      guard query.indicator.additiveOverPlaces, query.indicator.additiveOverTime,
        only.key.grain == asked || only.key.grain.tiles(asked)
      else { return nil }
    case .stock:
      guard query.indicator.additiveOverPlaces, only.key.grain.tiles(asked) else { return nil }
    case .average:
      guard query.indicator.additiveOverPlaces,
        only.key.grain == asked || asked.tiles(only.key.grain)
      else { return nil }
    case .ratio, .share, .rate, .change, .undeclared: return nil
    }
    self.group = only
    self.query = query
    self.registry = query.store.registry
  }

  /// The buckets in which the values hold; `nil` where they stand for no longer time than these.
  package func heldSpan(_ buckets: Bucketing) -> HeldSpan? {
    guard query.indicator.kind == .average, group.key.grain != buckets.grain else { return nil }
    return HeldSpan(grain: group.key.grain, buckets)
  }

  /// The run of each place, -1 for none, where each reports for itself if at all, with nothing
  /// reported below it.
  package func ownRuns(of places: [PlaceID]) -> [Int32]? {
    var found: [Int32] = []
    found.reserveCapacity(places.count)
    // Places stand in the order of runs: the next one is mostly where the last one ended.
    var cursor = 0
    for place in places {
      let number = registry.order[Int(place)]
      if cursor >= group.runs.count || group.runs[cursor].place != place {
        cursor = group.runs(within: number..<(number + 1), registry).lowerBound
      }
      var own: Int32 = -1
      if cursor < group.runs.count, group.runs[cursor].place == place {
        own = Int32(cursor)
        cursor += 1
      }
      if cursor < group.runs.count {
        let next = registry.order[Int(group.runs[cursor].place)]
        if next > number && next < registry.subtreeEnd[Int(place)] { return nil }
      }
      found.append(own)
    }
    return found
  }

  /// Rolls up to `targets`, each the union of its places. Targets are independent, and runs of
  /// large ones are cut at fixed sizes, so that the sums are the same on any number of threads.
  ///
  /// - Parameter mayTake: whether so many bytes may be kept beside the values from now on.
  package func run(
    targets: PlaceTargets, buckets: Bucketing, threads: Int = 1, mayTake: (_ bytes: Int) -> Bool
  ) -> Result {
    guard case .regular(let asked, let first, let bucketCount) = buckets else {
      preconditionFailure("a panel has regular buckets")
    }
    let level = group.levels[0]
    let isStock = query.indicator.kind == .stock
    let held = heldSpan(buckets).map { PanelHeld(group: group, span: $0) }
    let isHeld = held != nil
    let span = PanelSpan(
      grain: group.key.grain, isHeld ? .regular(asked, first: 0, count: 0) : buckets)
    let stocks = isStock ? PanelStocks(group, span) : nil
    let periods =
      isStock || isHeld
      ? [Int32](repeating: 1, count: bucketCount) : span.buckets.map { Int32($0.count) }
    let cut = tasks(targets)
    let years = asked == .year && !isStock && !isHeld ? yearSums(cut, threads, mayTake) : nil
    let tasks = years == nil ? cut : Self.joined(cut, yearCount: bucketCount)
    var cells = PanelCells(
      count: targets.count * bucketCount, hasReporters: periods.contains { $0 > 1 },
      hasDates: isStock)
    cells.fill { cells in
      let parts = Workers.map(tasks.count, threads: threads) { task in
        var own = PanelSums(bucketCount: bucketCount)
        let years = years.map { PanelYears($0, first: first, count: bucketCount) }
        let flows = isStock || isHeld || years != nil ? nil : PanelFlows(group, span)
        var parts: [(target: Int, sums: PanelSums)] = []
        for piece in tasks[task] {
          if let years, piece.isWhole, piece.runs.count == 1 {
            years.store(piece.runs.lowerBound, to: cells, at: piece.target * bucketCount)
            continue
          }
          own.reset()
          if let held {
            held.add(piece.runs, to: own)
          } else if let stocks {
            stocks.add(piece.runs, to: own)
          } else if let years {
            years.add(piece.runs, to: own)
          } else {
            flows?.add(piece.runs, to: own)
          }
          if piece.isWhole {
            cells.store(own, at: piece.target * bucketCount)
          } else {
            parts.append((piece.target, own))
            own = PanelSums(bucketCount: bucketCount)
          }
        }
        return parts
      }.joined()
      var whole: (target: Int, sums: PanelSums)?
      for part in parts {
        if whole?.target == part.target {
          whole?.sums.merge(part.sums)
        } else {
          if let whole { cells.store(whole.sums, at: whole.target * bucketCount) }
          whole = part
        }
      }
      if let whole { cells.store(whole.sums, at: whole.target * bucketCount) }
    }

    var result = Result(
      cells: cells, units: [], periods: periods, level: level, grain: group.key.grain,
      isHeld: isHeld)
    func units(_ place: PlaceID) -> Int32? {
      registry.panelUnits(of: level, within: place, in: group)
    }
    if let places = targets.places {
      result.units = places.map { units($0) ?? -1 }
      result.isOwnLevel = places.map { registry.isAt(level, $0) }
    } else {
      let places = targets.allPlaces
      let counts = places.compactMap(units)
      result.units = [counts.count == places.count ? counts.reduce(0, +) : -1]
      result.isOwnLevel = [places.count == 1 && registry.isAt(level, places[0])]
    }
    return result
  }

  /// The group's sums by year: as they are kept, or made where most of it is read anyway.
  private func yearSums(
    _ tasks: [[Piece]], _ threads: Int, _ mayTake: (_ bytes: Int) -> Bool
  ) -> YearSums? {
    let runs = tasks.joined().reduce(0) { $0 + $1.runs.count }
    return group.yearSums(threads: threads) { runs * 2 >= group.runs.count && mayTake($0) }
  }

  /// Runs of one target: all of them, or a part.
  private struct Piece {
    let target: Int
    let runs: Range<Int>
    let isWhole: Bool
  }

  /// Slots that make a task: some 50 µs of additions.
  private static let taskSlots = 1 << 17

  /// Pieces of at most a task's size, as many in each task as fit. Only data decide where they end.
  private func tasks(_ targets: PlaceTargets) -> [[Piece]] {
    var tasks: [[Piece]] = []
    var task: [Piece] = []
    var slots = 0
    func add(_ piece: Piece) {
      let count = slotCount(piece.runs)
      if slots > 0 && slots + count > Self.taskSlots {
        tasks.append(task)
        task = []
        slots = 0
      }
      slots += count
      task.append(piece)
    }
    // Targets mostly stand in the order of runs.
    var next = 0
    for target in targets.indices {
      if let id = targets.places?[target] {
        let place = Int(id)
        let runs = group.runs(
          within: registry.order[place]..<registry.subtreeEnd[place], registry, near: next)
        next = runs.upperBound
        if slotCount(runs) <= Self.taskSlots {
          if !runs.isEmpty { add(Piece(target: target, runs: runs, isWhole: true)) }
          continue
        }
      }
      var ranges: [Range<Int>] = []
      for place in targets[target].union {
        let range = registry.order[Int(place)]..<registry.subtreeEnd[Int(place)]
        ranges += cut(group.runs(within: range, registry))
      }
      for range in ranges {
        add(Piece(target: target, runs: range, isWhole: ranges.count == 1))
      }
    }
    tasks.append(task)
    return tasks
  }

  /// Sums by year that make a task, with what each run costs beside them.
  private static let taskYears = 1 << 16
  private static let runYears = 4

  /// Fewer tasks, of pieces that are read year by year: those of months would be over before
  /// another thread begins.
  private static func joined(_ tasks: [[Piece]], yearCount: Int) -> [[Piece]] {
    var joined: [[Piece]] = []
    var years = taskYears
    for task in tasks {
      if years >= taskYears {
        joined.append([])
        years = 0
      }
      joined[joined.count - 1] += task
      years += task.reduce(0) { $0 + $1.runs.count } * (yearCount + runYears)
    }
    return joined
  }

  private func cut(_ runs: Range<Int>) -> [Range<Int>] {
    guard slotCount(runs) > Self.taskSlots else { return runs.isEmpty ? [] : [runs] }
    var pieces: [Range<Int>] = []
    var start = runs.lowerBound
    while true {
      let slot = Int(group.runs[start].offset) + Self.taskSlots
      let end = group.runs[(start + 1)..<runs.upperBound]
        .partitioningIndex { Int($0.offset) >= slot }
      pieces.append(start..<end)
      guard end < runs.upperBound else { return pieces }
      start = end
    }
  }

  private func slotCount(_ runs: Range<Int>) -> Int {
    guard let first = runs.first, let last = runs.last else { return 0 }
    return Int(group.runs[last].offset + group.runs[last].slotCount - group.runs[first].offset)
  }
}
