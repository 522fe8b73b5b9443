// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A sum and what rounding took from it (Knuth's exact transformation of a sum of two numbers;
/// the same error as Neumaier 1974, without his branch).
struct CompensatedSum: GroupState {
  private var sum: Double
  private var error: Double

  /// - Parameter error: what rounding took from `sum`.
  init(_ sum: Double = 0, error: Double = 0) {
    self.sum = sum
    self.error = error
  }

  /// A missing number adds nothing.
  mutating func add(_ value: Double) {
    let own = value == value ? value : 0
    let next = sum + own
    let part = next - sum
    error += (sum - (next - part)) + (own - part)
    sum = next
  }

  mutating func merge(_ other: CompensatedSum) {
    add(other.sum)
    error += other.error
  }

  /// The sum; infinite where it is too large for a number, whatever the order of its parts.
  var value: Double {
    let total = sum + error
    let best = total.isNaN ? sum : total
    return best.isFinite ? best : .infinity
  }
}

/// A sum of whole numbers that is too small for rounding errors.
struct WholeSum: GroupState {
  private(set) var value = 0.0

  mutating func add(_ value: Double) { self.value += value == value ? value : 0 }
  mutating func merge(_ other: WholeSum) { value += other.value }

  mutating func add(all values: UnsafeBufferPointer<Double>) {
    var sums = Lanes()
    for lanes in EightLanes(values) {
      sums += lanes.replacing(with: 0, where: lanes .!= lanes)
    }
    value += sums.sum()
  }
}

/// How many numbers are not missing.
struct PresentCount: GroupState {
  private(set) var count: Int32 = 0

  mutating func add(_ value: Double) {
    count &+= Int32(truncatingIfNeeded: unsafeBitCast(value == value, to: UInt8.self))
  }
  mutating func merge(_ other: PresentCount) { count &+= other.count }
}

/// The least number, of equal ones the first; missing until there is one.
struct LeastNumber: GroupState {
  private(set) var value = Double.nan

  mutating func add(_ value: Double) {
    if value < self.value || self.value != self.value { self.value = value }
  }
  mutating func merge(_ other: LeastNumber) { add(other.value) }

  mutating func add(all values: UnsafeBufferPointer<Double>) {
    var least = Lanes(repeating: .infinity)
    var isAny = SIMDMask<SIMD8<Int64>>(repeating: false)
    for lanes in EightLanes(values) {
      isAny .|= lanes .== lanes
      least.replace(with: lanes, where: lanes .< least)
    }
    if isAny != SIMDMask(repeating: false) { add(least.min()) }
  }
}

/// The greatest number, of equal ones the first; missing until there is one.
struct GreatestNumber: GroupState {
  private(set) var value = Double.nan

  mutating func add(_ value: Double) {
    if value > self.value || self.value != self.value { self.value = value }
  }
  mutating func merge(_ other: GreatestNumber) { add(other.value) }

  mutating func add(all values: UnsafeBufferPointer<Double>) {
    var greatest = Lanes(repeating: -.infinity)
    var isAny = SIMDMask<SIMD8<Int64>>(repeating: false)
    for lanes in EightLanes(values) {
      isAny .|= lanes .== lanes
      greatest.replace(with: lanes, where: lanes .> greatest)
    }
    if isAny != SIMDMask(repeating: false) { add(greatest.max()) }
  }
}

/// What deviates from a group's mean.
struct GroupSpread: GroupState {
  let mean: Double
  private(set) var squares = CompensatedSum()
  private(set) var deviations = CompensatedSum()

  init(mean: Double) { self.mean = mean }

  mutating func add(_ value: Double) {
    let deviation = value - mean
    squares.add(deviation * deviation)
    deviations.add(deviation)
  }

  /// Plain sums in eight lanes over the stretch, which its length keeps from losing much.
  mutating func add(all values: UnsafeBufferPointer<Double>) {
    var ownSquares = Lanes()
    var ownDeviations = Lanes()
    for lanes in EightLanes(values) {
      let deviation = (lanes - mean).replacing(with: 0, where: lanes .!= lanes)
      ownSquares += deviation * deviation
      ownDeviations += deviation
    }
    squares.add(ownSquares.sum())
    deviations.add(ownDeviations.sum())
  }

  mutating func merge(_ other: GroupSpread) {
    squares.merge(other.squares)
    deviations.merge(other.deviations)
  }
}

private typealias Lanes = SIMD8<Double>

/// The values eight at a time; missing ones fill the last group up.
struct EightLanes: Sequence, IteratorProtocol {
  private let values: UnsafeBufferPointer<Double>
  private var index = 0

  init(_ values: UnsafeBufferPointer<Double>) { self.values = values }

  @inline(__always)
  mutating func next() -> SIMD8<Double>? {
    guard index < values.count else { return nil }
    defer { index += 8 }
    if index + 8 <= values.count {
      return UnsafeRawBufferPointer(values)
        .loadUnaligned(fromByteOffset: index * 8, as: SIMD8<Double>.self)
    }
    var rest = SIMD8<Double>(repeating: .nan)
    for lane in 0..<(values.count - index) { rest[lane] = values[index + lane] }
    return rest
  }
}
