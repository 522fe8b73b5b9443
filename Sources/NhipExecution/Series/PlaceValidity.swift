// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import NhipPlan

/// Places that did not exist in a period: they have no row where every unit is asked for, and
/// elsewhere their cells do not apply, which is not the same as not reported.
struct PlaceValidity {
  let registry: PlaceRegistry

  /// Whether a place existed on some day of a period.
  func existed(_ place: PlaceID, in period: Period) -> Bool {
    let (from, to) = (registry[place].validFrom, registry[place].validTo)
    if let first = from.firstDay, let last = period.lastDay, last < first { return false }
    if let last = to.lastDay, let first = period.firstDay, first > last { return false }
    return true
  }

  /// The targets that existed in the stretch, or that have figures there all the same.
  func existing(
    _ targets: PlaceTargets, in stretch: Period, _ queries: [CellQuery]
  ) -> PlaceTargets {
    guard registry.hasLimits else { return targets }
    return targets.keeping { place in
      existed(place, in: stretch) || queries.contains { $0.hasFigures(of: place, in: stretch) }
    }
  }

  /// Whether some target has not existed always.
  func limits(_ targets: PlaceTargets) -> Bool {
    guard registry.hasLimits else { return false }
    return targets.places?.contains { registry.isLimited($0) } ?? false
  }

  /// Marks the empty cells of places outside their time.
  func mark(
    _ columns: inout [LeafColumn], _ targets: PlaceTargets, combinationCount: Int,
    _ bucketings: [Bucketing]
  ) {
    guard registry.hasLimits else { return }
    let periods = bucketings.flatMap { buckets in (0..<buckets.count).map { buckets.period($0) } }
    for (number, target) in targets.enumerated() {
      guard let place = target.place, registry.isLimited(place) else { continue }
      let outside = periods.indices.filter { !existed(place, in: periods[$0]) }
      for combination in 0..<combinationCount {
        let base = (number * combinationCount + combination) * periods.count
        for offset in outside {
          for index in columns.indices { columns[index].markNotApplicable(base + offset) }
        }
      }
    }
  }
}

extension CellQuery {
  /// Whether a place or one below it has a figure of a period that shares a day with `stretch`.
  fileprivate func hasFigures(of place: PlaceID, in stretch: Period) -> Bool {
    let range = store.registry.order[Int(place)]..<store.registry.subtreeEnd[Int(place)]
    return groups.contains { group in
      group.runs[group.runs(within: range, store.registry)].contains { run in
        (0..<Int(run.slotCount)).contains { index in
          !group.values[Int(run.offset) + index].isNaN
            && group.period(run, index).grain != .none
            && group.period(run, index).overlaps(stretch)
        }
      }
    }
  }
}
