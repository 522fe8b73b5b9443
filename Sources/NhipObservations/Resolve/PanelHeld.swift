// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// The buckets in which each of the longer periods of a panel holds.
package struct HeldSpan: Sendable {
  /// Ordinal of the first source period.
  private let lower: Int32
  private let buckets: [Range<Int>]

  /// - Parameter grain: of the data; the buckets tile it.
  init(grain: Grain, _ bucketing: Bucketing) {
    guard case .regular(let asked, let first, let count) = bucketing, let days = bucketing.days
    else {
      lower = 0
      buckets = []
      return
    }
    let low = Period.ordinal(ofDay: days.lowerBound, grain)
    lower = low
    buckets = (low...Period.ordinal(ofDay: days.upperBound, grain)).map { ordinal in
      guard let inside = Period(grain, ordinal).ordinals(of: asked) else { return 0..<0 }
      let from = max(0, Int(inside.lowerBound) - Int(first))
      return from..<max(from, min(count, Int(inside.upperBound) + 1 - Int(first)))
    }
  }

  /// Whether all of a run lies in periods that reach into the buckets.
  package func holds(_ run: Run) -> Bool {
    run.first >= lower && Int(run.first - lower) + Int(run.slotCount) <= buckets.count
  }

  /// The buckets inside the period of a slot of a dense run.
  @inline(__always)
  package func buckets(_ run: Run, _ slot: Int) -> Range<Int> {
    let offset = Int(run.first) - Int(lower) + slot
    return buckets.indices.contains(offset) ? buckets[offset] : 0..<0
  }
}

/// Averages: a longer period's value in every bucket inside it.
struct PanelHeld {
  let group: RunGroup
  let span: HeldSpan

  func add(_ runs: Range<Int>, to result: PanelSums) {
    group.values.withUnsafeBufferPointer { values in
      for run in group.runs[runs] {
        for slot in 0..<Int(run.slotCount) {
          let value = values[Int(run.offset) + slot]
          guard !value.isNaN else { continue }
          for bucket in span.buckets(run, slot) {
            result.add(value, to: bucket)
            result.have[bucket] += 1
          }
        }
      }
    }
  }
}
