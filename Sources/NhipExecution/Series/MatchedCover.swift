// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// `matched`: all parts of the terms limited to the places that report every one of them whole.
struct MatchedCover {
  let spec: SeriesSpec
  let reader: LeafReader
  let queries: [CellQuery]

  func columns(
    targets: PlaceTargets, combinations: [[BreakdownPart]], bucketings: [Bucketing]
  ) throws(Diagnostic) -> [LeafColumn] {
    let perSeries = bucketings.reduce(0) { $0 + $1.count }
    let rowCount = targets.count * combinations.count * perSeries
    var columns = spec.leaves.map { _ in LeafColumn(rowCount: rowCount) }
    guard let registry = queries.first?.store.registry else { return columns }
    let resolvers = queries.map { Resolver($0) }
    var row = 0
    for target in targets {
      // The finest level at which every leaf has places of its own here.
      let levels = queries.map { $0.levels(within: target.union) }
      let level = levels.dropFirst().reduce(levels.first ?? []) { $0.intersection($1) }.max()
      let units = level.map { level in
        target.union.flatMap { registry.places(at: level, within: $0) }
      }
      let members = units.flatMap { $0.isEmpty ? nil : $0 } ?? target.union
      let expected = level.flatMap { self.expected($0, target.union, registry) }
      for combination in combinations {
        try reader.context.checkCancelled()
        for buckets in bucketings {
          let cells = resolvers.indices.map { leaf -> [Cells] in
            let whole = reader.neverHas(queries[leaf]) ?? []
            let asked = combination.filter { !whole.contains($0.dimension) }
            return members.map {
              resolvers[leaf].resolve(place: $0, combination: asked, buckets: buckets)
            }
          }
          let shared = members.indices.map { member in
            (0..<buckets.count).map { bucket in
              cells.allSatisfy {
                !$0[member].value[bucket].isNaN
                  && $0[member].marks[bucket].isDisjoint(with: [.partial, .parts])
              }
            }
          }
          for index in columns.indices {
            let sum = resolvers[index].sum(
              cells[index], where: shared, expected: expected ?? members.count,
              level: level?.name ?? "place")
            columns[index].place(sum, units: resolvers[index].coverageUnits, at: row)
          }
          row += buckets.count
        }
      }
    }
    return columns
  }

  /// How many units of the level the places have; `nil` where nobody knows.
  private func expected(
    _ level: PlaceLevel, _ places: [PlaceID], _ registry: PlaceRegistry
  ) -> Int? {
    var total = 0
    for place in places {
      guard let count = registry.unitCount(of: level, within: place) else { return nil }
      total += count
    }
    return total
  }
}
