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

/// Averages: a longer period's value in every bucket inside it.
struct PanelHeld {
  let group: RunGroup
  let asked: Grain
  let first: Int32
  let bucketCount: Int

  func add(_ runs: Range<Int>, to result: PanelSums) {
    for run in group.runs[runs] {
      for index in 0..<Int(run.slotCount) {
        let value = group.values[Int(run.offset) + index]
        guard !value.isNaN, let inside = group.period(run, index).ordinals(of: asked) else {
          continue
        }
        let low = max(0, Int(inside.lowerBound) - Int(first))
        let high = min(bucketCount - 1, Int(inside.upperBound) - Int(first))
        guard low <= high else { continue }
        for bucket in low...high {
          result.add(value, to: bucket)
          result.have[bucket] += 1
        }
      }
    }
  }
}
