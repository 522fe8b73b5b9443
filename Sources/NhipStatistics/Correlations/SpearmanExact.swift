// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The exact distribution of Spearman's sum of squared rank differences.
enum SpearmanExact {
  /// The longest list for which all orders are counted.
  static let limit = 9

  /// Twice the smaller tail; `nil` for longer lists. Ranks without ties.
  static func twoSided(_ first: [Double], _ second: [Double]) -> Double? {
    let count = first.count
    guard count >= 2, count <= limit else { return nil }
    var observed = 0
    for i in first.indices {
      let gap = Int(first[i]) - Int(second[i])
      observed += gap * gap
    }
    let counts = distributions[count]
    let largest = counts.count - 1
    let total = counts.reduce(0, +)
    let lower = counts[...min(observed, largest)].reduce(0, +)
    let upper = counts[min(observed, largest)...].reduce(0, +)
    return min(1, 2 * min(lower, upper) / total)
  }

  /// For each length, how many orders have which sum of squared rank differences.
  private static let distributions: [[Double]] = (0...limit).map { distribution($0) }

  private static func distribution(_ count: Int) -> [Double] {
    guard count > 0 else { return [1] }
    // ways[set][d]: orders of the first values onto `set` with the sum d.
    let largest = count * (count * count - 1) / 3
    var ways = [[Double]](repeating: [], count: 1 << count)
    ways[0] = [Double](repeating: 0, count: largest + 1)
    ways[0][0] = 1
    for set in 1..<(1 << count) {
      var sums = [Double](repeating: 0, count: largest + 1)
      let position = set.nonzeroBitCount - 1
      for bit in 0..<count where set & (1 << bit) != 0 {
        let square = (position - bit) * (position - bit)
        let before = ways[set & ~(1 << bit)]
        for d in 0...(largest - min(square, largest)) where before[d] > 0 {
          sums[d + square] += before[d]
        }
      }
      ways[set] = sums
    }
    return ways[(1 << count) - 1]
  }
}
