// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations
import NhipPlan

/// The place of a higher level that holds a place. Not callable by name: `by province` means it.
struct PlaceAncestorFunction: RunwiseFunction {
  let level: PlaceLevel
  /// The ancestor of each place, -1 for none.
  private let ancestors: [Int32]

  init(_ level: PlaceLevel, _ registry: PlaceRegistry) {
    self.level = level
    ancestors = (0..<registry.count).map { registry.ancestor(of: PlaceID($0), at: level) ?? -1 }
  }

  var name: String { level.name }
  var summary: String { "the \(level.name) that holds a place" }
  var signature: String { "\(level.name)(place)" }

  func complaint(_ types: [LogicalType]) -> String? {
    types == [.place] ? nil : "takes a place"
  }

  func resultType(_ types: [LogicalType]) -> LogicalType { .place }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    switch arguments[0].storage {
    case .placeRuns(let places, let runs):
      return Column(.placeRuns(places.map { $0 < 0 ? -1 : ancestors[Int($0)] }, runs))
    case .places(let places):
      return Column(.places(places.map { $0 < 0 ? -1 : ancestors[Int($0)] }))
    default: return .missing(.place, count: count)
    }
  }
}

/// The period of a coarser grain that holds a period whole. Not callable by name: `by year` means it.
struct PeriodBucketFunction: RunwiseFunction {
  /// Periods whose buckets are remembered; a power of two.
  private static let knownCount = 256

  let grain: Grain
  var name: String { grain.word }
  var summary: String { "the \(grain.word) that holds a period" }
  var signature: String { "\(grain.word)(period)" }

  func complaint(_ types: [LogicalType]) -> String? {
    types == [.period] ? nil : "takes a period"
  }

  func resultType(_ types: [LogicalType]) -> LogicalType { .period }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    switch arguments[0].storage {
    case .periods(let periods):
      // The same few periods come again and again.
      var known = [(period: Period, bucket: Period)](
        repeating: (.none, .none), count: Self.knownCount)
      return Column(
        .periods(
          periods.map { period in
            let slot = Int(period.first) & (Self.knownCount - 1)
            if known[slot].period != period { known[slot] = (period, bucket(period)) }
            return known[slot].bucket
          }))
    case .periodRuns(let grain, let starts, let runs):
      let lengths = starts.indices.map { runs.ends[$0] - runs.start($0) }
      guard let low = starts.min(), let high = zip(starts, lengths).map({ $0 + Int32($1) }).max()
      else { return Column(.periods([])) }
      let buckets = (low..<high).map { bucket(Period(grain, $0)) }
      return Column(
        .periods(
          [Period](filling: runs.rowCount) { result in
            for run in starts.indices {
              let first = Int(starts[run] - low)
              _ = result[runs.start(run)..<runs.ends[run]]
                .initialize(fromContentsOf: buckets[first..<(first + lengths[run])])
            }
          }))
    default: return .missing(.period, count: count)
    }
  }

  private func bucket(_ period: Period) -> Period {
    period.ordinal(of: grain).map { Period(grain, $0) } ?? .none
  }
}
