// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension CellQuery {
  /// Bytes of the slots that answering reads: runs of the places, inside the buckets.
  ///
  /// - Parameters:
  ///   - buckets: all time where there are none.
  ///   - withChildren: whether what lies below a place counts towards it.
  package func bytesRead(
    _ places: [PlaceID], _ buckets: [Bucketing], withChildren: Bool
  ) -> Int {
    let registry = store.registry
    let ends = buckets.filter { $0.count > 0 }.flatMap { [$0.period(0), $0.period($0.count - 1)] }
    let low = ends.compactMap(\.firstDay).min()
    let high = ends.compactMap(\.lastDay).max()
    var bytes = 0
    for group in groups {
      let grain = group.key.grain
      var span: ClosedRange<Int32>?
      if grain.isRegular, let low, let high {
        span = Period.ordinal(ofDay: low, grain)...Period.ordinal(ofDay: high, grain)
      }
      for place in places {
        let start = registry.order[Int(place)]
        let end = withChildren ? registry.subtreeEnd[Int(place)] : start + 1
        for run in group.runs[group.runs(within: start..<end, registry)] {
          bytes += group.bytesRead(run, span)
        }
      }
    }
    return bytes
  }
}

extension RunGroup {
  /// Bytes of the slots of a run inside a span of ordinals.
  fileprivate func bytesRead(_ run: Run, _ span: ClosedRange<Int32>?) -> Int {
    var slots = Int(run.slotCount)
    if run.isDense, let span {
      let last = min(span.upperBound, run.first + run.slotCount - 1)
      slots = max(0, Int(last) - Int(max(span.lowerBound, run.first)) + 1)
    }
    return slots * (8 + (run.isDense ? 0 : 4) + (denominators == nil ? 0 : 8))
  }
}
