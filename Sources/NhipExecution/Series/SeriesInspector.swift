// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
package import NhipObservations
package import NhipPlan

/// Looks below the cells of a series, for verbs that judge them: what breakdowns leave over, and
/// the observations that say something about a cell.
package struct SeriesInspector {
  /// What the values of one breakdown make of a figure that was reported without it.
  package struct Rest {
    package let dimension: String
    /// Values that have a figure.
    package let valueCount: Int
    package let sum: Double
    package let total: Double
    /// Whether the values are declared to be all there are.
    package let isClosed: Bool
  }

  /// An observation with what is known about its origin.
  package struct Source {
    package let record: ObservationRecord
    package let value: Double
    /// NaN where it has none.
    package let denominator: Double
  }

  package let spec: SeriesSpec
  private let context: ExecutionContext
  private let queries: [CellQuery]
  private let resolvers: [Resolver]

  package init(_ spec: SeriesSpec, _ context: ExecutionContext) throws(Diagnostic) {
    self.spec = spec
    self.context = context
    queries = try LeafReader(spec: spec, context: context).queries()
    resolvers = queries.map { Resolver($0) }
  }

  /// The breakdowns over which the leaf adds up and has figures.
  package func breakdowns(of leaf: Int) -> [Int32] {
    let query = queries[leaf]
    guard query.indicator.kind == .flow || query.indicator.kind == .stock else { return [] }
    let space = query.store.breakdowns
    var found: Set<Int32> = []
    for group in query.groups {
      found.formUnion(space.tuples[Int(group.key.tuple)].parts.map(\.dimension))
    }
    // The dimensions that the query filters by are part of the question.
    let asked = Set(spec.leaves[leaf].filters.map(\.dimension))
    return found.subtracting(asked)
      .filter { query.indicator.isAdditive(over: space.dimensions[Int($0)]) }
      .sorted { space.dimensions[Int($0)] < space.dimensions[Int($1)] }
  }

  /// What a breakdown leaves over; `nil` where the place reports no whole or no parts.
  package func rest(
    of leaf: Int, over dimension: Int32, place: PlaceID, period: Period
  ) -> Rest? {
    let query = queries[leaf]
    let buckets = Bucketing.single(period)
    let whole = resolvers[leaf].resolve(place: place, combination: [], buckets: buckets)
    guard whole.isOwn[0], whole.marks[0].isDisjoint(with: [.partial, .parts]) else { return nil }
    var sum = 0.0
    var count = 0
    for combination in query.combinations(of: [dimension], within: [place]) {
      let cells = resolvers[leaf].resolve(
        place: place, combination: combination, buckets: buckets)
      guard !cells.value[0].isNaN else { continue }
      sum += cells.value[0]
      count += 1
    }
    guard count > 0 else { return nil }
    let name = query.store.breakdowns.dimensions[Int(dimension)]
    return Rest(
      dimension: name, valueCount: count, sum: sum, total: whole.value[0],
      isClosed: query.indicator.completeBreakdowns.contains(name))
  }

  /// The observations of known origin behind a cell, in the order of the store.
  ///
  /// - Parameter breakdown: the cell's value of each breakdown of the grid.
  package func sources(
    of leaf: Int, place: PlaceID?, period: Period, breakdown: [String]
  ) -> [Source] {
    sources(queries[leaf].groups, place, period, breakdown)
  }

  /// Percents of the same indicator that were printed beside its parts.
  package func printedShares(of leaf: Int, place: PlaceID?, period: Period) -> [Source] {
    let groups = spec.leaves[leaf].indicators.flatMap { context.store.groups[Int($0)] }
    return sources(
      groups.filter { $0.key.kind == .share && $0.key.status == spec.leaves[leaf].status },
      place, period, [])
  }

  private func sources(
    _ groups: [RunGroup], _ place: PlaceID?, _ period: Period, _ breakdown: [String]
  ) -> [Source] {
    let store = context.store
    let registry = store.registry
    let range =
      place.map { registry.order[Int($0)]..<registry.subtreeEnd[Int($0)] }
      ?? 0..<Int32(registry.count)
    var found: [Source] = []
    func take(_ value: Double, _ denominator: Double, _ record: Int32) {
      guard record >= 0 else { return }
      found.append(
        Source(record: store.records[Int(record)], value: value, denominator: denominator))
    }
    for group in groups where !group.details.isEmpty {
      let tuple = store.breakdowns.tuples[Int(group.key.tuple)]
      let isAsked = zip(spec.breakdowns, breakdown).allSatisfy { dimension, value in
        tuple.value(of: dimension).map { store.breakdowns.values[Int(dimension)][Int($0)] } == value
      }
      guard isAsked else { continue }
      for run in group.runs[group.runs(within: range, registry)] {
        for index in 0..<Int(run.slotCount) {
          let slot = run.offset + Int32(index)
          let value = group.values[Int(slot)]
          let own = group.period(run, index)
          guard !value.isNaN, own == period || period.contains(own),
            let detail = group.detail(slot)
          else { continue }
          take(value, group.denominators?[Int(slot)] ?? .nan, detail.record)
          for other in group.alternatives[slot] ?? [] {
            take(other.value, other.denominator, other.detail.record)
          }
        }
      }
    }
    return found
  }
}
