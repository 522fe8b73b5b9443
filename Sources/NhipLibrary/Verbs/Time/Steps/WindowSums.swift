// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Sums or means of all windows of one width over series that stand in blocks: the tree of
/// `Windows.reduced`, several values at a time and several series at once.
struct WindowSums: Sendable {
  /// Rows that make a task.
  private static let taskRows = 1 << 16

  let width: Int
  let isMean: Bool

  /// The windows that end at each row; NaN where one has a gap or begins before its series.
  func all(_ values: [Double], _ layout: SeriesLayout, threads: Int) -> [Double] {
    let longest = layout.starts.indices.map { layout.runs.ends[$0] - layout.runs.start($0) }.max()
    guard let longest else { return [] }
    let perTask = max(1, Self.taskRows / max(1, values.count / layout.seriesCount))
    let tasks = Workers.ranges(layout.seriesCount, size: perTask)
    return values.withUnsafeBufferPointer { values in
      let source = SharedInput(values)
      return [Double](filling: values.count) { result in
        let result = SharedBuffer(result)
        Workers.run(tasks.count, threads: threads) { task in
          withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * longest) { scratch in
            for series in tasks[task] {
              let rows = layout.runs.start(series)..<layout.runs.ends[series]
              run(
                UnsafeBufferPointer(rebasing: source.buffer[rows]),
                UnsafeMutableBufferPointer(rebasing: result.buffer[rows]), scratch, longest)
            }
          }
        }
      }
    }
  }

  private func run(
    _ series: UnsafeBufferPointer<Double>, _ result: UnsafeMutableBufferPointer<Double>,
    _ scratch: UnsafeMutableBufferPointer<Double>, _ longest: Int
  ) {
    let count = series.count
    guard count > 0, let source = series.baseAddress, let result = result.baseAddress,
      let first = scratch.baseAddress
    else { return }
    guard width >= 1, width <= count else {
      for row in 0..<count { result[row] = .nan }
      return
    }
    // `powers[i]` adds the `length` values that end at i; `result[i]` the last `covered`.
    var powers = source
    var (next, other) = (first, first + longest)
    var length = 1
    var covered = 0
    var remaining = width
    while true {
      if remaining & 1 == 1 {
        let divisor = isMean && remaining == 1 ? Double(width) : nil
        if covered > 0 {
          let start = covered + length - 1
          let earlier = powers + (start - covered)
          if let divisor {
            Self.add(
              earlier, result + start, to: result + start, count - start, dividedBy: divisor)
          } else {
            Self.add(earlier, result + start, to: result + start, count - start)
          }
        } else {
          result.update(from: powers, count: count)
          if let divisor { for row in 0..<count { result[row] /= divisor } }
        }
        covered += length
      }
      remaining >>= 1
      guard remaining > 0 else { break }
      let start = 2 * length - 1
      Self.add(powers + (start - length), powers + start, to: next + start, count - start)
      powers = UnsafePointer(next)
      swap(&next, &other)
      length *= 2
    }
    for row in 0..<(width - 1) { result[row] = .nan }
  }

  /// Sums of two stretches, of which the second may be the result, or so many parts of them.
  @inline(__always)
  private static func add(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>,
    _ count: Int, dividedBy divisor: Double? = nil
  ) {
    var index = 0
    while index + 8 <= count {
      var sum =
        UnsafeRawPointer(a + index).loadUnaligned(as: SIMD8<Double>.self)
        + UnsafeRawPointer(b + index).loadUnaligned(as: SIMD8<Double>.self)
      if let divisor { sum /= divisor }
      UnsafeMutableRawPointer(sums + index).storeBytes(of: sum, as: SIMD8<Double>.self)
      index += 8
    }
    while index < count {
      let sum = a[index] + b[index]
      sums[index] = divisor.map { sum / $0 } ?? sum
      index += 1
    }
  }
}
