// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// The `series` source: every cell of the asked grid by the promises of the language.
struct SeriesOperator: PhysicalOperator {
  /// A grid larger than this is a mistake in the question.
  static let rowLimit = 200_000_000

  let spec: SeriesSpec
  let schema: Schema
  var title: String { LogicalPlan.series(spec, schema: schema).title }
  var inputs: [any PhysicalOperator] { [] }

  func execute(_ inputs: [Table], _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let leaves = LeafReader(spec: spec, context: context)
    let queries = try leaves.queries()
    var notes = spec.notes + leaves.notes(queries)
    let roots = SeriesGrid.roots(queries, spec.places)
    var targets = SeriesGrid.targets(spec, queries, context.store, roots: roots)
    let stretch = try SeriesGrid.stretch(spec, queries, roots: roots)
    let validity = PlaceValidity(registry: context.store.registry)
    if let stretch, !spec.places.isEmpty {
      targets = validity.existing(targets, in: stretch, queries)
    }
    if targets.isEmpty { return try empty(queries, notes, roots) }
    if let last = spec.last, let stretch, let range = stretch.ordinals(of: last.grain) {
      let ends = [range.lowerBound, range.upperBound].map { "\(Period(last.grain, $0))" }
      notes.append(Note("lastIs", ends[0] == ends[1] ? ends[0] : ends.joined(separator: "..")))
    }

    let combinations = combinations(queries, roots)
    let found = SeriesNotes(spec: spec, queries: queries, context: context, roots: roots)
    if spec.periodGrid == .asReported {
      var table = try AsReportedRows(
        spec: spec, schema: schema, context: context, reader: leaves, queries: queries,
        targets: targets, combinations: combinations,
        stretch: stretch.map { SeriesGrid.withHistory($0, spec) }
      ).table()
      noteReads(queries, targets, stretch.map { [.single($0)] } ?? [], context)
      if spec.hasHistory { table.visible = stretch }
      found.addUnplaced(to: &notes, stretch: stretch)
      found.addMarks(to: &notes, table: table)
      for note in notes { table.note(note) }
      table.dropOverflow(in: spec.terms.map(\.field.name), threads: context.settings.threadCount)
      return table
    }
    guard let (buckets, earlier) = try bucketing(stretch, queries, roots) else {
      return try empty(queries, notes, roots)
    }
    let all = earlier.map { Bucketing.single($0) } + [buckets]
    let rowsPerSeries = all.reduce(0) { $0 + $1.count }
    let rowCount = targets.count * combinations.count * rowsPerSeries
    guard rowCount <= Self.rowLimit else {
      throw Diagnostic(
        "E0603", "the grid has \(rowCount) cells, more than \(Self.rowLimit)", at: spec.gridSpan,
        helps: ["ask for fewer places, a shorter time or coarser steps"])
    }
    let rows = SeriesRows(
      spec: spec, schema: schema, context: context, targets: targets, combinations: combinations,
      bucketings: all, wholeLeaves: leaves.wholeLeaves(queries))
    let keepsAll = stretch != nil || !spec.places.isEmpty
    let visible = spec.hasHistory ? stretch : nil
    if !spec.isMatched, !validity.limits(targets),
      let panels = leaves.panels(queries, targets, combinations, all),
      let panelRows = PanelSeries(rows: rows, panels: panels, targets: targets, buckets: buckets),
      var table = try panelRows.table(keepsAll: keepsAll, threads: context.settings.threadCount)
    {
      table.visible = visible
      found.add(
        to: &notes, table: table, buckets: buckets, stretch: stretch, targets: targets,
        combinations: combinations, reader: leaves)
      found.addHeld(to: &notes) { panelRows.isHeld($0) }
      for note in notes { table.note(note) }
      return table
    }
    // A value a term, and of each part value, count and marks.
    try context.reserve(
      bytes: rowCount * 8 * (spec.terms.count + 2 * spec.leaves.count), for: "the series")
    noteReads(queries, targets, all, context)
    var columns: [LeafColumn] = []
    for index in spec.leaves.indices {
      try context.checkCancelled()
      columns.append(
        try leaves.column(
          index, queries, targets: targets, combinations: combinations, bucketings: all))
    }
    if spec.isMatched && spec.leaves.count > 1 {
      columns = try MatchedCover(spec: spec, reader: leaves, queries: queries).columns(
        targets: targets, combinations: combinations, bucketings: all)
    }
    validity.mark(&columns, targets, combinationCount: combinations.count, all)
    var table = try rows.table(columns, keepsAll: keepsAll)
    table.visible = visible
    found.add(
      to: &notes, table: table, buckets: buckets, stretch: stretch, targets: targets,
      combinations: combinations, reader: leaves)
    found.addHeld(to: &notes) { columns[$0].marks.map(Marks.union)?.contains(.held) ?? false }
    notes += try refusals(columns, queries)
    for note in notes { table.note(note) }
    table.dropOverflow(in: spec.terms.map(\.field.name), threads: context.settings.threadCount)
    return table
  }

  /// Tells the profile which slots were read.
  private func noteReads(
    _ queries: [CellQuery], _ targets: PlaceTargets, _ buckets: [Bucketing],
    _ context: ExecutionContext
  ) {
    guard context.isProfiling else { return }
    let places = targets.allPlaces
    context.bytesRead = queries.reduce(0) {
      $0 + $1.bytesRead(places, buckets, withChildren: spec.placeGrid != .each)
    }
  }

  private func combinations(
    _ queries: [CellQuery], _ roots: [PlaceID]
  ) -> [[BreakdownPart]] {
    if spec.breakdowns.isEmpty { return [[]] }
    var all: Set<[BreakdownPart]> = []
    for query in queries {
      all.formUnion(query.combinations(of: spec.breakdowns, within: roots))
    }
    let space = queries.first?.store.breakdowns
    return all.sorted { a, b in
      for (x, y) in zip(a, b) where x != y {
        return (space?.value(x) ?? "") < (space?.value(y) ?? "")
      }
      return false
    }
  }

  private func bucketing(
    _ stretch: Period?, _ queries: [CellQuery], _ roots: [PlaceID]
  ) throws(Diagnostic) -> (Bucketing, [Period])? {
    if case .grain(let grain) = spec.periodGrid {
      return try SeriesGrid.buckets(grain, spec, stretch, queries, roots: roots).map { ($0, []) }
    }
    return try SeriesGrid.singleBucket(spec, stretch, queries, roots: roots)
  }

  /// A grid without rows is an answer only where the indicator has data elsewhere.
  private func empty(
    _ queries: [CellQuery], _ notes: [Note], _ roots: [PlaceID]
  ) throws(Diagnostic) -> Table {
    var notes = notes
    SeriesNotes(spec: spec, queries: queries, provider: nil, roots: roots).addUnplaced(
      to: &notes, stretch: spec.during)
    let columns = schema.fields.map { Column.missing($0.type, count: 0) }
    return Table(schema: schema, columns: columns, rowCount: 0, notes: notes)
  }

  /// Refusal is per cell; it is an error only when no cell is left.
  private func refusals(
    _ columns: [LeafColumn], _ queries: [CellQuery]
  ) throws(Diagnostic) -> [Note] {
    let isEmpty = columns.allSatisfy { $0.values.allSatisfy(\.isNaN) }
    var notes: [Note] = []
    for (index, leaf) in spec.leaves.enumerated() {
      guard let marks = columns[index].marks, Marks.union(marks).contains(.refused) else {
        continue
      }
      let count = marks.count { $0.contains(.refused) }
      let refusal = Refusal(spec: spec, leaf: leaf, query: queries[index])
      if isEmpty { throw refusal.diagnostic() }
      notes.append(Note("refusedCells", String(count), leaf.name, refusal.reason))
    }
    return notes
  }
}
