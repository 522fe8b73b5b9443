// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Adds up flows by year from what each run sums up to in it.
///
/// A final class, because it owns plain memory that a task clears for target after target.
final class PanelYears {
  private typealias Whole = SIMD4<Int32>
  private static let lanes = 4

  private let years: YearSums
  /// The first year asked for, counted from the first of `years`.
  private let first: Int
  private let count: Int
  private let sums: UnsafeMutablePointer<Double>
  private let have: UnsafeMutablePointer<Int32>
  /// Runs with any value in a year, and the fewest and most periods that one has.
  private let reporters: UnsafeMutablePointer<Int32>
  private let low: UnsafeMutablePointer<Int32>
  private let high: UnsafeMutablePointer<Int32>

  /// - Parameters:
  ///   - first: ordinal of the first year asked for.
  ///   - count: how many years are.
  init(_ years: YearSums, first: Int32, count: Int) {
    self.years = years
    self.first = Int(first) - Int(years.firstYear)
    self.count = count
    sums = .allocate(capacity: count)
    have = .allocate(capacity: count)
    reporters = .allocate(capacity: count)
    low = .allocate(capacity: count)
    high = .allocate(capacity: count)
    clear()
  }

  deinit {
    sums.deallocate()
    have.deallocate()
    reporters.deallocate()
    low.deallocate()
    high.deallocate()
  }

  func add(_ runs: Range<Int>, to result: PanelSums) {
    years.sums.withUnsafeBufferPointer { values in
      years.filled.withUnsafeBufferPointer { filled in
        years.offsets.withUnsafeBufferPointer { offsets in
          years.starts.withUnsafeBufferPointer { starts in
            for index in runs {
              let start = Int(starts[index]) - first
              let skipped = max(0, -start)
              let entry = Int(offsets[index]) + skipped
              let bucket = start + skipped
              let length = min(Int(offsets[index + 1]) - entry, count - bucket)
              guard length > 0, let values = values.baseAddress, let filled = filled.baseAddress
              else { continue }
              add(values + entry, filled + entry, to: bucket, length)
            }
          }
        }
      }
    }
    for bucket in 0..<count where reporters[bucket] > 0 {
      result.add(sums[bucket], to: bucket)
      result.have[bucket] += have[bucket]
      result.count(reporters[bucket], with: low[bucket]...high[bucket], in: bucket)
    }
    clear()
  }

  private func add(
    _ values: UnsafePointer<Double>, _ filled: UnsafePointer<UInt16>, to bucket: Int, _ length: Int
  ) {
    var index = 0
    while index + Self.lanes <= length {
      let at = bucket + index
      let found = Whole(
        truncatingIfNeeded: UnsafeRawPointer(filled + index).loadUnaligned(
          as: SIMD4<UInt16>.self))
      let isThere = found .> Whole.zero
      Self.update(sums + at) {
        $0 + UnsafeRawPointer(values + index).loadUnaligned(as: SIMD4<Double>.self)
      }
      Self.update(have + at) { $0 &+ found }
      Self.update(reporters + at) { $0 &+ Whole.zero.replacing(with: 1, where: isThere) }
      Self.update(low + at) { $0.replacing(with: found, where: isThere .& (found .< $0)) }
      Self.update(high + at) { $0.replacing(with: found, where: found .> $0) }
      index += Self.lanes
    }
    while index < length {
      let at = bucket + index
      let found = Int32(filled[index])
      if found > 0 {
        sums[at] += values[index]
        have[at] += found
        reporters[at] += 1
        low[at] = min(low[at], found)
        high[at] = max(high[at], found)
      }
      index += 1
    }
  }

  @inline(__always)
  private static func update<Lane>(
    _ start: UnsafeMutablePointer<Lane>, _ change: (SIMD4<Lane>) -> SIMD4<Lane>
  ) {
    let raw = UnsafeMutableRawPointer(start)
    raw.storeBytes(of: change(raw.loadUnaligned(as: SIMD4<Lane>.self)), as: SIMD4<Lane>.self)
  }

  private func clear() {
    sums.initialize(repeating: 0, count: count)
    have.initialize(repeating: 0, count: count)
    reporters.initialize(repeating: 0, count: count)
    low.initialize(repeating: .max, count: count)
    high.initialize(repeating: 0, count: count)
  }
}
