// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Count, sum, extremes and squared deviations of numbers, block by block.
///
/// A block stays in the nearest cache while each part is taken from it. Deviations are taken from
/// the mean of their block by the corrected two-pass algorithm, and blocks are put together after
/// Chan, Golub and LeVeque (1983).
struct NumberMoments: Sendable {
  private typealias Lanes = SIMD8<Double>
  private typealias LaneMask = SIMDMask<SIMD8<Int64>>

  /// 16 KiB of numbers.
  private static let blockSize = 2_048

  private(set) var count = 0
  private var total = CompensatedSum()
  private var least = LeastNumber()
  private var greatest = GreatestNumber()
  private var squares = 0.0

  /// - Parameters:
  ///   - parts: what is wanted of the numbers; nothing else is right.
  ///   - areWhole: whether all sums of them are exact.
  mutating func add(
    _ values: UnsafeBufferPointer<Double>, _ parts: NumberSummary.Parts, areWhole: Bool
  ) {
    var start = 0
    while start < values.count {
      let end = min(values.count, start + Self.blockSize)
      addBlock(UnsafeBufferPointer(rebasing: values[start..<end]), parts, areWhole)
      start = end
    }
  }

  private mutating func addBlock(
    _ block: UnsafeBufferPointer<Double>, _ parts: NumberSummary.Parts, _ areWhole: Bool
  ) {
    if parts.contains(.extremes) {
      least.add(all: block)
      greatest.add(all: block)
    }
    guard !parts.isDisjoint(with: [.sum, .spread]) else { return }
    var own = NumberMoments()
    if areWhole { own.addExactly(block) } else { own.addCompensated(block) }
    if parts.contains(.spread), own.count > 0 {
      own.squares = Self.squares(block, mean: own.total.value / Double(own.count), own.count)
    }
    merge(own)
  }

  private mutating func addExactly(_ block: UnsafeBufferPointer<Double>) {
    var sums = Lanes()
    var counts = Lanes()
    for lanes in EightLanes(block) {
      let isMissing = lanes .!= lanes
      sums += lanes.replacing(with: 0, where: isMissing)
      counts += Lanes(repeating: 1).replacing(with: 0, where: isMissing)
    }
    count = Int(counts.sum())
    total = CompensatedSum(sums.sum())
  }

  private mutating func addCompensated(_ block: UnsafeBufferPointer<Double>) {
    var sums = Lanes()
    var errors = Lanes()
    var counts = Lanes()
    for lanes in EightLanes(block) {
      let isMissing = lanes .!= lanes
      let own = lanes.replacing(with: 0, where: isMissing)
      let next = sums + own
      let part = next - sums
      errors += (sums - (next - part)) + (own - part)
      sums = next
      counts += Lanes(repeating: 1).replacing(with: 0, where: isMissing)
    }
    count = Int(counts.sum())
    for lane in 0..<Lanes.scalarCount {
      total.merge(CompensatedSum(sums[lane], error: errors[lane]))
    }
  }

  private static func squares(
    _ block: UnsafeBufferPointer<Double>, mean: Double, _ count: Int
  ) -> Double {
    var squares = Lanes()
    var deviations = Lanes()
    for lanes in EightLanes(block) {
      let deviation = (lanes - mean).replacing(with: 0, where: lanes .!= lanes)
      squares += deviation * deviation
      deviations += deviation
    }
    let correction = deviations.sum()
    return squares.sum() - correction * correction / Double(count)
  }

  /// Takes what later numbers have come to.
  mutating func merge(_ other: NumberMoments) {
    least.merge(other.least)
    greatest.merge(other.greatest)
    guard other.count > 0 else { return }
    if count == 0 {
      squares = other.squares
    } else {
      let (n, m) = (Double(count), Double(other.count))
      let distance = other.total.value / m - total.value / n
      squares += other.squares + distance * distance * (n * m / (n + m))
    }
    total.merge(other.total)
    count += other.count
  }

  var summary: NumberSummary {
    var summary = NumberSummary()
    summary.count = count
    summary.sum = total.value
    summary.least = least.value
    summary.greatest = greatest.value
    summary.squares = squares
    return summary
  }
}
