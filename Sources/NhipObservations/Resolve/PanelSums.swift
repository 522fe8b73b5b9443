// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Places with any value in a bucket, and the fewest and most periods that one of them has.
struct Reporters: Sendable {
  var count: Int32 = 0
  var low: Int32 = .max
  var high: Int32 = 0
}

/// The buckets of one target, or of a part of its runs: sums, how much is in them, who reports.
///
/// Additions keep what they round off (Knuth's two-sum, as `ExactSum` does it), so that the sum
/// does not depend on how the runs were cut into parts. A final class, because it owns plain
/// memory that a task clears for target after target; used by one thread at a time.
final class PanelSums: @unchecked Sendable {
  let bucketCount: Int
  let sums: UnsafeMutablePointer<Double>
  let residues: UnsafeMutablePointer<Double>
  /// Filled source slots.
  let have: UnsafeMutablePointer<Int32>
  let reporters: UnsafeMutablePointer<Reporters>
  /// Last day of the oldest date used, for stocks.
  let asOf: UnsafeMutablePointer<Int32>

  init(bucketCount: Int) {
    self.bucketCount = bucketCount
    sums = .allocate(capacity: bucketCount)
    residues = .allocate(capacity: bucketCount)
    have = .allocate(capacity: bucketCount)
    reporters = .allocate(capacity: bucketCount)
    asOf = .allocate(capacity: bucketCount)
    reset()
  }

  deinit {
    sums.deallocate()
    residues.deallocate()
    have.deallocate()
    reporters.deallocate()
    asOf.deallocate()
  }

  func reset() {
    sums.initialize(repeating: 0, count: bucketCount)
    residues.initialize(repeating: 0, count: bucketCount)
    have.initialize(repeating: 0, count: bucketCount)
    reporters.initialize(repeating: Reporters(), count: bucketCount)
    asOf.initialize(repeating: .max, count: bucketCount)
  }

  /// Counts places of which each has `filled` periods in a bucket.
  @inline(__always)
  func count(_ places: Int32, with filled: Int32, in bucket: Int) {
    guard places > 0, filled > 0 else { return }
    reporters[bucket].count += places
    reporters[bucket].low = min(reporters[bucket].low, filled)
    reporters[bucket].high = max(reporters[bucket].high, filled)
  }

  /// Counts places of which each has some number in a range of periods, the ends among them.
  @inline(__always)
  func count(_ places: Int32, with filled: ClosedRange<Int32>, in bucket: Int) {
    reporters[bucket].count += places
    reporters[bucket].low = min(reporters[bucket].low, filled.lowerBound)
    reporters[bucket].high = max(reporters[bucket].high, filled.upperBound)
  }

  @inline(__always)
  func add(_ value: Double, to bucket: Int) {
    Self.add(value, &sums[bucket], &residues[bucket])
  }

  /// Adds the buckets of another part of the target's runs.
  func merge(_ part: PanelSums) {
    for bucket in 0..<bucketCount {
      add(part.sums[bucket], to: bucket)
      residues[bucket] += part.residues[bucket]
      have[bucket] += part.have[bucket]
      asOf[bucket] = min(asOf[bucket], part.asOf[bucket])
      let other = part.reporters[bucket]
      if other.count > 0 { count(other.count, with: other.low...other.high, in: bucket) }
    }
  }

  /// The value of a bucket: NaN where nothing is in it.
  @inline(__always)
  func value(_ bucket: Int) -> Double {
    guard have[bucket] > 0 else { return .nan }
    let sum = sums[bucket]
    return sum.isFinite ? sum + residues[bucket] : sum
  }

  @inline(__always)
  static func add(_ value: Double, _ sum: inout Double, _ residue: inout Double) {
    let total = sum + value
    let part = total - sum
    residue += (sum - (total - part)) + (value - part)
    sum = total
  }
}

/// The cells of all targets, which tasks fill target by target.
struct PanelCells: Sendable {
  private(set) var values: [Double]
  private(set) var have: [Int32]
  /// Empty where every bucket is one period.
  private(set) var reporters: [Reporters]
  /// Empty where there are no dates.
  private(set) var asOf: [Int32]

  init(count: Int, hasReporters: Bool, hasDates: Bool) {
    values = [Double](filling: count) { $0.initialize(repeating: .nan) }
    have = [Int32](repeating: 0, count: count)
    reporters = [Reporters](repeating: Reporters(), count: hasReporters ? count : 0)
    asOf = [Int32](repeating: .max, count: hasDates ? count : 0)
  }

  mutating func fill<Result>(_ body: (Writer) -> Result) -> Result {
    values.withUnsafeMutableBufferPointer { values in
      have.withUnsafeMutableBufferPointer { have in
        reporters.withUnsafeMutableBufferPointer { reporters in
          asOf.withUnsafeMutableBufferPointer { asOf in
            body(
              Writer(
                values: SharedBuffer(values), have: SharedBuffer(have),
                reporters: SharedBuffer(reporters), asOf: SharedBuffer(asOf)))
          }
        }
      }
    }
  }

  struct Writer: Sendable {
    fileprivate let values: SharedBuffer<Double>
    fileprivate let have: SharedBuffer<Int32>
    fileprivate let reporters: SharedBuffer<Reporters>
    fileprivate let asOf: SharedBuffer<Int32>

    /// Stores a bucket of the only place of its target.
    @inline(__always)
    func store(_ value: Double, filled: Int32, at index: Int) {
      values.buffer[index] = value
      have.buffer[index] = filled
      guard !reporters.buffer.isEmpty else { return }
      reporters.buffer[index] = Reporters(count: 1, low: filled, high: filled)
    }

    /// Stores the buckets of a target from `start` on.
    func store(_ own: PanelSums, at start: Int) {
      let (values, have) = (values.buffer, have.buffer)
      let (reporters, asOf) = (reporters.buffer, asOf.buffer)
      for bucket in 0..<own.bucketCount {
        values[start + bucket] = own.value(bucket)
        have[start + bucket] = own.have[bucket]
      }
      if !reporters.isEmpty {
        for bucket in 0..<own.bucketCount { reporters[start + bucket] = own.reporters[bucket] }
      }
      if !asOf.isEmpty {
        for bucket in 0..<own.bucketCount { asOf[start + bucket] = own.asOf[bucket] }
      }
    }
  }
}
