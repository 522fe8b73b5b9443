// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// Rows of `by …, period`: each observation in its own period. Nothing rolls up over time.
struct AsReportedRows {
  let spec: SeriesSpec
  let schema: Schema
  let context: ExecutionContext
  let reader: LeafReader
  let queries: [CellQuery]
  let targets: PlaceTargets
  let combinations: [[BreakdownPart]]
  let stretch: Period?

  func table() throws(Diagnostic) -> Table {
    var keys: [(target: Int, combination: Int, period: Period)] = []
    for (index, target) in targets.enumerated() {
      try context.checkCancelled()
      for (position, combination) in combinations.enumerated() {
        for period in periods(target, combination) { keys.append((index, position, period)) }
      }
    }
    try context.reserve(
      numberColumns: 2 + spec.terms.count + 2 * spec.leaves.count, rows: keys.count,
      for: "the series")
    var columns = [LeafColumn](
      repeating: LeafColumn(rowCount: keys.count), count: spec.leaves.count)
    for (leafIndex, leaf) in spec.leaves.enumerated() {
      let query = queries[leafIndex]
      let hasParts = query.groups.contains { $0.denominators != nil }
      let whole = reader.neverHas(query)
      let channels: [Channel] = hasParts ? [.value, .numerator, .denominator] : [.value]
      for channel in channels {
        let resolver = Resolver(
          reader.query(leaf, channel: channel), rollsUpPlaces: spec.placeGrid != .each,
          rollsUpTime: false)
        var column = LeafColumn(rowCount: keys.count)
        for (row, key) in keys.enumerated() {
          var asked = combinations[key.combination]
          if let whole { asked.removeAll { whole.contains($0.dimension) } }
          let cells = resolver.resolvePooled(
            places: targets[key.target].union, combination: asked, buckets: .single(key.period))
          column.place(cells, units: resolver.coverageUnits, at: row)
        }
        switch channel {
        case .value:
          column.numerator = columns[leafIndex].numerator
          column.denominator = columns[leafIndex].denominator
          columns[leafIndex] = column
        case .numerator: columns[leafIndex].numerator = column.values
        case .denominator: columns[leafIndex].denominator = column.values
        }
      }
    }
    return try assemble(keys, columns)
  }

  /// The periods that some observation of the target has, in time order.
  private func periods(_ target: PlaceTargets.Target, _ combination: [BreakdownPart]) -> [Period] {
    var found: Set<Period> = []
    let registry = context.store.registry
    for query in queries {
      for group in query.groups {
        let tuple = query.store.breakdowns.tuples[Int(group.key.tuple)]
        guard combination.allSatisfy({ tuple.value(of: $0.dimension) == $0.value }) else {
          continue
        }
        for place in target.union {
          let start = registry.order[Int(place)]
          let range =
            start..<(spec.placeGrid == .each ? start + 1 : registry.subtreeEnd[Int(place)])
          for run in group.runs[group.runs(within: range, registry)] {
            for index in 0..<Int(run.slotCount)
            where !group.values[Int(run.offset) + index].isNaN {
              let period = group.period(run, index)
              // A period with an unknown end, or none, stands in no grid.
              if period.grain == .open || period.grain == .none { continue }
              if let stretch, !stretch.contains(period) { continue }
              found.insert(period)
            }
          }
        }
      }
    }
    return found.sorted()
  }

  private func assemble(
    _ keys: [(target: Int, combination: Int, period: Period)], _ leaves: [LeafColumn]
  ) throws(Diagnostic) -> Table {
    var columns: [Column] = []
    let places = keys.map { targets.place($0.target) }
    switch spec.placeGrid {
    case .none: break
    case .level: columns.append(Column(.places(places)))
    case .each:
      columns.append(Column(.places(places)))
      columns.append(
        Column(texts: places.map { $0 < 0 ? nil : context.store.registry[$0].level.name }))
    }
    columns.append(Column(.periods(keys.map(\.period))))
    for index in spec.breakdowns.indices {
      columns.append(
        Column(
          texts: keys.map { context.store.breakdowns.value(combinations[$0.combination][index]) }))
    }
    let rows = SeriesRows(
      spec: spec, schema: schema, context: context, targets: targets, combinations: combinations,
      bucketings: [], wholeLeaves: reader.wholeLeaves(queries))
    let terms = try rows.termColumns(leaves)
    var table = Table(schema: schema, columns: columns + terms, rowCount: keys.count)
    // Rows without a value or a stated absence say nothing.
    let kept = (0..<keys.count).filter { row in
      terms.contains { !$0.isMissing(row) || !($0.detail?.marks?[row].isEmpty ?? true) }
    }
    if kept.count < keys.count { table = table.gathered(kept.map { Int32($0) }) }
    return table
  }
}
