// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Kendall's S, its variance and its exact distribution.
enum KendallScore {
  /// n (n - 1) (2n + 5) / 18, the variance of S without ties.
  static func variance(_ count: Int) -> Double {
    let n = Double(count)
    return n * (n - 1) * (2 * n + 5) / 18
  }

  /// S = sum of sign(x_j - x_i) over i < j, and the ties of the values.
  ///
  /// `values` is sorted on return. Short series count directly; long ones count inversions while
  /// merging (Knight 1966).
  /// - Complexity: O(n log n).
  static func score(
    _ values: inout [Double], scratch: inout [Double]
  ) -> (s: Int, ties: TieCorrection) {
    let count = values.count
    if count <= directLimit {
      var s = 0
      for i in values.indices {
        let value = values[i]
        for j in values.indices[(i + 1)...] {
          s += (values[j] > value ? 1 : 0) - (values[j] < value ? 1 : 0)
        }
      }
      values.sort()
      return (s, TieCorrection(sorted: values))
    }
    let swaps = inversions(&values, scratch: &scratch)
    let ties = TieCorrection(sorted: values)
    return (count * (count - 1) / 2 - ties.pairs - 2 * swaps, ties)
  }

  private static let directLimit = 48  // below this the double loop is faster than merging

  /// Sorts by merging from the bottom and counts pairs i < j with x_i > x_j.
  static func inversions(_ values: inout [Double], scratch: inout [Double]) -> Int {
    let count = values.count
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: values)
    var total = 0
    var width = 1
    values.withUnsafeMutableBufferPointer { first in
      scratch.withUnsafeMutableBufferPointer { second in
        var source = first
        var target = second
        while width < count {
          var start = 0
          while start < count {
            let middle = min(start + width, count)
            let end = min(start + 2 * width, count)
            total += merge(source, target, start, middle, end)
            start = end
          }
          swap(&source, &target)
          width *= 2
        }
        if source.baseAddress != first.baseAddress {
          for i in 0..<count { first[i] = second[i] }
        }
      }
    }
    return total
  }

  private static func merge(
    _ source: UnsafeMutableBufferPointer<Double>, _ target: UnsafeMutableBufferPointer<Double>,
    _ start: Int, _ middle: Int, _ end: Int
  ) -> Int {
    var left = start
    var right = middle
    var total = 0
    for position in start..<end {
      if left < middle, right >= end || source[left] <= source[right] {
        target[position] = source[left]
        left += 1
      } else {
        total += middle - left
        target[position] = source[right]
        right += 1
      }
    }
    return total
  }

  /// (S - 1) / sd, 0 or (S + 1) / sd: the normal value with continuity correction.
  static func z(_ s: Double, variance: Double) -> Double? {
    guard variance > 0 else { return nil }
    let corrected = s > 0 ? s - 1 : s < 0 ? s + 1 : 0
    return (corrected / variance.squareRoot()).finite
  }

  /// P(|S| >= |s|) over all orders of a series with the given ties.
  ///
  /// The number of inversions of a multiset has the Gaussian multinomial as its generating
  /// function; coefficients are whole numbers below 20!, exact enough in a `Double`.
  static func exactTwoSided(_ s: Int, ties: TieCorrection) -> Double {
    let counts = inversionCounts(ties.groups)
    let pairs = counts.count - 1
    var extreme = 0.0
    var total = 0.0
    for inversions in counts.indices {
      total += counts[inversions]
      if (pairs - 2 * inversions).magnitude >= s.magnitude { extreme += counts[inversions] }
    }
    return min(1, extreme / total)
  }

  /// How many orders of groups of equal values have 0, 1, 2 ... inversions.
  private static func inversionCounts(_ groups: [Int]) -> [Double] {
    var polynomial = [1.0]
    var placed = 0
    for size in groups {
      for j in stride(from: 1, through: size, by: 1) {
        // Multiply by (1 - q^(placed + j)), divide by (1 - q^j).
        let power = placed + j
        var product = polynomial + [Double](repeating: 0, count: power)
        for k in polynomial.indices { product[k + power] -= polynomial[k] }
        var k = j
        while k < product.count {
          product[k] += product[k - j]
          k += 1
        }
        polynomial = Array(product.dropLast(j))
      }
      placed += size
    }
    return polynomial
  }
}

/// The groups of equal values in a sorted list.
struct TieCorrection {
  /// Sum of t (t - 1) / 2.
  private(set) var pairs = 0
  /// Sum of t (t - 1) (2t + 5) / 18.
  private(set) var varianceTerm = 0.0
  /// Sum of t (t - 1), and of t (t - 1) (t - 2), for Kendall's tau.
  private(set) var doubles = 0.0
  private(set) var triples = 0.0
  /// The largest number of values whose groups are listed: more have no exact test.
  static let groupLimit = 64
  /// The sizes of all groups, singles included; empty for long lists.
  private(set) var groups: [Int] = []

  init(sorted: [Double], listGroups: Bool = false) {
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
      add(end - start, listed: listGroups && sorted.count <= Self.groupLimit)
      start = end
    }
  }

  private mutating func add(_ size: Int, listed: Bool) {
    if listed { groups.append(size) }
    guard size > 1 else { return }
    let t = Double(size)
    pairs += size * (size - 1) / 2
    varianceTerm += t * (t - 1) * (2 * t + 5) / 18
    doubles += t * (t - 1)
    triples += t * (t - 1) * (t - 2)
  }
}
