// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A sum and what rounding took from it (Knuth's exact transformation of a sum of two numbers;
/// the same error as Neumaier 1974, without his branch).
struct CompensatedSum: GroupState {
  private var sum = 0.0
  private var error = 0.0

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

  /// The sum; missing where it is too large for a number.
  var value: Double {
    let total = sum + error
    let best = total.isNaN ? sum : total
    return best.isFinite ? best : .nan
  }
}

/// A sum of whole numbers that is too small for rounding errors.
struct WholeSum: GroupState {
  private(set) var value = 0.0

  mutating func add(_ value: Double) { self.value += value == value ? value : 0 }
  mutating func merge(_ other: WholeSum) { value += other.value }
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
}

/// The greatest number, of equal ones the first; missing until there is one.
struct GreatestNumber: GroupState {
  private(set) var value = Double.nan

  mutating func add(_ value: Double) {
    if value > self.value || self.value != self.value { self.value = value }
  }
  mutating func merge(_ other: GreatestNumber) { add(other.value) }
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

  mutating func merge(_ other: GroupSpread) {
    squares.merge(other.squares)
    deviations.merge(other.deviations)
  }
}
