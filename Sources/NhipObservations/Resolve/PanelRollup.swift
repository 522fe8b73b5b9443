// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// The usual panel: one level, one grain, one breakdown, plain values. Rolling it up is a grouped
/// sum with coverage counts, without a hash, a sort or a look-up per row.
package struct PanelRollup: Sendable {
  package let group: RunGroup
  let query: CellQuery
  private let registry: PlaceRegistry

  /// The panel behind a query for one combination of breakdown values, or `nil` where the data
  /// stand in several layers or carry bounds, denominators or alternatives.
  package init?(_ query: CellQuery, combination: [BreakdownPart], buckets: Bucketing) {
    guard query.channel == .value, query.filters.isEmpty, query.preferred.isEmpty,
      case .regular(let asked, _, _) = buckets
    else { return nil }
    let relevant = query.groups.filter { group in
      let tuple = query.tuple(group)
      return combination.allSatisfy { tuple.value(of: $0.dimension) == $0.value }
    }
    guard relevant.count == 1, let only = relevant.first,
      query.tuple(only).parts.count == combination.count, only.levels.count == 1,
      only.detailSlots.isEmpty, only.alternatives.isEmpty, only.denominators == nil,
      only.key.grain.isRegular, only.runs.allSatisfy(\.isDense)
    else { return nil }
    // What lies in a place that nobody names is in no total, which the resolver sees to.
    let places = query.store.registry
    let hidden = places.unnamed.contains {
      !only.runs(within: places.order[Int($0)]..<places.subtreeEnd[Int($0)], places).isEmpty
    }
    guard !hidden else { return nil }
    switch query.indicator.kind {
    case .flow:
      guard query.indicator.additiveOverPlaces, query.indicator.additiveOverTime,
        only.key.grain == asked || only.key.grain.tiles(asked)
      else { return nil }
    case .stock:
      guard query.indicator.additiveOverPlaces, only.key.grain.tiles(asked) else { return nil }
    case .average:
      guard query.indicator.additiveOverPlaces,
        only.key.grain == asked || asked.tiles(only.key.grain)
      else { return nil }
    case .ratio, .share, .rate, .change, .undeclared: return nil
    }
    self.group = only
    self.query = query
    self.registry = query.store.registry
  }

  /// Whether each target is one place that reports for itself, with nothing reported below it.
  package func standsAlone(_ targets: [[PlaceID]]) -> Bool {
    targets.allSatisfy { places in
      guard places.count == 1, let place = places.first else { return false }
      let range = registry.order[Int(place)]..<registry.subtreeEnd[Int(place)]
      let runs = group.runs(within: range, registry)
      return runs.count == 1 && group.runs[runs.lowerBound].place == place
    }
  }

  /// Rolls up to `targets`, each the union of its places.
  package func run(targets: [[PlaceID]], buckets: Bucketing) -> Result {
    guard case .regular(let asked, let first, let bucketCount) = buckets else {
      preconditionFailure("a panel has regular buckets")
    }
    let cellCount = targets.count * bucketCount
    let level = group.levels[0]
    var result = Result(
      values: [Double](repeating: 0, count: cellCount),
      residues: [Double](repeating: 0, count: cellCount),
      have: [Int32](repeating: 0, count: cellCount), units: [],
      periods: [Int32](repeating: 1, count: bucketCount), asOf: nil, level: level,
      grain: group.key.grain, isHeld: false)
    let kind = query.indicator.kind
    let isStock = kind == .stock
    let isHeld = kind == .average && group.key.grain != asked
    result.isHeld = isHeld
    // The bucket of each source ordinal.
    let bounds = sourceOrdinals(buckets)
    var bucketOf = [Int32](repeating: -1, count: bounds.count)
    if !isHeld {
      if !isStock { result.periods = [Int32](repeating: 0, count: bucketCount) }
      for offset in 0..<bounds.count {
        let source = Period(group.key.grain, bounds.lowerBound + Int32(offset))
        guard let ordinal = source.ordinal(of: asked) else { continue }
        let bucket = Int(ordinal) - Int(first)
        guard bucket >= 0 && bucket < bucketCount else { continue }
        bucketOf[offset] = Int32(bucket)
        if !isStock { result.periods[bucket] += 1 }
      }
    }
    if isStock { result.asOf = [Int32](repeating: .max, count: cellCount) }
    if result.periods.contains(where: { $0 > 1 }) {
      result.tally = PanelTally(cellCount: cellCount)
    }

    for (target, places) in targets.enumerated() {
      var units: Int32? = 0
      for place in places {
        let range = registry.order[Int(place)]..<registry.subtreeEnd[Int(place)]
        let runs = group.runs(within: range, registry)
        let base = target * bucketCount
        if isStock {
          for run in group.runs[runs] { addStock(run, bounds, bucketOf, base, &result) }
        } else if isHeld {
          for run in group.runs[runs] { addHeld(run, asked, first, bucketCount, base, &result) }
        } else {
          addFlows(runs, bounds, bucketOf, base, &result)
        }
        let expected = registry.panelUnits(of: level, within: place, in: group)
        units = units.flatMap { sum in expected.map { sum + $0 } }
      }
      result.units.append(units ?? -1)
      result.isOwnLevel.append(places.count == 1 && registry[places[0]].level == level)
    }
    for index in 0..<cellCount {
      result.values[index] =
        result.have[index] == 0 ? .nan : result.values[index] + result.residues[index]
    }
    result.residues = []
    return result
  }

  /// The source ordinals that lie in the buckets, first one and number.
  private func sourceOrdinals(_ buckets: Bucketing) -> (lowerBound: Int32, count: Int) {
    guard let days = buckets.days else { return (0, 0) }
    let low = Period.ordinal(ofDay: days.lowerBound, group.key.grain)
    let high = Period.ordinal(ofDay: days.upperBound, group.key.grain)
    return (low, Int(high - low) + 1)
  }

  private func addFlows(
    _ runs: Range<Int>, _ bounds: (lowerBound: Int32, count: Int), _ bucketOf: [Int32],
    _ base: Int, _ result: inout Result
  ) {
    var tally = PanelTally()
    var residues: [Double] = []
    swap(&tally, &result.tally)
    swap(&residues, &result.residues)
    defer {
      swap(&tally, &result.tally)
      swap(&residues, &result.residues)
    }
    let isElementwise = bucketOf.indices.allSatisfy { Int(bucketOf[$0]) == $0 }
    group.values.withUnsafeBufferPointer { source in
      bucketOf.withUnsafeBufferPointer { bucketOf in
        result.values.withUnsafeMutableBufferPointer { sums in
          result.have.withUnsafeMutableBufferPointer { counts in
            residues.withUnsafeMutableBufferPointer { residues in
              for run in group.runs[runs] {
                let skipped = max(0, Int(bounds.lowerBound) - Int(run.first))
                let start = max(0, Int(run.first) - Int(bounds.lowerBound))
                let count = min(Int(run.slotCount) - skipped, bounds.count - start)
                guard count > 0 else { continue }
                let from = Int(run.offset) + skipped
                if isElementwise {
                  let to = base + start
                  for index in 0..<count {
                    let value = source[from + index]
                    let isThere = value == value
                    let cell = to + index
                    Self.add(isThere ? value : 0, &sums[cell], &residues[cell])
                    counts[cell] &+= isThere ? 1 : 0
                  }
                  continue
                }
                // Consecutive slots of one bucket are added up before they meet the bucket.
                var index = 0
                while index < count {
                  let bucket = bucketOf[start + index]
                  var sum = 0.0
                  var residue = 0.0
                  var filled: Int32 = 0
                  while index < count && bucketOf[start + index] == bucket {
                    let value = source[from + index]
                    let isThere = value == value
                    Self.add(isThere ? value : 0, &sum, &residue)
                    filled &+= isThere ? 1 : 0
                    index += 1
                  }
                  if bucket >= 0 {
                    let cell = base + Int(bucket)
                    Self.add(sum, &sums[cell], &residues[cell])
                    residues[cell] += residue
                    counts[cell] &+= filled
                    if filled > 0 { tally.count(filled, cell) }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// Knuth's two-sum on plain numbers, as `ExactSum` does it: what the addition rounds off goes
  /// into `residue`.
  @inline(__always)
  private static func add(_ value: Double, _ sum: inout Double, _ residue: inout Double) {
    let total = sum + value
    let part = total - sum
    residue += (sum - (total - part)) + (value - part)
    sum = total
  }

  /// The last value of the place in each bucket, with its date.
  private func addStock(
    _ run: Run, _ bounds: (lowerBound: Int32, count: Int), _ bucketOf: [Int32], _ base: Int,
    _ result: inout Result
  ) {
    var index = Int(run.slotCount) - 1
    var lastBucket = Int32.max
    while index >= 0 {
      let offset = Int(run.first) + index - Int(bounds.lowerBound)
      if offset >= 0 && offset < bounds.count {
        let bucket = bucketOf[offset]
        let value = group.values[Int(run.offset) + index]
        if bucket >= 0, bucket != lastBucket, !value.isNaN {
          lastBucket = bucket
          let cell = base + Int(bucket)
          Self.add(value, &result.values[cell], &result.residues[cell])
          result.have[cell] += 1
          if let day = group.period(run, index).lastDay {
            let known = result.asOf?[cell] ?? day
            result.asOf?[cell] = min(known, day)
          }
        }
      }
      index -= 1
    }
  }

  /// A longer period's value in every bucket inside it.
  private func addHeld(
    _ run: Run, _ asked: Grain, _ first: Int32, _ bucketCount: Int, _ base: Int,
    _ result: inout Result
  ) {
    for index in 0..<Int(run.slotCount) {
      let value = group.values[Int(run.offset) + index]
      guard !value.isNaN, let inside = group.period(run, index).ordinals(of: asked) else {
        continue
      }
      let low = max(0, Int(inside.lowerBound) - Int(first))
      let high = min(bucketCount - 1, Int(inside.upperBound) - Int(first))
      guard low <= high else { continue }
      for bucket in low...high {
        Self.add(value, &result.values[base + bucket], &result.residues[base + bucket])
        result.have[base + bucket] += 1
      }
    }
  }
}
