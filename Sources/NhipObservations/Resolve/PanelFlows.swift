// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Adds up the runs of flows: period by period at the grain of the data, eight values at a time,
/// and the periods of a bucket once all runs are in. Who reports is counted from where runs begin
/// and end and from their gaps, which are few; no value is looked at for it.
///
/// A final class, because it owns plain memory that a task clears for target after target.
final class PanelFlows {
  private let group: RunGroup
  private let span: PanelSpan
  /// Whether buckets have several periods, so that coverage tells places and periods apart.
  private let counts: Bool
  /// Whether no sum can round.
  private let isWhole: Bool
  private let sums: UnsafeMutablePointer<Double>
  private let residues: UnsafeMutablePointer<Double>
  /// Runs that begin at an offset, less those that ended before it.
  private let begins: UnsafeMutablePointer<Int32>
  private let missing: UnsafeMutablePointer<Int32>
  /// The same for runs that have all periods of a bucket.
  private let wholes: UnsafeMutablePointer<Int32>
  /// The first gap after the runs added last: those of the next target mostly follow.
  private var gap = 0

  init(_ group: RunGroup, _ span: PanelSpan) {
    self.group = group
    self.span = span
    counts = !span.isElementwise
    isWhole = group.panel.areWhole
    func cleared<Number: Numeric>(_ count: Int, _ zero: Number) -> UnsafeMutablePointer<Number> {
      let start = UnsafeMutablePointer<Number>.allocate(capacity: count)
      start.initialize(repeating: zero, count: count)
      return start
    }
    sums = cleared(span.count, 0.0)
    residues = cleared(span.count, 0.0)
    begins = cleared(span.count + 1, Int32(0))
    missing = cleared(span.count, Int32(0))
    wholes = cleared(span.buckets.count + 1, Int32(0))
  }

  deinit {
    sums.deallocate()
    residues.deallocate()
    begins.deallocate()
    missing.deallocate()
    wholes.deallocate()
  }

  func add(_ runs: Range<Int>, to result: PanelSums) {
    guard let first = runs.first else { return }
    let facts = group.panel
    let slot = group.runs[first].offset
    if gap > facts.gaps.count || (gap > 0 && facts.gaps[gap - 1] >= slot)
      || (gap < facts.gaps.count && facts.gaps[gap] < slot)
    {
      gap = facts.firstGap(from: slot)
    }
    if runs.count == 1 {
      addOnly(group.runs[first], to: result)
      return
    }
    group.values.withUnsafeBufferPointer { values in
      facts.gaps.withUnsafeBufferPointer { gaps in
        group.runs.withUnsafeBufferPointer { all in
          for index in runs {
            let run = all[index]
            guard let (start, skipped, count) = span.clip(run) else { continue }
            let from = Int(run.offset) + skipped
            while gap < gaps.count && Int(gaps[gap]) < from { gap += 1 }
            let firstGap = gap
            while gap < gaps.count && Int(gaps[gap]) < from + count {
              missing[start + Int(gaps[gap]) - from] += 1
              gap += 1
            }
            begins[start] += 1
            begins[start + count] -= 1
            let source = values.baseAddress.unsafelyUnwrapped + from
            if isWhole {
              Self.add(source, sums + start, count)
            } else {
              Self.add(source, sums + start, residues + start, count)
            }
            if counts {
              let own = UnsafeBufferPointer(rebasing: gaps[firstGap..<gap])
              tally(start, count, own, start - from, result)
            }
          }
        }
      }
    }
    fold(result)
  }

  /// Adds the only run of a target bucket by bucket, where it lies.
  private func addOnly(_ run: Run, to result: PanelSums) {
    guard let (start, skipped, count) = span.clip(run) else { return }
    let from = Int(run.offset) + skipped
    var next = gap
    group.values.withUnsafeBufferPointer { values in
      group.panel.gaps.withUnsafeBufferPointer { gaps in
        while next < gaps.count && Int(gaps[next]) < from { next += 1 }
        var offset = start
        while offset < start + count {
          let bucket = Int(span.bucketOf[offset])
          let end = min(span.buckets[bucket].upperBound, start + count)
          let slots = (from + offset - start)..<(from + end - start)
          let firstGap = next
          while next < gaps.count && Int(gaps[next]) < slots.upperBound { next += 1 }
          let own = UnsafeBufferPointer(rebasing: values[slots])
          if isWhole {
            result.add(Self.total(own), to: bucket)
          } else {
            var (sum, residue) = (0.0, 0.0)
            for value in own { PanelSums.add(value.isNaN ? 0 : value, &sum, &residue) }
            result.add(sum, to: bucket)
            result.residues[bucket] += residue
          }
          let filled = Int32(slots.count - (next - firstGap))
          result.have[bucket] += filled
          if counts { result.count(1, with: filled, in: bucket) }
          offset = end
        }
      }
    }
    gap = next
  }

  /// The sum of what is there, where no sum can round.
  private static func total(_ values: UnsafeBufferPointer<Double>) -> Double {
    let raw = UnsafeRawBufferPointer(values)
    var lanes = SIMD4<Double>()
    var index = 0
    while index &+ 4 <= values.count {
      let own = raw.loadUnaligned(fromByteOffset: index &* 8, as: SIMD4<Double>.self)
      lanes += own.replacing(with: 0, where: own .!= own)
      index &+= 4
    }
    let two = lanes.lowHalf + lanes.highHalf
    var sum = two[0] + two[1]
    while index < values.count {
      sum += values[index].isNaN ? 0 : values[index]
      index &+= 1
    }
    return sum
  }

  /// Counts a run's periods in each bucket: whole buckets by their ends, others one by one.
  private func tally(
    _ start: Int, _ count: Int, _ gaps: UnsafeBufferPointer<Int32>, _ shift: Int,
    _ result: PanelSums
  ) {
    let first = Int(span.bucketOf[start])
    let last = Int(span.bucketOf[start + count - 1])
    let wholeFrom = span.buckets[first].lowerBound >= start ? first : first + 1
    let wholeTo = span.buckets[last].upperBound <= start + count ? last : last - 1
    if wholeFrom <= wholeTo {
      wholes[wholeFrom] += 1
      wholes[wholeTo + 1] -= 1
    }
    var index = 0
    func gapCount(_ bucket: Int) -> Int32 {
      var found: Int32 = 0
      while index < gaps.count && Int(span.bucketOf[Int(gaps[index]) + shift]) == bucket {
        found += 1
        index += 1
      }
      return found
    }
    func edge(_ bucket: Int) {
      let range = span.buckets[bucket].clamped(to: start..<(start + count))
      let filled = Int32(range.count) - gapCount(bucket)
      result.count(1, with: filled, in: bucket)
    }
    if first < wholeFrom { edge(first) }
    while index < gaps.count {
      let bucket = Int(span.bucketOf[Int(gaps[index]) + shift])
      guard bucket <= wholeTo else { break }
      wholes[bucket] -= 1
      wholes[bucket + 1] += 1
      let filled = Int32(span.buckets[bucket].count) - gapCount(bucket)
      result.count(1, with: filled, in: bucket)
    }
    if last > wholeTo && last >= wholeFrom { edge(last) }
  }

  /// Plain sums, where no sum can round.
  private static func add(
    _ values: UnsafePointer<Double>, _ sums: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    var index = 0
    while index + 8 <= count {
      let value = UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Double>.self)
      let sum = UnsafeRawPointer(sums + index).loadUnaligned(as: SIMD8<Double>.self)
      UnsafeMutableRawPointer(sums + index).storeBytes(
        of: sum + value.replacing(with: 0, where: value .!= value), as: SIMD8<Double>.self)
      index += 8
    }
    while index < count {
      let value = values[index]
      sums[index] += value.isNaN ? 0 : value
      index += 1
    }
  }

  private static func add(
    _ values: UnsafePointer<Double>, _ sums: UnsafeMutablePointer<Double>,
    _ residues: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    var index = 0
    while index + 8 <= count {
      let stated = UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Double>.self)
      let value = stated.replacing(with: 0, where: stated .!= stated)
      let sum = UnsafeRawPointer(sums + index).loadUnaligned(as: SIMD8<Double>.self)
      let residue = UnsafeRawPointer(residues + index).loadUnaligned(as: SIMD8<Double>.self)
      let total = sum + value
      let part = total - sum
      let lost = (sum - (total - part)) + (value - part)
      UnsafeMutableRawPointer(sums + index).storeBytes(of: total, as: SIMD8<Double>.self)
      UnsafeMutableRawPointer(residues + index).storeBytes(
        of: residue + lost, as: SIMD8<Double>.self)
      index += 8
    }
    while index < count {
      let value = values[index]
      PanelSums.add(value.isNaN ? 0 : value, &sums[index], &residues[index])
      index += 1
    }
  }

  /// Adds the periods of each bucket and clears them for the next target.
  private func fold(_ result: PanelSums) {
    var running: Int32 = 0
    var whole: Int32 = 0
    span.buckets.withUnsafeBufferPointer { buckets in
      for bucket in buckets.indices {
        let range = buckets[bucket]
        var sum = 0.0
        var residue = 0.0
        var have: Int32 = 0
        for offset in range {
          running &+= begins[offset]
          have &+= running &- missing[offset]
          if isWhole {
            sum += sums[offset]
          } else {
            PanelSums.add(sums[offset], &sum, &residue)
            residue += residues[offset]
          }
        }
        result.add(sum, to: bucket)
        result.residues[bucket] += residue
        result.have[bucket] += have
        whole += wholes[bucket]
        if counts { result.count(whole, with: Int32(range.count), in: bucket) }
      }
    }
    sums.initialize(repeating: 0, count: span.count)
    if !isWhole { residues.initialize(repeating: 0, count: span.count) }
    begins.initialize(repeating: 0, count: span.count + 1)
    missing.initialize(repeating: 0, count: span.count)
    wholes.initialize(repeating: 0, count: span.buckets.count + 1)
  }
}
