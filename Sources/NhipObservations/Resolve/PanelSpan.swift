// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// How the periods of a panel's data lie in the buckets that are asked for.
struct PanelSpan: Sendable {
  /// Ordinal of the first source period in a bucket, and how many there are.
  let lower: Int32
  let count: Int
  /// The source periods of each bucket, as offsets from `lower`; consecutive.
  let buckets: [Range<Int>]
  /// The bucket of each offset.
  let bucketOf: [Int32]
  /// Whether each bucket is one source period.
  let isElementwise: Bool

  init(grain: Grain, _ bucketing: Bucketing) {
    guard case .regular(let asked, let first, let bucketCount) = bucketing,
      let days = bucketing.days
    else {
      lower = 0
      count = 0
      buckets = []
      bucketOf = []
      isElementwise = false
      return
    }
    let low = Period.ordinal(ofDay: days.lowerBound, grain)
    let high = Period.ordinal(ofDay: days.upperBound, grain)
    var bucketOf: [Int32] = []
    var start = low
    for ordinal in low...high {
      let own = Period(grain, ordinal).ordinal(of: asked).map { Int($0) - Int(first) } ?? -1
      if own >= 0 && own < bucketCount {
        bucketOf.append(Int32(own))
      } else if bucketOf.isEmpty {
        start = ordinal + 1
      }
    }
    var buckets = [Range<Int>](repeating: 0..<0, count: bucketCount)
    var offset = 0
    while offset < bucketOf.count {
      let bucket = bucketOf[offset]
      let from = offset
      while offset < bucketOf.count && bucketOf[offset] == bucket { offset += 1 }
      buckets[Int(bucket)] = from..<offset
    }
    lower = start
    count = bucketOf.count
    self.buckets = buckets
    self.bucketOf = bucketOf
    isElementwise = grain == asked
  }

  /// The slots of a run that lie here: the first one's offset, its place in the run, their number.
  func clip(_ run: Run) -> (start: Int, skipped: Int, count: Int)? {
    let skipped = max(0, Int(lower) - Int(run.first))
    let start = max(0, Int(run.first) - Int(lower))
    let count = min(Int(run.slotCount) - skipped, self.count - start)
    return count > 0 ? (start, skipped, count) : nil
  }
}
