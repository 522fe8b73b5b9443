// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Taking the means of groups out of values, by alternating projections where there are two kinds
/// of groups.
enum Demeaning {
  /// Sweeps over places and periods; unbalanced panels settle long before.
  static let largestSweepCount = 1_000

  /// Values less the mean of their group; a group without variation gives exact zeros.
  static func removed(_ groups: [Int32], from values: [Double]) -> [Double] {
    let number = dense(groups)
    let count = (number.max() ?? -1) + 1
    var sums = [Double](repeating: 0, count: count)
    var sizes = [Double](repeating: 0, count: count)
    var lowest = [Double](repeating: .infinity, count: count)
    var highest = [Double](repeating: -.infinity, count: count)
    for index in values.indices {
      let group = number[index]
      sums[group] += values[index]
      sizes[group] += 1
      lowest[group] = min(lowest[group], values[index])
      highest[group] = max(highest[group], values[index])
    }
    return values.indices.map { index in
      let group = number[index]
      return lowest[group] == highest[group] ? 0 : values[index] - sums[group] / sizes[group]
    }
  }

  /// Values less the means of both kinds of groups.
  static func removed(
    _ first: [Int32], _ second: [Int32], from values: [Double]
  ) -> [Double] {
    var result = removed(first, from: values)
    let scale = result.reduce(0) { max($0, $1.magnitude) }
    for _ in 0..<largestSweepCount {
      let next = removed(first, from: removed(second, from: result))
      var change = 0.0
      for index in next.indices { change = max(change, (next[index] - result[index]).magnitude) }
      result = next
      if change <= 1e-14 * scale { break }
    }
    // What rounding leaves of values that the means explain whole is nothing.
    if result.allSatisfy({ $0.magnitude <= 1e-12 * scale }) {
      return result.map { _ in 0 }
    }
    return result
  }

  /// Groups numbered from 0 by first appearance.
  static func dense(_ groups: [Int32]) -> [Int] {
    var numbers: [Int32: Int] = [:]
    return groups.map { group in
      if let number = numbers[group] { return number }
      let number = numbers.count
      numbers[group] = number
      return number
    }
  }
}
