// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Quantiles of type 7 (Hyndman & Fan 1996), the default of R, numpy and spreadsheets:
/// position (n - 1) p in the sorted values, linear between neighbours.
package enum Quantile {
  /// The quantile of sorted values without missing ones; `nil` when there are none.
  package static func ofSorted(_ sorted: [Double], _ probability: Double) -> Double? {
    guard !sorted.isEmpty, probability >= 0, probability <= 1 else { return nil }
    let position = Double(sorted.count - 1) * probability
    let lower = min(Int(position), sorted.count - 1)
    let upper = min(lower + 1, sorted.count - 1)
    return interpolate(sorted[lower], sorted[upper], position - Double(lower))
  }

  /// Several quantiles of unsorted values; missing values (NaN) are dropped.
  package static func values(
    _ values: [Double], _ probabilities: [Double]
  ) throws(StatisticsError) -> [Double] {
    let sorted = try Check.presentValues(values).sorted()
    guard !sorted.isEmpty else { throw .insufficientData(needed: 1, got: 0) }
    var result: [Double] = []
    for index in probabilities.indices {
      guard let value = ofSorted(sorted, probabilities[index]) else {
        throw .invalidParameter(field: "probs", index: index)
      }
      result.append(value)
    }
    return result
  }

  /// One quantile of unsorted values without missing ones; `nil` when there are none.
  ///
  /// - Complexity: O(n) on average.
  package static func of(_ values: [Double], _ probability: Double) -> Double? {
    var workspace = SeriesWorkspace()
    return values.withUnsafeBufferPointer { value($0, probability, workspace: &workspace) }
  }

  /// One quantile without allocation; missing values (NaN) are dropped.
  ///
  /// - Returns: `nil` without values or outside 0...1.
  /// - Complexity: O(n) on average.
  package static func value(
    _ values: UnsafeBufferPointer<Double>, _ probability: Double,
    workspace: inout SeriesWorkspace
  ) -> Double? {
    guard probability >= 0, probability <= 1 else { return nil }
    workspace.scratch.removeAll(keepingCapacity: true)
    for value in values where !value.isNaN { workspace.scratch.append(value) }
    return workspace.scratch.withUnsafeMutableBufferPointer { selecting(in: $0, probability) }
  }

  /// One quantile of values without missing ones, which it rearranges.
  ///
  /// - Returns: `nil` without values or outside 0...1.
  /// - Complexity: O(n) on average.
  package static func selecting(
    in buffer: UnsafeMutableBufferPointer<Double>, _ probability: Double
  ) -> Double? {
    guard !buffer.isEmpty, probability >= 0, probability <= 1 else { return nil }
    let position = Double(buffer.count - 1) * probability
    let lower = min(Int(position), buffer.count - 1)
    let fraction = position - Double(lower)
    let below = Selection.select(buffer, lower)
    guard fraction > 0, lower + 1 < buffer.count else { return below }
    var above = Double.infinity
    for index in (lower + 1)..<buffer.count { above = min(above, buffer[index]) }
    return interpolate(below, above, fraction)
  }

  /// The same of whole numbers from `lowest` on that are fewer than `counts` has places for, by
  /// counting each; nothing is rearranged.
  ///
  /// - Parameter counts: all zero, and so again afterwards.
  /// - Complexity: O(n + places).
  package static func counting(
    _ values: UnsafeBufferPointer<Double>, lowest: Double,
    counts: UnsafeMutableBufferPointer<Int32>, _ probability: Double
  ) -> Double? {
    guard !values.isEmpty, probability >= 0, probability <= 1 else { return nil }
    for value in values { counts[Int(value - lowest)] &+= 1 }
    defer { counts.update(repeating: 0) }
    return counted(UnsafeBufferPointer(counts), lowest: lowest, count: values.count, probability)
  }

  /// One quantile of whole numbers from `lowest` on, from how often each occurs.
  ///
  /// - Parameter count: the sum of `counts`.
  /// - Returns: `nil` without values or outside 0...1.
  /// - Complexity: O(places).
  package static func counted(
    _ counts: UnsafeBufferPointer<Int32>, lowest: Double, count: Int, _ probability: Double
  ) -> Double? {
    guard count > 0, probability >= 0, probability <= 1 else { return nil }
    let position = Double(count - 1) * probability
    let lower = min(Int(position), count - 1)
    let fraction = position - Double(lower)
    var place = 0
    var before = Int(counts[0])
    while before <= lower {
      place += 1
      before += Int(counts[place])
    }
    let below = lowest + Double(place)
    guard fraction > 0, lower + 1 < count else { return below }
    // The next value is the same, or the next one that occurs.
    while before <= lower + 1 {
      place += 1
      before += Int(counts[place])
    }
    return interpolate(below, lowest + Double(place), fraction)
  }

  /// Type 6 (position (n + 1) p), which the BCa interval uses.
  static func type6(ofSorted sorted: [Double], _ probability: Double) -> Double? {
    guard !sorted.isEmpty, probability >= 0, probability <= 1 else { return nil }
    let position = Double(sorted.count + 1) * probability - 1
    guard position > 0 else { return sorted[0] }
    let lower = min(Int(position), sorted.count - 1)
    let upper = min(lower + 1, sorted.count - 1)
    return interpolate(sorted[lower], sorted[upper], position - Double(lower))
  }

  private static func interpolate(_ a: Double, _ b: Double, _ fraction: Double) -> Double {
    a == b ? a : a + (b - a) * fraction
  }
}
