// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// `mean(x over district, weight)`: pools reported values against the declared additivity,
/// because the query says so; the note line repeats it.
struct OverrideRollUp {
  let reader: LeafReader
  let queries: [CellQuery]
  let leaf: Int
  let rollUp: RollUpOverride

  func column(
    targets: [SeriesGrid.Target], combinations: [[BreakdownPart]], bucketings: [Bucketing]
  ) throws(Diagnostic) -> LeafColumn {
    let query = queries[leaf]
    let store = query.store
    let registry = store.registry
    let perSeries = bucketings.reduce(0) { $0 + $1.count }
    var column = LeafColumn(rowCount: targets.count * combinations.count * perSeries)
    let resolver = Resolver(query)
    let weights = rollUp.weightLeaf.map { Resolver(queries[$0]) }
    let level = rollUp.overLevel ?? query.groups.flatMap(\.levels).max()
    var row = 0
    for target in targets {
      let units = members(target, level, registry)
      for combination in combinations {
        try reader.context.checkCancelled()
        for buckets in bucketings {
          for bucket in 0..<buckets.count {
            let samples = samples(
              units, combination, buckets.period(bucket), resolver, weights, query)
            column.values[row + bucket] = pooled(samples)
          }
          row += buckets.count
        }
      }
    }
    return column
  }

  private func members(
    _ target: SeriesGrid.Target, _ level: PlaceLevel?, _ registry: PlaceRegistry
  ) -> [PlaceID] {
    // Over time or a breakdown the place stays what it is.
    if rollUp.overGrain != nil || rollUp.overDimension != nil { return target.union }
    guard let level else { return target.union }
    return target.union.flatMap { registry.places(at: level, within: $0) }
  }

  private func samples(
    _ units: [PlaceID], _ combination: [BreakdownPart], _ bucket: Period, _ resolver: Resolver,
    _ weights: Resolver?, _ query: CellQuery
  ) -> [(value: Double, weight: Double)] {
    var result: [(Double, Double)] = []
    func add(_ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing) {
      let cells = resolver.resolve(place: place, combination: parts, buckets: buckets)
      let weight = weights?.resolve(place: place, combination: parts, buckets: buckets)
      for index in 0..<buckets.count where !cells.value[index].isNaN {
        result.append((cells.value[index], weight?.value[index] ?? 1))
      }
    }
    for place in units {
      if let grain = rollUp.overGrain {
        guard let range = bucket.ordinals(of: grain) else { continue }
        add(place, combination, .regular(grain, first: range.lowerBound, count: range.count))
      } else if let dimension = rollUp.overDimension {
        for parts in query.combinations(of: [dimension], within: [place]) {
          add(place, combination + parts, .single(bucket))
        }
      } else {
        add(place, combination, asBuckets(bucket))
      }
    }
    return result
  }

  private func asBuckets(_ period: Period) -> Bucketing {
    period.grain.isRegular
      ? .regular(period.grain, first: period.first, count: 1) : .single(period)
  }

  private func pooled(_ samples: [(value: Double, weight: Double)]) -> Double {
    guard !samples.isEmpty else { return rollUp.function == .count ? 0 : .nan }
    switch rollUp.function {
    case .sum: return samples.reduce(0) { $0 + $1.value }
    case .mean:
      let used = samples.filter { !$0.weight.isNaN }
      let total = used.reduce(0) { $0 + $1.weight }
      return total == 0 ? .nan : used.reduce(0) { $0 + $1.value * $1.weight } / total
    case .min: return samples.map(\.value).min() ?? .nan
    case .max: return samples.map(\.value).max() ?? .nan
    case .median:
      let sorted = samples.map(\.value).sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    case .last: return samples.last?.value ?? .nan
    case .count: return Double(samples.count)
    }
  }
}
