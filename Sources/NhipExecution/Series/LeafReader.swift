// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// Reads the leaves of a series: chooses their groups and resolves them over a grid.
struct LeafReader {
  let spec: SeriesSpec
  let context: ExecutionContext

  /// One query a leaf, over the groups of the right tables, status, kind and unit.
  func queries() throws(Diagnostic) -> [CellQuery] {
    var result: [CellQuery] = []
    for leaf in spec.leaves { result.append(query(leaf, channel: .value)) }
    return result
  }

  func query(_ leaf: LeafSpec, channel: Channel) -> CellQuery {
    let store = context.store
    var indicator = store.indicators[Int(leaf.indicators[0])]
    if leaf.kind == .change { indicator.kind = .change }
    if let rollUp = leaf.rollUp, rollUp.function == .sum {
      indicator.kind = .flow
      indicator.additiveOverTime = true
      indicator.additiveOverPlaces = true
      indicator.additiveOverBreakdown = [:]
    }
    let groups = groups(leaf, indicator)
    let chosenUnit = leaf.unit ?? unit(of: groups, indicator)
    return CellQuery(
      store: store, indicator: indicator, groups: groups.filter { $0.key.unit == chosenUnit },
      filters: leaf.filters, channel: channel, preferred: spec.preferred)
  }

  private func groups(_ leaf: LeafSpec, _ indicator: Indicator) -> [RunGroup] {
    leaf.indicators.flatMap { context.store.groups[Int($0)] }.filter { group in
      guard group.key.status == leaf.status else { return false }
      switch leaf.kind {
      case .level: return group.key.kind == .level
      case .share: return group.key.kind != .change
      case .change: return group.key.kind == .change
      }
    }
  }

  /// The indicator's own unit where it is reported, else the first that is.
  private func unit(of groups: [RunGroup], _ indicator: Indicator) -> Unit {
    if groups.contains(where: { $0.key.unit == indicator.unit }) { return indicator.unit }
    return groups.map(\.key.unit.name).min().map { Unit($0) } ?? indicator.unit
  }

  /// What choosing left out.
  func notes(_ queries: [CellQuery]) -> [Note] {
    var notes: [Note] = []
    for (leaf, query) in zip(spec.leaves, queries) where query.groups.isEmpty {
      notes.append(Note("noObservations", leaf.name))
    }
    for (leaf, query) in zip(spec.leaves, queries) where leaf.unit == nil {
      let all = groups(leaf, query.indicator)
      let others = Set(all.map(\.key.unit)).subtracting(query.groups.map(\.key.unit))
      let asked = spec.leaves.filter { $0.indicators == leaf.indicators }.compactMap(\.unit)
      for unit in others.subtracting(asked).map(\.name).sorted() where !query.groups.isEmpty {
        let count = all.filter { $0.key.unit.name == unit }.reduce(0) { $0 + $1.filledCount }
        notes.append(Note("otherUnit", leaf.name, String(count), unit))
      }
    }
    for table in Set(queries.flatMap { $0.groups.map(\.key.table) }).sorted() {
      let source = context.store.tables[Int(table)]
      if source.isSimulated { notes.append(Note("simulated", source.name)) }
      if source.emptyPlaceCount > 0 {
        notes.append(Note("emptyPlaces", String(source.emptyPlaceCount), source.name))
      }
    }
    return notes
  }

  /// The values of a leaf over the grid: target, combination, bucket in that order.
  func column(
    _ index: Int, _ queries: [CellQuery], targets: PlaceTargets,
    combinations: [[BreakdownPart]], bucketings: [Bucketing]
  ) throws(Diagnostic) -> LeafColumn {
    let leaf = spec.leaves[index]
    let query = queries[index]
    if let rollUp = leaf.rollUp, rollUp.function != .sum || rollUp.goesOverNamed {
      return try OverrideRollUp(reader: self, queries: queries, leaf: index, rollUp: rollUp).column(
        targets: targets, combinations: combinations, bucketings: bucketings)
    }
    if let panel = panel(index, query, targets, combinations, bucketings) {
      let result = panel.run(
        targets: targets, buckets: bucketings[0],
        threads: context.settings.threadCount, mayTake: context.reserveIfFree)
      return LeafColumn(
        panel: result, isNonNegative: query.isNonNegative, buckets: bucketings[0],
        threads: context.settings.threadCount, reading: hasExpressions ? .all : spec.read)
    }
    let whole = neverHas(query)
    var column = try resolve(query, targets, combinations, bucketings, whole)
    if query.groups.contains(where: { $0.denominators != nil }) {
      let numerator = try resolve(
        self.query(leaf, channel: .numerator), targets, combinations, bucketings, whole)
      let denominator = try resolve(
        self.query(leaf, channel: .denominator), targets, combinations, bucketings, whole)
      column.numerator = numerator.values
      column.denominator = denominator.values
      column.baseDetail = denominator.column().detail
    }
    return column
  }

  /// Whether some term is more than a leaf: its marks come from the bounds of its parts.
  private var hasExpressions: Bool {
    !spec.terms.allSatisfy { if case .column = $0.expression { true } else { false } }
  }

  /// The panel behind a leaf, where its cells are plain sums or single values.
  func panel(
    _ index: Int, _ query: CellQuery, _ targets: PlaceTargets,
    _ combinations: [[BreakdownPart]], _ bucketings: [Bucketing]
  ) -> PanelRollup? {
    if let rollUp = spec.leaves[index].rollUp, rollUp.function != .sum || rollUp.goesOverNamed {
      return nil
    }
    guard context.settings.usesFastPaths, combinations.count == 1, bucketings.count == 1,
      neverHas(query) == nil,
      let panel = PanelRollup(query, combination: combinations[0], buckets: bucketings[0]),
      spec.placeGrid != .each
        || panel.ownRuns(of: targets.places ?? [])?.allSatisfy({ $0 >= 0 }) == true
    else { return nil }
    return panel
  }

  /// The panels behind all leaves, or `nil` where one has none.
  func panels(
    _ queries: [CellQuery], _ targets: PlaceTargets, _ combinations: [[BreakdownPart]],
    _ bucketings: [Bucketing]
  ) -> [PanelRollup]? {
    var found: [PanelRollup] = []
    for index in spec.leaves.indices {
      guard let panel = panel(index, queries[index], targets, combinations, bucketings) else {
        return nil
      }
      found.append(panel)
    }
    return found
  }

  /// The asked breakdowns that a leaf's observations never bear; `nil` where they bear all.
  func neverHas(_ query: CellQuery) -> Set<Int32>? {
    let missing = spec.breakdowns.filter { dimension in
      !query.groups.contains {
        query.store.breakdowns.tuples[Int($0.key.tuple)].value(of: dimension) != nil
      }
    }
    return missing.isEmpty ? nil : Set(missing)
  }

  /// The leaves whose observations never bear an asked breakdown.
  func wholeLeaves(_ queries: [CellQuery]) -> Set<Int> {
    Set(queries.indices.filter { neverHas(queries[$0]) != nil })
  }

  private func resolve(
    _ query: CellQuery, _ targets: PlaceTargets, _ combinations: [[BreakdownPart]],
    _ bucketings: [Bucketing], _ neverHas: Set<Int32>?
  ) throws(Diagnostic) -> LeafColumn {
    let perSeries = bucketings.reduce(0) { $0 + $1.count }
    var column = LeafColumn(rowCount: targets.count * combinations.count * perSeries)
    let resolver = Resolver(query, rollsUpPlaces: spec.placeGrid != .each)
    let places = targets.allPlaces
    let narrowed = bucketings.map { self.narrowed($0, query, places) }
    var row = 0
    for target in targets {
      for combination in combinations {
        try context.checkCancelled()
        var asked = combination
        if let neverHas { asked.removeAll { neverHas.contains($0.dimension) } }
        for (buckets, (skipped, inner)) in zip(bucketings, narrowed) {
          if inner.count > 0 {
            let cells = resolver.resolvePooled(
              places: target.union, combination: asked, buckets: inner)
            column.place(cells, units: resolver.coverageUnits, at: row + skipped)
          }
          row += buckets.count
        }
      }
      if spec.placeGrid == .each { resolver.forget() }
    }
    return column
  }

  /// The buckets that some observation can fill, and how many lie before them: a stretch of
  /// centuries costs no more than the years with data.
  private func narrowed(
    _ buckets: Bucketing, _ query: CellQuery, _ places: [PlaceID]
  ) -> (skipped: Int, inner: Bucketing) {
    guard case .regular(let grain, let first, let count) = buckets,
      !query.groups.contains(where: { $0.key.grain == .none })
    else { return (0, buckets) }
    guard let range = query.ordinals(of: grain, within: places) else {
      return (0, .regular(grain, first: first, count: 0))
    }
    let low = max(Int(first), Int(range.lowerBound))
    let high = min(Int(first) + count - 1, Int(range.upperBound))
    guard low <= high else { return (0, .regular(grain, first: first, count: 0)) }
    return (low - Int(first), .regular(grain, first: Int32(low), count: high - low + 1))
  }
}
