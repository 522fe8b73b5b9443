// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// What roll-ups and aggregates ask of a whole group, worked out once when it is built.
package struct PanelFacts: Sendable {
  /// Whether the values are all there is: one level, dense runs, no bounds, parts or alternatives.
  package let isPlain: Bool
  /// Whether all values are whole and so small that any sum of them is exact.
  package let areWhole: Bool
  /// The least and the greatest value; `nil` where there are none.
  package let range: ClosedRange<Double>?
  /// Slots without a value, ascending.
  package let gaps: [Int32]

  /// Slots looked at by one task.
  private static let taskSlots = 1 << 18
  /// Sums below this size have no rounding.
  private static let exactLimit = 9_007_199_254_740_992.0

  init(values: [Double], filledCount: Int, isPlain: Bool, threads: Int = Workers.coreCount) {
    self.isPlain = isPlain
    let parts = Workers.ranges(values.count, size: Self.taskSlots)
    let found = values.withUnsafeBufferPointer { buffer in
      let source = SharedInput(buffer)
      return Workers.map(parts.count, threads: threads) { task in Self.scan(source, parts[task]) }
    }
    gaps = found.flatMap(\.gaps)
    let low = found.map(\.low).min() ?? .infinity
    let high = found.map(\.high).max() ?? -.infinity
    range = low <= high ? low...high : nil
    let largest = range == nil ? 0 : max(low.magnitude, high.magnitude)
    areWhole =
      found.allSatisfy(\.areWhole) && largest * Double(max(1, filledCount)) < Self.exactLimit
  }

  private static func scan(
    _ source: SharedInput<Double>, _ range: Range<Int>
  ) -> (gaps: [Int32], areWhole: Bool, low: Double, high: Double) {
    var gaps: [Int32] = []
    var low = SIMD8<Double>(repeating: .infinity)
    var high = -low
    // Zero in each lane as long as adding 2^52 and taking it off changes nothing.
    var changes = SIMD8<Double>.zero
    let source = UnsafeRawPointer(source.buffer.baseAddress)
    var slot = range.lowerBound
    while let source, slot < range.upperBound {
      let count = min(8, range.upperBound - slot)
      var values = SIMD8<Double>(repeating: .nan)
      if count == 8 {
        values = source.loadUnaligned(fromByteOffset: slot &* 8, as: SIMD8<Double>.self)
      } else {
        for lane in 0..<count {
          values[lane] = source.load(fromByteOffset: (slot + lane) * 8, as: Double.self)
        }
      }
      let isGap = values .!= values
      if any(isGap) {
        for lane in 0..<count where isGap[lane] { gaps.append(Int32(slot + lane)) }
      }
      low.replace(with: values, where: values .< low)
      high.replace(with: values, where: values .> high)
      let magnitudes = values.replacing(with: -values, where: values .< 0)
      changes.replace(
        with: 1, where: (magnitudes + 0x1p52 - 0x1p52 .!= magnitudes) .& (magnitudes .< 0x1p52))
      slot += 8
    }
    return (gaps, changes == .zero, low.min(), high.max())
  }

  /// The index of the first gap at `slot` or after it. Complexity: O(log gaps).
  package func firstGap(from slot: Int32) -> Int { gaps.partitioningIndex { $0 >= slot } }
}
