// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import NhipPlan

/// Finds what a reader must know beside the cells: figures that fit no bucket, totals that their
/// kinds do not reach, places without a name.
struct SeriesNotes {
  /// Totals compared with their kinds at most this often; beyond, `reconcile` is the tool.
  static let comparedTotals = 3
  /// Observations looked at for unplaced periods; a larger table is a panel of one grain.
  static let listedPeriods = 3

  let spec: SeriesSpec
  let queries: [CellQuery]
  let provider: ExecutionContext?
  let roots: [PlaceID]

  init(spec: SeriesSpec, queries: [CellQuery], provider: ExecutionContext?, roots: [PlaceID]) {
    self.spec = spec
    self.queries = queries
    self.provider = provider
    self.roots = roots
  }

  init(spec: SeriesSpec, queries: [CellQuery], context: ExecutionContext, roots: [PlaceID]) {
    self.init(spec: spec, queries: queries, provider: context, roots: roots)
  }

  func add(
    to notes: inout [Note], table: Table, buckets: Bucketing, stretch: Period?,
    targets: PlaceTargets, combinations: [[BreakdownPart]], reader: LeafReader
  ) {
    addUnplaced(to: &notes, stretch: stretch)
    addComparators(to: &notes, buckets: buckets)
    addUnnamed(to: &notes, targets: targets)
    addRest(to: &notes, buckets: buckets, targets: targets, combinations: combinations)
    addWhole(to: &notes)
    addMarks(to: &notes, table: table)
  }

  /// Cells that sources or parts contradict.
  func addMarks(to notes: inout [Note], table: Table) {
    var conflicts = 0
    var differs = 0
    for index in table.schema.termIndices {
      guard let detail = table.columns[index].detail,
        !detail.allMarks.isDisjoint(with: [.conflict, .differs])
      else { continue }
      for mark in detail.marks ?? [] {
        if mark.contains(.conflict) { conflicts += 1 }
        if mark.contains(.differs) { differs += 1 }
      }
    }
    if conflicts > 0 { notes.append(Note("conflictCells", String(conflicts))) }
    if differs > 0 { notes.append(Note("differsCells", String(differs))) }
  }

  /// Every observation that lies in no bucket is counted.
  func addUnplaced(to notes: inout [Note], stretch: Period?) {
    let grain: Grain?
    switch spec.periodGrid {
    case .grain(let asked): grain = asked
    case .none, .asReported: grain = nil
    }
    for (leaf, query) in zip(spec.leaves, queries) {
      var count = 0
      var withoutPeriod = 0
      var periods: Set<Period> = []
      let registry = query.store.registry
      for group in query.groups {
        // A whole group of a grain that tiles the buckets fits: no look at its slots.
        if let grain, group.key.grain.tiles(grain) { continue }
        // An average holds in every part of its period.
        if query.indicator.kind == .average && group.key.grain.isRegular { continue }
        if fitsWhole(group.key.grain, stretch, query.indicator.kind) { continue }
        for run in group.runs where roots.contains(where: { registry.isWithin(run.place, $0) }) {
          for index in 0..<Int(run.slotCount) where !group.values[Int(run.offset) + index].isNaN {
            let period = group.period(run, index)
            if fits(period, grain, stretch, query.indicator.kind) { continue }
            if period.grain == .none {
              withoutPeriod += 1
              continue
            }
            if let stretch, !period.overlaps(stretch) { continue }
            count += 1
            if periods.count < 100 { periods.insert(period) }
          }
        }
      }
      if count > 0 {
        var listed = periods.sorted().prefix(Self.listedPeriods).map(\.description)
        if periods.count > Self.listedPeriods { listed.append("…") }
        notes.append(
          Note(
            "unplaced", String(count), leaf.name, listed.joined(separator: ", "),
            grain?.word ?? "period"))
      }
      if withoutPeriod > 0 {
        notes.append(Note("noPeriod", String(withoutPeriod), leaf.name))
      }
    }
  }

  /// Whether all periods of a grain that share a day with the stretch lie inside it.
  private func fitsWhole(_ grain: Grain, _ stretch: Period?, _ kind: MeasureKind) -> Bool {
    guard spec.periodGrid == .none, kind != .stock, kind != .average, grain.isRegular, let stretch,
      let from = stretch.firstDay, let to = stretch.lastDay
    else { return false }
    let touched = Period.ordinal(ofDay: from, grain)...Period.ordinal(ofDay: to, grain)
    return stretch.ordinals(inside: grain) == touched
  }

  /// Whether some bucket uses an observation of that period.
  private func fits(
    _ period: Period, _ grain: Grain?, _ stretch: Period?, _ kind: MeasureKind
  ) -> Bool {
    if isAsReported { return period.grain != .open && period.grain != .none }
    switch kind {
    case .average: return period.grain != .open
    case .stock:
      guard let day = period.lastDay else { return period.grain == .none }
      guard grain == nil, let stretch else { return true }
      return stretch.contains(Period(.day, day))
    case .flow, .ratio, .share, .rate, .change, .undeclared:
      if let grain { return period.grain.tiles(grain) }
      guard let stretch else { return period.firstDay != nil && period.lastDay != nil }
      return Bucketing.single(stretch).isServed(by: period)
    }
  }

  private var isAsReported: Bool { spec.periodGrid == .asReported }

  private func addUnnamed(to notes: inout [Note], targets: PlaceTargets) {
    guard spec.placeGrid != .each, let registry = queries.first?.store.registry else { return }
    let unnamed = registry.unnamed.filter { place in
      let range = registry.order[Int(place)]..<registry.subtreeEnd[Int(place)]
      let isHidden = targets.contains { target in
        target.union.contains { $0 != place && registry.isWithin(place, $0) }
      }
      return isHidden
        && queries.contains { query in
          query.groups.contains { !$0.runs(within: range, registry).isEmpty }
        }
    }
    if !unnamed.isEmpty { notes.append(Note("unnamedPlaces", String(unnamed.count))) }
  }

  /// Values of a longer period in the cells inside it.
  func addHeld(to notes: inout [Note], isHeld: (_ leaf: Int) -> Bool) {
    for (index, leaf) in spec.leaves.enumerated() where isHeld(index) {
      let note = Note("heldValues", leaf.name)
      if !notes.contains(note) { notes.append(note) }
    }
  }

  /// Reported changes beside the one that shows, which compare the same cell with another period.
  private func addComparators(to notes: inout [Note], buckets: Bucketing) {
    struct Cell: Hashable {
      let place: PlaceID
      let period: Period
      let tuple: Int32
    }
    for (leaf, query) in zip(spec.leaves, queries) where leaf.kind == .change {
      guard Set(query.groups.map(\.key.comparator)).count > 1 else { continue }
      var comparators: [Cell: Set<UInt8>] = [:]
      for group in query.groups {
        for run in group.runs {
          for index in 0..<Int(run.slotCount) where !group.values[Int(run.offset) + index].isNaN {
            let period = group.period(run, index)
            guard period.grain == buckets.grain, buckets.index(of: period) != nil else { continue }
            let cell = Cell(place: run.place, period: period, tuple: group.key.tuple)
            comparators[cell, default: []].insert(group.key.comparator)
          }
        }
      }
      let others = comparators.values.reduce(0) { $0 + $1.count - 1 }
      if others > 0 { notes.append(Note("otherComparator", String(others), leaf.name)) }
    }
  }

  /// A part that never has the asked breakdown is used whole inside an expression.
  private func addWhole(to notes: inout [Note]) {
    guard !spec.breakdowns.isEmpty, spec.leaves.count > 1 else { return }
    for (leaf, query) in zip(spec.leaves, queries) {
      for dimension in spec.breakdowns {
        let has = query.groups.contains {
          query.store.breakdowns.tuples[Int($0.key.tuple)].value(of: dimension) != nil
        }
        if !has && !query.groups.isEmpty {
          notes.append(
            Note("wholeUsed", leaf.name, query.store.breakdowns.dimensions[Int(dimension)]))
        }
      }
    }
  }

  /// Where a figure without the asked breakdown stands beside its kinds: what they leave over.
  private func addRest(
    to notes: inout [Note], buckets: Bucketing, targets: PlaceTargets,
    combinations: [[BreakdownPart]]
  ) {
    guard spec.breakdowns.count == 1, combinations.count > 1,
      targets.count * buckets.count * combinations.count <= 2_000
    else { return }
    var told = 0
    for (leaf, query) in zip(spec.leaves, queries)
    where query.indicator.kind == .flow || query.indicator.kind == .stock {
      let dimension = query.store.breakdowns.dimensions[Int(spec.breakdowns[0])]
      guard query.indicator.isAdditive(over: dimension) else { continue }
      let resolver = Resolver(query)
      for target in targets where target.union.count == 1 && told < Self.comparedTotals {
        let total = resolver.resolve(place: target.union[0], combination: [], buckets: buckets)
        for bucket in 0..<buckets.count
        where total.isOwn[bucket] && total.marks[bucket].isDisjoint(with: [.partial, .parts]) {
          var sum = 0.0
          var kinds = 0
          for combination in combinations {
            let cells = resolver.resolve(
              place: target.union[0], combination: combination, buckets: buckets)
            guard !cells.value[bucket].isNaN else { continue }
            sum += cells.value[bucket]
            kinds += 1
          }
          guard kinds > 0, sum != total.value[bucket], told < Self.comparedTotals else { continue }
          told += 1
          let rest = total.value[bucket] - sum
          notes.append(
            Note(
              rest < 0 ? "moreThanReported" : "notBrokenDown", String(kinds), dimension,
              number(sum), number(total.value[bucket]), number(rest.magnitude), leaf.name))
        }
      }
    }
  }

  private func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
  }
}
