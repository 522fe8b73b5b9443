// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// What roll-ups ask of a whole group, worked out once when it is built.
package struct PanelFacts: Sendable {
  /// Whether the values are all there is: one level, dense runs, no bounds, parts or alternatives.
  package let isPlain: Bool
  /// Whether all values are whole and so small that any sum of them is exact.
  package let areWhole: Bool
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
    let largest = found.map(\.largest).max() ?? 0
    areWhole =
      found.allSatisfy(\.areWhole) && largest * Double(max(1, filledCount)) < Self.exactLimit
  }

  private static func scan(
    _ source: SharedInput<Double>, _ range: Range<Int>
  ) -> (gaps: [Int32], areWhole: Bool, largest: Double) {
    var gaps: [Int32] = []
    var largest = SIMD8<Double>.zero
    // Zero in each lane as long as adding 2^52 and taking it off changes nothing.
    var changes = SIMD8<Double>.zero
    let source = UnsafeRawPointer(source.buffer.baseAddress)
    var slot = range.lowerBound
    while let source, slot < range.upperBound {
      var values = SIMD8<Double>.zero
      if slot &+ 8 <= range.upperBound {
        values = source.loadUnaligned(fromByteOffset: slot &* 8, as: SIMD8<Double>.self)
      } else {
        for lane in 0..<(range.upperBound - slot) {
          values[lane] = source.load(fromByteOffset: (slot + lane) * 8, as: Double.self)
        }
      }
      let isGap = values .!= values
      if any(isGap) {
        for lane in 0..<8 where isGap[lane] { gaps.append(Int32(slot + lane)) }
        values.replace(with: 0, where: isGap)
      }
      let magnitudes = values.replacing(with: -values, where: values .< 0)
      largest.replace(with: magnitudes, where: magnitudes .> largest)
      changes.replace(
        with: 1, where: (magnitudes + 0x1p52 - 0x1p52 .!= magnitudes) .& (magnitudes .< 0x1p52))
      slot += 8
    }
    return (gaps, changes == .zero, largest.max())
  }

  /// The index of the first gap at `slot` or after it. Complexity: O(log gaps).
  package func firstGap(from slot: Int32) -> Int {
    var low = 0
    var high = gaps.count
    while low < high {
      let middle = (low + high) / 2
      if gaps[middle] < slot { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
