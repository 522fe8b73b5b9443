// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Stocks: the last value of each place in each bucket, with its date.
struct PanelStocks {
  let group: RunGroup
  let span: PanelSpan
  /// Last day of each source period.
  private let days: [Int32]

  init(_ group: RunGroup, _ span: PanelSpan) {
    self.group = group
    self.span = span
    days = (0..<span.count).map {
      Period(group.key.grain, span.lower + Int32($0)).lastDay ?? .max
    }
  }

  func add(_ runs: Range<Int>, to result: PanelSums) {
    group.values.withUnsafeBufferPointer { values in
      for run in group.runs[runs] {
        guard let (start, skipped, count) = span.clip(run) else { continue }
        // Slot of the offset 0, were it in the run.
        let base = Int(run.offset) + skipped - start
        var end = start + count
        while end > start {
          let bucket = Int(span.bucketOf[end - 1])
          let from = max(start, span.buckets[bucket].lowerBound)
          var offset = end - 1
          while offset >= from && values[base + offset].isNaN { offset -= 1 }
          if offset >= from {
            result.add(values[base + offset], to: bucket)
            result.have[bucket] += 1
            result.asOf[bucket] = min(result.asOf[bucket], days[offset])
          }
          end = from
        }
      }
    }
  }
}
