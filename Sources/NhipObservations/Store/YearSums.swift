// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// What the runs of a panel sum up to in each calendar year, kept beside the values: a total of
/// years reads these, a twelfth of what months take.
///
/// Small materialised aggregates (Moerkotte, VLDB 1998). Only for whole numbers, whose sums are
/// exact in any order, so that an answer from here is the same to the last digit.
struct YearSums: Sendable {
  /// The first year of any run.
  let firstYear: Int32
  /// The first year of each run, counted from `firstYear`.
  let starts: [Int32]
  /// The first entry of each run; one more for the end.
  let offsets: [Int32]
  /// One a run and year, and so many more that `lanes` can be read from any on. Small ones are in
  /// `smallSums`, so that they cost a twentieth of what the values do; the other array is empty.
  let sums: [Double]
  let smallSums: [Int32]
  /// Periods with a value, beside `sums`.
  let filled: [UInt16]

  /// Years that are read together.
  static let lanes = 16
  /// Runs whose sums of a year are added at once, in the width of small ones. As many years of at
  /// most 366 days can be counted in 16 bits.
  static let blockRuns = 176

  /// Runs summed by one task: some 100 µs.
  private static let taskRuns = 512

  /// The years of a group; `nil` where it is none that they can stand for.
  private static func years(_ group: RunGroup) -> ClosedRange<Int32>? {
    let grain = group.key.grain
    guard group.panel.isPlain, group.panel.areWhole, grain != .year, grain.tiles(.year),
      let days = group.dayRange
    else { return nil }
    let first = Period.ordinal(ofDay: days.lowerBound, .year)
    return first...Period.ordinal(ofDay: days.upperBound, .year)
  }

  /// What the sums of a group take if each run has all its years; `nil` where there are none.
  static func largestByteCount(_ group: RunGroup) -> Int? {
    let runs = group.runs.count
    return years(group).map {
      bytes(runs: runs, entries: runs * $0.count + lanes, areSmall: areSmall(group))
    }
  }

  private static func bytes(runs: Int, entries: Int, areSmall: Bool) -> Int {
    runs * 4 + (runs + 1) * 4 + entries * (areSmall ? 6 : 10)
  }

  /// Whether the sums of a block of runs fit 32 bits.
  private static func areSmall(_ group: RunGroup) -> Bool {
    guard let range = group.panel.range else { return true }
    let most = max(range.lowerBound.magnitude, range.upperBound.magnitude)
    let periods = group.key.grain.perYear ?? 366
    return most * Double(periods * blockRuns) < 0x1p31
  }

  /// `nil` where the group is none that its years can stand for.
  init?(_ group: RunGroup, threads: Int) {
    guard let years = Self.years(group) else { return nil }
    let first = years.lowerBound
    let span = PanelSpan(
      grain: group.key.grain, .regular(.year, first: first, count: years.count))

    var starts: [Int32] = []
    var offsets: [Int32] = [0]
    starts.reserveCapacity(group.runs.count)
    offsets.reserveCapacity(group.runs.count + 1)
    var total: Int32 = 0
    for run in group.runs {
      var start: Int32 = 0
      if let (from, _, count) = span.clip(run) {
        start = span.bucketOf[from]
        total += span.bucketOf[from + count - 1] - start + 1
      }
      starts.append(start)
      offsets.append(total)
    }
    firstYear = first
    self.starts = starts
    let entries = offsets
    self.offsets = entries
    let count = Int(total) + Self.lanes
    let areSmall = Self.areSmall(group)
    var filled = [UInt16](repeating: 0, count: count)
    var small = [Int32](filling: areSmall ? count : 0) { _ in }
    var large = [Double](filling: areSmall ? 0 : count) { _ in }
    filled.withUnsafeMutableBufferPointer { filled in
      small.withUnsafeMutableBufferPointer { small in
        large.withUnsafeMutableBufferPointer { large in
          let rest = Int(total)..<count
          if areSmall { small[rest].update(repeating: 0) } else { large[rest].update(repeating: 0) }
          let target = Target(
            sums: SharedBuffer(large), smallSums: SharedBuffer(small), filled: SharedBuffer(filled))
          let tasks = Workers.ranges(group.runs.count, size: Self.taskRuns)
          Workers.run(tasks.count, threads: threads) { task in
            for index in tasks[task] {
              Self.add(group, group.runs[index], span, Int(entries[index]), target)
            }
          }
        }
      }
    }
    self.filled = filled
    smallSums = small
    sums = large
  }

  /// Where entries go; tasks write those of their own runs. One of the first two is empty.
  private struct Target: Sendable {
    let sums: SharedBuffer<Double>
    let smallSums: SharedBuffer<Int32>
    let filled: SharedBuffer<UInt16>
  }

  /// Sums the years of one run into the entries from `entry` on.
  private static func add(
    _ group: RunGroup, _ run: Run, _ span: PanelSpan, _ entry: Int, _ target: Target
  ) {
    let (sums, smallSums) = (target.sums.buffer, target.smallSums.buffer)
    let filled = target.filled.buffer
    guard let (start, skipped, count) = span.clip(run) else { return }
    let end = start + count
    // Slot of the offset 0, were it in the run.
    let base = Int(run.offset) + skipped - start
    var entry = entry
    var from = start
    group.values.withUnsafeBufferPointer { values in
      while from < end {
        let year = Int(span.bucketOf[from])
        let to = min(end, span.buckets[year].upperBound)
        var sum = 0.0
        var found: UInt16 = 0
        for slot in (base + from)..<(base + to) {
          let value = values[slot]
          let isThere = value == value
          sum += isThere ? value : 0
          found &+= isThere ? 1 : 0
        }
        if sums.isEmpty { smallSums[entry] = Int32(sum) } else { sums[entry] = sum }
        filled[entry] = found
        entry += 1
        from = to
      }
    }
  }

  var byteCount: Int {
    Self.bytes(runs: starts.count, entries: filled.count, areSmall: sums.isEmpty)
  }
}
