// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Adds up flows by year from what each run sums up to in it.
///
/// A final class, because it owns plain memory that a task clears for target after target.
final class PanelYears {
  private typealias Counts = SIMD16<Int16>

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
    years.sums.withUnsafeBufferPointer { sums in
      years.smallSums.withUnsafeBufferPointer { smallSums in
        years.filled.withUnsafeBufferPointer { filled in
          years.offsets.withUnsafeBufferPointer { offsets in
            years.starts.withUnsafeBufferPointer { starts in
              let all =
                sums.isEmpty
                ? UnsafeRawPointer(smallSums.baseAddress) : UnsafeRawPointer(sums.baseAddress)
              guard let all, let filled = filled.baseAddress else { return }
              add(
                runs, starts, offsets,
                Source(sums: all, areSmall: sums.isEmpty, filled: filled))
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

  /// Stores the years of the only run of a target, whose buckets begin at `start`.
  func store(_ run: Int, to cells: PanelCells.Writer, at start: Int) {
    let from = Int(years.starts[run]) - first
    let entry = Int(years.offsets[run])
    let low = max(0, -from)
    let high = min(Int(years.offsets[run + 1]) - entry, count - from)
    guard low < high else { return }
    years.filled.withUnsafeBufferPointer { filled in
      years.sums.withUnsafeBufferPointer { sums in
        years.smallSums.withUnsafeBufferPointer { smallSums in
          for year in low..<high where filled[entry + year] > 0 {
            let sum = sums.isEmpty ? Double(smallSums[entry + year]) : sums[entry + year]
            cells.store(sum, filled: Int32(filled[entry + year]), at: start + from + year)
          }
        }
      }
    }
  }

  /// Adds runs block by block: those that follow each other and have the same years.
  private func add(
    _ runs: Range<Int>, _ starts: UnsafeBufferPointer<Int32>,
    _ offsets: UnsafeBufferPointer<Int32>, _ source: Source
  ) {
    var index = runs.lowerBound
    while index < runs.upperBound {
      let (own, entry) = (starts[index], offsets[index])
      let length = offsets[index + 1] - entry
      var end = index + 1
      let limit = min(runs.upperBound, index + YearSums.blockRuns)
      while end < limit && starts[end] == own && offsets[end + 1] - offsets[end] == length {
        end += 1
      }
      let start = Int(own) - first
      let skipped = max(0, -start)
      let bucket = start + skipped
      let taken = min(Int(length) - skipped, count - bucket)
      if taken > 0 {
        let block = Block(
          source: source, entry: Int(entry) + skipped, stride: Int(length), runCount: end - index)
        add(block, to: bucket, taken)
      }
      index = end
    }
  }

  /// The entries of all runs.
  private struct Source {
    /// Doubles, or Int32 where they are small.
    let sums: UnsafeRawPointer
    let areSmall: Bool
    let filled: UnsafePointer<UInt16>
  }

  /// Runs that begin in one year and have equally many: they are added year by year in registers.
  private struct Block {
    let source: Source
    /// The first run's first entry that is asked for.
    let entry: Int
    /// Entries from one run to the next.
    let stride: Int
    let runCount: Int
  }

  private func add(_ block: Block, to bucket: Int, _ length: Int) {
    for index in stride(from: 0, to: length, by: YearSums.lanes) {
      let lanes = min(YearSums.lanes, length - index)
      if block.source.areSmall {
        let sum = smallSums(block, index)
        for lane in 0..<lanes { sums[bucket + index + lane] += Double(sum[lane]) }
      } else {
        let sum = sums(block, index)
        for lane in 0..<lanes { sums[bucket + index + lane] += sum[lane] }
      }
      let (there, own, least, most) = counts(block, index)
      for lane in 0..<lanes where there[lane] > 0 {
        let at = bucket + index + lane
        have[at] += Int32(UInt16(bitPattern: own[lane]))
        reporters[at] += Int32(there[lane])
        low[at] = min(low[at], Int32(least[lane]))
        high[at] = max(high[at], Int32(most[lane]))
      }
    }
  }

  /// Sums over the runs of a block from one year on. Lanes after a run's last year hold anything.
  @inline(__always)
  private func sums(_ block: Block, _ index: Int) -> SIMD16<Double> {
    var source = block.source.sums + (block.entry + index) * 8
    var sum = SIMD16<Double>.zero
    for _ in 0..<block.runCount {
      sum += source.loadUnaligned(as: SIMD16<Double>.self)
      source += block.stride &* 8
    }
    return sum
  }

  /// The same of small ones.
  @inline(__always)
  private func smallSums(_ block: Block, _ index: Int) -> SIMD16<Int32> {
    var source = block.source.sums + (block.entry + index) * 4
    var sum = SIMD16<Int32>.zero
    for _ in 0..<block.runCount {
      sum &+= source.loadUnaligned(as: SIMD16<Int32>.self)
      source += block.stride &* 4
    }
    return sum
  }

  /// The same of periods with a value: of a year at most 366, so that only their sum needs the
  /// sign bit.
  @inline(__always)
  private func counts(
    _ block: Block, _ index: Int
  ) -> (there: Counts, own: Counts, least: Counts, most: Counts) {
    var source = UnsafeRawPointer(block.source.filled + block.entry + index)
    var (there, own, most) = (Counts.zero, Counts.zero, Counts.zero)
    // Shifted, so that a year without a value is the largest.
    var least = Counts(repeating: .max)
    for _ in 0..<block.runCount {
      let found = source.loadUnaligned(as: Counts.self)
      own &+= found
      there &+= Counts.zero.replacing(with: 1, where: found .> Counts.zero)
      let shifted = found &+ Counts(repeating: .max)
      least.replace(with: shifted, where: shifted .< least)
      most.replace(with: found, where: found .> most)
      source += block.stride &* 2
    }
    return (there, own, least &- Counts(repeating: .max), most)
  }

  private func clear() {
    sums.initialize(repeating: 0, count: count)
    have.initialize(repeating: 0, count: count)
    reporters.initialize(repeating: 0, count: count)
    low.initialize(repeating: .max, count: count)
    high.initialize(repeating: 0, count: count)
  }
}
