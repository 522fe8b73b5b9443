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
  /// One value that is pooled.
  private struct Sample {
    var value: Double
    var lower: Double
    var upper: Double
    var marks: Marks
    var weight: Double
  }

  let reader: LeafReader
  let queries: [CellQuery]
  let leaf: Int
  let rollUp: RollUpOverride

  func column(
    targets: PlaceTargets, combinations: [[BreakdownPart]], bucketings: [Bucketing]
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
      let expected = expected(target, level, registry)
      for combination in combinations {
        try reader.context.checkCancelled()
        for buckets in bucketings {
          for bucket in 0..<buckets.count {
            let period = buckets.period(bucket)
            let samples = samples(units, combination, period, resolver, weights, query)
            let months = rollUp.overGrain.flatMap { period.ordinals(of: $0)?.count }
            put(
              samples.filter { !$0.weight.isNaN }, of: months ?? expected,
              unit: rollUp.overGrain?.word ?? level?.name ?? "place", &column, row + bucket)
          }
          row += buckets.count
        }
      }
    }
    return column
  }

  /// Pools samples into a cell, with bounds: every function here rises with each of its values.
  private func put(
    _ samples: [Sample], of expected: Int?, unit: String, _ column: inout LeafColumn, _ row: Int
  ) {
    let value = pooled(samples.map { ($0.value, $0.weight) })
    var marks = samples.reduce(into: Marks()) { $0.formUnion($1.marks) }
    // The bounds say whether the result is approximate: the larger of 60 to 80 and 80 is 80.
    marks.formIntersection([.partial, .conflict, .differs, .parts, .provisional])
    if rollUp.function == .count { marks = [] }
    var lower = pooled(samples.map { ($0.lower, $0.weight) })
    var upper = pooled(samples.map { ($0.upper, $0.weight) })
    if rollUp.function == .count { (lower, upper) = (value, value) }
    var coverage: (have: Int, of: Int)?
    if let expected, !samples.isEmpty, samples.count < expected, rollUp.function != .count {
      // What some units say bounds nothing of all of them.
      marks.insert(.partial)
      (lower, upper) = (.nan, .nan)
      coverage = (samples.count, expected)
    }
    column.put(value, lower, upper, marks, coverage: coverage, unit: unit, at: row)
  }

  /// How many units a whole target has, where places are what is gone over.
  private func expected(
    _ target: PlaceTargets.Target, _ level: PlaceLevel?, _ registry: PlaceRegistry
  ) -> Int? {
    guard rollUp.overGrain == nil, rollUp.overDimension == nil, let level else { return nil }
    var total = 0
    for place in target.union {
      guard let count = registry.unitCount(of: level, within: place) else { return nil }
      total += count
    }
    return total
  }

  private func members(
    _ target: PlaceTargets.Target, _ level: PlaceLevel?, _ registry: PlaceRegistry
  ) -> [PlaceID] {
    // Over time or a breakdown the place stays what it is.
    if rollUp.overGrain != nil || rollUp.overDimension != nil { return target.union }
    guard let level else { return target.union }
    return target.union.flatMap { registry.places(at: level, within: $0) }
  }

  private func samples(
    _ units: [PlaceID], _ combination: [BreakdownPart], _ bucket: Period, _ resolver: Resolver,
    _ weights: Resolver?, _ query: CellQuery
  ) -> [Sample] {
    var result: [Sample] = []
    func add(_ place: PlaceID, _ parts: [BreakdownPart], _ buckets: Bucketing) {
      let cells = resolver.resolve(place: place, combination: parts, buckets: buckets)
      let weight = weights?.resolve(place: place, combination: parts, buckets: buckets)
      for index in 0..<buckets.count where !cells.value[index].isNaN {
        result.append(
          Sample(
            value: cells.value[index], lower: cells.lower[index], upper: cells.upper[index],
            marks: cells.marks[index], weight: weight?.value[index] ?? 1))
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
    case .sum: return sum(samples.map(\.value))
    case .mean:
      let total = sum(samples.map(\.weight))
      return total == 0 ? .nan : sum(samples.map { $0.value * $0.weight }) / total
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

  private func sum(_ values: [Double]) -> Double {
    var sum = ExactSum()
    for value in values { sum.add(value) }
    return sum.value
  }
}
