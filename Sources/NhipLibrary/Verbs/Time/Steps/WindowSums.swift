// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import Synchronization

/// Sums or means of all windows of one width over series that stand in blocks: the tree of
/// `Windows.reduced`, several values at a time and several series at once.
struct WindowSums: Sendable {
  /// Rows that make a task.
  private static let taskRows = 1 << 16

  let width: Int
  let isMean: Bool

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
      let divisor = isMean && remaining == 0 ? Double(width) : nil
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
      let (a, b) = (powers + (length - 1), powers + (2 * length - 1))
      Self.add(a, b, a + 2 * length, b + 2 * length, to: next + start, count - start)
      powers = UnsafePointer(next)
      swap(&next, &other)
      length *= 4
    }
    result.update(repeating: .nan, count: width - 1)
    return isMean
      ? isInfinite : Column.hasInfinite(UnsafeBufferPointer(start: result, count: count))
  }

  /// Puts `digit` times `length` values before the `covered` ones, as two binary digits would;
  /// whether some quotient is infinite.
  @inline(__always)
  private func join(
    _ digit: Int, _ powers: UnsafePointer<Double>, _ length: Int, _ tail: UnsafePointer<Double>,
    _ covered: Int, _ result: UnsafeMutablePointer<Double>, _ count: Int,
    dividedBy divisor: Double?
  ) -> Bool {
    let start = covered + digit * length - 1
    let (target, rest) = (result + start, count - start)
    // The powers that end where each digit does, the earliest first.
    let (a, b, c) = (powers + (length - 1), powers + (2 * length - 1), powers + (3 * length - 1))
    return switch (digit, covered > 0) {
    case (1, false): Self.copy(a, to: target, rest, dividedBy: divisor)
    case (1, true): Self.add(a, tail + start, to: target, rest, dividedBy: divisor)
    case (2, false): Self.add(a, b, to: target, rest, dividedBy: divisor)
    case (2, true): Self.add(a, b, tail + start, to: target, rest, dividedBy: divisor)
    case (_, false): Self.add(a, b, c, to: target, rest, dividedBy: divisor)
    case (_, true): Self.add(a, b, c, tail + start, to: target, rest, dividedBy: divisor)
    }
  }
}

/// Passes over stretches of memory. The last stretch may be the result. Each tells whether some
/// quotient is infinite, which costs nothing beside the division.
extension WindowSums {
  fileprivate typealias Source = UnsafePointer<Double>
  fileprivate typealias Target = UnsafeMutablePointer<Double>

  @inline(never)
  fileprivate static func copy(
    _ a: Source, to target: Target, _ count: Int, dividedBy divisor: Double?
  ) -> Bool {
    each(count, target, divisor, { load(a, $0) }, { a[$0] })
  }

  @inline(never)
  fileprivate static func add(
    _ a: Source, _ b: Source, to target: Target, _ count: Int, dividedBy divisor: Double?
  ) -> Bool {
    each(count, target, divisor, { load(a, $0) + load(b, $0) }, { a[$0] + b[$0] })
  }

  @inline(never)
  fileprivate static func add(
    _ a: Source, _ b: Source, _ c: Source, to target: Target, _ count: Int,
    dividedBy divisor: Double?
  ) -> Bool {
    each(
      count, target, divisor, { (load(a, $0) + load(b, $0)) + load(c, $0) },
      { (a[$0] + b[$0]) + c[$0] })
  }

  @inline(never)
  @discardableResult
  fileprivate static func add(
    _ a: Source, _ b: Source, _ c: Source, _ d: Source, to target: Target, _ count: Int,
    dividedBy divisor: Double? = nil
  ) -> Bool {
    each(
      count, target, divisor,
      { (load(a, $0) + load(b, $0)) + (load(c, $0) + load(d, $0)) },
      { (a[$0] + b[$0]) + (c[$0] + d[$0]) })
  }

  @inline(__always)
  private static func load(_ source: Source, _ index: Int) -> SIMD8<Double> {
    UnsafeRawPointer(source + index).loadUnaligned(as: SIMD8<Double>.self)
  }

  @inline(__always)
  private static func each(
    _ count: Int, _ target: Target, _ divisor: Double?, _ eight: (Int) -> SIMD8<Double>,
    _ one: (Int) -> Double
  ) -> Bool {
    guard let divisor else {
      each(count, target, eight, one)
      return false
    }
    let magnitude = SIMD8<UInt64>(repeating: .max >> 1)
    let infinity = SIMD8<Double>(repeating: .infinity)
    var found = SIMDMask<SIMD8<Int64>>(repeating: false)
    var isFound = false
    each(
      count, target,
      {
        let quotients = eight($0) / divisor
        let bits = unsafeBitCast(quotients, to: SIMD8<UInt64>.self) & magnitude
        found .|= unsafeBitCast(bits, to: SIMD8<Double>.self) .== infinity
        return quotients
      },
      {
        let quotient = one($0) / divisor
        if quotient.isInfinite { isFound = true }
        return quotient
      })
    return isFound || any(found)
  }

  @inline(__always)
  private static func each(
    _ count: Int, _ target: Target, _ eight: (Int) -> SIMD8<Double>, _ one: (Int) -> Double
  ) {
    var index = 0
    while index &+ 8 <= count {
      UnsafeMutableRawPointer(target + index).storeBytes(of: eight(index), as: SIMD8<Double>.self)
      index &+= 8
    }
    while index < count {
      target[index] = one(index)
      index &+= 1
    }
  }
}
