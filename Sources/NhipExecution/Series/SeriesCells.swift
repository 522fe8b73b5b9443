// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
package import NhipObservations
package import NhipPlan

/// Goes back from the rows of a table to the cells of the series they came from, for verbs that ask
/// where a cell comes from.
package struct SeriesCells {
  /// Where a cell stands: places pooled, breakdown values, period.
  package struct Cell: Hashable {
    package var places: [PlaceID]
    package var combination: [BreakdownPart]
    package var period: Period
  }

  package let spec: SeriesSpec
  package let store: ObservationStore
  package let queries: [CellQuery]
  private let resolvers: [Resolver]
  private let neverHas: [Set<Int32>?]
  private let roots: [PlaceID]

  package init(spec: SeriesSpec, context: ExecutionContext) throws(Diagnostic) {
    self.spec = spec
    store = context.store
    let reader = LeafReader(spec: spec, context: context)
    let queries = try reader.queries()
    self.queries = queries
    resolvers = queries.map { query in
      Resolver(
        query, rollsUpPlaces: spec.placeGrid != .each, rollsUpTime: spec.periodGrid != .asReported)
    }
    neverHas = queries.map { reader.neverHas($0) }
    roots = SeriesGrid.roots(queries, spec.places)
  }

  /// The names of the columns that say where a row stands, in the order of the grid.
  package static func keyNames(of spec: SeriesSpec, in store: ObservationStore) -> [String] {
    var names: [String] = []
    switch spec.placeGrid {
    case .none: break
    case .level(let level): names.append(level.name)
    case .each: names.append("place")
    }
    if case .grain(let grain) = spec.periodGrid {
      names.append(grain.word)
    } else {
      names.append("period")
    }
    return names + spec.breakdowns.map { store.breakdowns.dimensions[Int($0)] }
  }

  /// The cell of a row; `nil` where the row no longer says which.
  package func cell(_ table: Table, _ row: Int) -> Cell? {
    let names = Self.keyNames(of: spec, in: store)
    func column(_ name: String) -> Column? {
      table.schema.index(of: name).map { table.columns[$0] }
    }
    var places = roots
    var index = 0
    if spec.placeGrid != .none {
      guard let place = column(names[0])?.place(row) else { return nil }
      places = [place]
      index = 1
    }
    guard let period = column(names[index])?.period(row),
      let combination = Self.combination(spec, table, row, store.breakdowns)
    else { return nil }
    return Cell(places: places, combination: combination, period: period)
  }

  /// The breakdown values of a row; `nil` where one is missing.
  static func combination(
    _ spec: SeriesSpec, _ table: Table, _ row: Int, _ space: BreakdownSpace
  ) -> [BreakdownPart]? {
    var parts: [BreakdownPart] = []
    for dimension in spec.breakdowns {
      let name = space.dimensions[Int(dimension)]
      guard let index = table.schema.index(of: name), let text = table.columns[index].text(row),
        let value = space.values[Int(dimension)].firstIndex(of: text)
      else { return nil }
      parts.append(BreakdownPart(dimension: dimension, value: Int32(value)))
    }
    return parts
  }

  /// The breakdown values by which a leaf is looked up in a cell: a part that never has a dimension
  /// is used whole.
  private func combination(_ cell: Cell, _ leaf: Int) -> [BreakdownPart] {
    guard let missing = neverHas[leaf] else { return cell.combination }
    return cell.combination.filter { !missing.contains($0.dimension) }
  }

  /// The observations behind a leaf of a cell, those that make it first.
  package func trace(_ leaf: Int, _ cell: Cell, limit: Int) -> [TracedObservation] {
    let combination = combination(cell, leaf)
    if let rollUp = spec.leaves[leaf].rollUp, rollUp.function != .sum {
      return tracePooled(leaf, rollUp, cell, combination, limit)
    }
    return resolvers[leaf].trace(
      places: cell.places, combination: combination, bucket: cell.period, limit: limit)
  }

  /// The same for a cell that may have been filled with what nested reports leave over.
  ///
  /// - Parameter shown: the cell's value where it is the leaf's, `nil` where the term is made of
  ///   several; a value filled in another way is no remainder.
  package func traceFilled(
    _ leaf: Int, _ cell: Cell, shown: Double?, limit: Int
  ) -> [TracedObservation] {
    guard complete(leaf, cell) == nil, let rest = remainder(leaf, cell),
      shown == nil || shown == rest.value
    else { return trace(leaf, cell, limit: limit) }
    return resolvers[leaf].trace(
      rest, places: cell.places, combination: combination(cell, leaf), bucket: cell.period,
      limit: limit)
  }

  /// A leaf's cell, resolved again.
  func resolved(_ leaf: Int, _ cell: Cell) -> Cells {
    resolvers[leaf].resolvePooled(
      places: cell.places, combination: combination(cell, leaf), buckets: Bucketing(of: cell.period)
    )
  }

  /// What other reports leave over for a leaf's cell.
  func remainder(_ leaf: Int, _ cell: Cell) -> Remainder? {
    guard spec.leaves[leaf].rollUp == nil else { return nil }
    return resolvers[leaf].remainder(
      places: cell.places, combination: combination(cell, leaf), bucket: cell.period)
  }

  /// `mean(x over district)`: what each of the pooled cells is made of.
  private func tracePooled(
    _ leaf: Int, _ rollUp: RollUpOverride, _ cell: Cell, _ combination: [BreakdownPart],
    _ limit: Int
  ) -> [TracedObservation] {
    let query = queries[leaf]
    var cells: [Cell] = []
    if let grain = rollUp.overGrain {
      for ordinal in cell.period.ordinals(of: grain) ?? 0...0 {
        cells.append(
          Cell(
            places: cell.places, combination: combination, period: Period(grain, ordinal)))
      }
    } else if let dimension = rollUp.overDimension {
      for parts in query.combinations(of: [dimension], within: cell.places) {
        cells.append(
          Cell(places: cell.places, combination: combination + parts, period: cell.period))
      }
    } else if let level = rollUp.overLevel ?? query.groups.flatMap(\.levels).max() {
      for place in cell.places.flatMap({ store.registry.places(at: level, within: $0) }) {
        cells.append(Cell(places: [place], combination: combination, period: cell.period))
      }
    }
    var found: [TracedObservation] = []
    for one in cells where found.count < limit {
      found += resolvers[leaf].trace(
        places: one.places, combination: one.combination, bucket: one.period,
        limit: limit - found.count)
    }
    return found
  }

  /// The axes along which a leaf's cell is reported beside its parts.
  package func reconcile(_ leaf: Int, _ cell: Cell) -> [ReconciledAxis] {
    guard cell.places.count == 1, spec.leaves[leaf].rollUp == nil else { return [] }
    return resolvers[leaf].reconcile(
      place: cell.places[0], combination: combination(cell, leaf), bucket: cell.period)
  }
}
