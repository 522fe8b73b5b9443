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
    targets: [SeriesGrid.Target], combinations: [[BreakdownPart]], bucketings: [Bucketing]
  ) throws(Diagnostic) -> [LeafColumn] {
    let perSeries = bucketings.reduce(0) { $0 + $1.count }
    let rowCount = targets.count * combinations.count * perSeries
    var columns = spec.leaves.map { _ in LeafColumn(rowCount: rowCount) }
    guard let registry = queries.first?.store.registry else { return columns }
    // The finest level at which every leaf has places of its own.
    let levels = queries.map { Set($0.groups.flatMap(\.levels)) }
    let common = levels.dropFirst().reduce(levels.first ?? []) { $0.intersection($1) }
    let resolvers = queries.map { Resolver($0) }
    var row = 0
    for target in targets {
      let units = common.max().map { level in
        target.union.flatMap { registry.places(at: level, within: $0) }
      }
      let members = units.flatMap { $0.isEmpty ? nil : $0 } ?? target.union
      for combination in combinations {
        try reader.context.checkCancelled()
        for buckets in bucketings {
          var shared = [Int32](repeating: 0, count: buckets.count)
          for unit in members {
            let cells = resolvers.map {
              $0.resolve(place: unit, combination: combination, buckets: buckets)
            }
            for bucket in 0..<buckets.count {
              let isShared = cells.allSatisfy {
                !$0.value[bucket].isNaN && $0.marks[bucket].isDisjoint(with: [.partial, .parts])
              }
              guard isShared else { continue }
              shared[bucket] += 1
              for index in columns.indices {
                let known = columns[index].values[row + bucket]
                columns[index].values[row + bucket] =
                  (known.isNaN ? 0 : known) + cells[index].value[bucket]
              }
            }
          }
          if let level = common.max(), let expected = expected(level, target.union, registry) {
            for (bucket, have) in shared.enumerated() where have > 0 && Int(have) < expected {
              for index in columns.indices {
                columns[index].cover(row + bucket, have: have, of: Int32(expected), level.name)
              }
            }
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
