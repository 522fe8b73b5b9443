// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Kendall's tau-b of pairs, with the variance of S corrected for ties in both (Kendall 1970),
/// no continuity correction.
struct KendallTau {
  let s: Int
  let tauB: Double
  let z: Double?
  /// Twice the smaller tail of all orders; only without ties and below 50 pairs.
  let pExact: Double?

  /// Beyond this many pairs the normal approximation is as good.
  static let exactLimit = 50

  /// - Returns: `nil` when a side does not vary.
  /// - Complexity: O(n log n) (Knight 1966).
  init?(_ pairs: PairedValues) {
    let count = pairs.count
    guard count >= 2 else { return nil }
    let order = (0..<count).sorted {
      (pairs.x[$0], pairs.y[$0]) < (pairs.x[$1], pairs.y[$1])
    }
    let x = order.map { pairs.x[$0] }
    var y = order.map { pairs.y[$0] }
    let xTies = TieCorrection(sorted: x)
    var jointPairs = 0
    var run = 1
    for i in 1..<count {
      run = x[i] == x[i - 1] && y[i] == y[i - 1] ? run + 1 : 1
      jointPairs += run - 1
    }
    var scratch: [Double] = []
    let swaps = KendallScore.inversions(&y, scratch: &scratch)
    let yTies = TieCorrection(sorted: y)
    let all = count * (count - 1) / 2
    let s = all - xTies.pairs - yTies.pairs + jointPairs - 2 * swaps
    guard all > xTies.pairs, all > yTies.pairs else { return nil }
    self.s = s
    let scale = Double(all - xTies.pairs).squareRoot() * Double(all - yTies.pairs).squareRoot()
    tauB = max(-1, min(1, Double(s) / scale))
    let n = Double(count)
    var variance = KendallScore.variance(count) - xTies.varianceTerm - yTies.varianceTerm
    variance += xTies.doubles * yTies.doubles / (2 * n * (n - 1))
    if count > 2 {
      variance += xTies.triples * yTies.triples / (9 * n * (n - 1) * (n - 2))
    }
    z = variance > 0 ? (Double(s) / variance.squareRoot()).finite : nil
    let hasTies = xTies.pairs + yTies.pairs > 0
    pExact = hasTies || count >= Self.exactLimit ? nil : Self.exact(s, count)
  }

  private static func exact(_ s: Int, _ count: Int) -> Double {
    // The share of orders with k inversions: every new value adds 0 ... size - 1 of them.
    var shares = [1.0]
    for size in 2...max(2, count) where size <= count {
      var next = [Double](repeating: 0, count: shares.count + size - 1)
      for k in shares.indices {
        for added in 0..<size { next[k + added] += shares[k] / Double(size) }
      }
      shares = next
    }
    let pairs = count * (count - 1) / 2
    let inversions = (pairs - s) / 2
    let lower = shares[...inversions].reduce(0, +)
    let upper = shares[inversions...].reduce(0, +)
    return min(1, 2 * min(lower, upper))
  }
}
