// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import CNumbers
import NhipColumns
import Synchronization

/// Sums or means of all windows of one width over series that stand in blocks: the tree of
/// `Windows.reduced`, several values at a time and several series at once.
struct WindowSums: Sendable {
  /// Rows that make a task.
  private static let taskRows = 1 << 16
  static let isWideHere = nhip_has_wide_numbers() != 0

  let width: Int
  let isMean: Bool
  /// Whether the processor has vectors of 32 bytes; answers are the same.
  var isWide = Self.isWideHere

  /// The windows that end at each row, NaN where one has a gap or begins before its series, and
  /// whether none of them is too large for a number.
  func all(
    _ values: [Double], _ layout: SeriesLayout, threads: Int
  ) -> (windows: [Double], areFinite: Bool) {
    let longest = layout.starts.indices.lazy
      .map { layout.runs.ends[$0] - layout.runs.start($0) }.max()
    guard let longest else { return ([], true) }
    let perTask = max(1, Self.taskRows / max(1, values.count / layout.seriesCount))
    let tasks = Workers.ranges(layout.seriesCount, size: perTask)
    let isInfinite = Atomic(false)
    let windows = values.withUnsafeBufferPointer { values in
      let source = SharedInput(values)
      return [Double](filling: values.count) { result in
        let result = SharedBuffer(result)
        Workers.run(tasks.count, threads: threads) { task in
          withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * longest) { scratch in
            for series in tasks[task] {
              let rows = layout.runs.start(series)..<layout.runs.ends[series]
              let own = UnsafeMutableBufferPointer(rebasing: result.buffer[rows])
              if run(UnsafeBufferPointer(rebasing: source.buffer[rows]), own, scratch, longest) {
                isInfinite.store(true, ordering: .relaxed)
              }
            }
          }
        }
      }
    }
    return (windows, !isInfinite.load(ordering: .relaxed))
  }

  /// Whether some window is infinite.
  private func run(
    _ series: UnsafeBufferPointer<Double>, _ result: UnsafeMutableBufferPointer<Double>,
    _ scratch: UnsafeMutableBufferPointer<Double>, _ longest: Int
  ) -> Bool {
    let count = series.count
    guard count > 0, let source = series.baseAddress, let result = result.baseAddress,
      let first = scratch.baseAddress
    else { return false }
    guard width >= 1, width <= count else {
      result.update(repeating: .nan, count: count)
      return false
    }
    // Series lie one behind the other, most of them of one length.
    nhip_prefetch(source + 2 * count, result + count, count)
    // `powers[i]` adds the `length` values that end at i; `tail[i]` the last `covered`. A step is
    // two doublings: so many values fewer to store and read again.
    var powers = source
    var tail = source
    var (next, other) = (first, first + longest)
    var length = 1
    var covered = 0
    var remaining = width
    var isInfinite = false
    while true {
      let digit = remaining & 3
      remaining >>= 2
      let divisor = isMean && remaining == 0 ? Double(width) : 0
      // In the order of memory; nothing reads there any more.
      if remaining == 0 { result.update(repeating: .nan, count: width - 1) }
      if covered == 0 && length == 1 && digit == 1 && remaining > 0 {
        covered = 1
      } else if digit > 0 {
        isInfinite = join(
          digit, powers, length, tail, covered, result, count, dividedBy: divisor)
        tail = UnsafePointer(result)
        covered += digit * length
      }
      guard remaining > 0 else { break }
      let start = 4 * length - 1
      let first = powers + (length - 1)
      add(
        nhip_stretches(
          a: first, b: first + length, c: first + 2 * length, d: first + 3 * length),
        to: next + start, count - start)
      powers = UnsafePointer(next)
      swap(&next, &other)
      length *= 4
    }
    return isMean
      ? isInfinite : Column.hasInfinite(UnsafeBufferPointer(start: result, count: count))
  }

  /// Puts `digit` times `length` values before the `covered` ones, as two binary digits would;
  /// whether some quotient is infinite.
  private func join(
    _ digit: Int, _ powers: UnsafePointer<Double>, _ length: Int, _ tail: UnsafePointer<Double>,
    _ covered: Int, _ result: UnsafeMutablePointer<Double>, _ count: Int, dividedBy divisor: Double
  ) -> Bool {
    let start = covered + digit * length - 1
    let last = covered > 0 ? tail + start : nil
    // The powers that end where each digit does, the earliest first, and what is covered behind.
    let second = powers + (2 * length - 1)
    let third = powers + (3 * length - 1)
    let from = nhip_stretches(
      a: powers + (length - 1), b: digit > 1 ? second : last,
      c: digit > 2 ? third : digit > 1 ? last : nil, d: digit > 2 ? last : nil)
    return add(from, to: result + start, count - start, dividedBy: divisor)
  }

  /// Whether some quotient is infinite, which costs nothing beside the division.
  @discardableResult
  private func add(
    _ from: nhip_stretches, to target: UnsafeMutablePointer<Double>, _ count: Int,
    dividedBy divisor: Double = 0
  ) -> Bool {
    nhip_sum_stretches(from, target, count, divisor, isWide ? 1 : 0) != 0
  }
}
