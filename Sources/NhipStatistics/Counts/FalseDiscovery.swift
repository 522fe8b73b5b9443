// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Adjusted p-values of a family of tests. A missing p (NaN) stays `nil` and is not counted.
///
/// BH (Benjamini & Hochberg 1995), BY (Benjamini & Yekutieli 2001), Holm 1979, Bonferroni.
package struct FalseDiscovery: Hashable, Sendable {
  /// The number of tests.
  package let m: Int
  package let bh: [Double?]
  package let by: [Double?]
  package let holm: [Double?]
  package let bonferroni: [Double?]

  package init(_ p: [Double]) throws(StatisticsError) {
    for index in p.indices where !p[index].isNaN {
      guard p[index] >= 0, p[index] <= 1 else {
        throw .invalidParameter(field: "p", index: index)
      }
    }
    let order = p.indices.filter { !p[$0].isNaN }.sorted { p[$0] < p[$1] }
    let count = Double(order.count)
    let blank = [Double?](repeating: nil, count: p.count)
    var (bh, by, holm, bonferroni) = (blank, blank, blank, blank)
    var harmonic = CompensatedSum()
    for rank in stride(from: 1, through: order.count, by: 1) { harmonic.add(1 / Double(rank)) }
    var smallest = 1.0
    var smallestBY = 1.0
    for position in order.indices.reversed() {
      let index = order[position]
      let scaled = p[index] * (count / Double(position + 1))
      smallest = min(smallest, scaled)
      smallestBY = min(smallestBY, scaled * harmonic.value)
      bh[index] = smallest
      by[index] = smallestBY
      bonferroni[index] = min(1, p[index] * count)
    }
    var largest = 0.0
    for position in order.indices {
      let index = order[position]
      largest = max(largest, min(1, p[index] * (count - Double(position))))
      holm[index] = largest
    }
    m = order.count
    self.bh = bh
    self.by = by
    self.holm = holm
    self.bonferroni = bonferroni
  }

  /// Which hypotheses BH rejects at `alpha`; `nil` for a missing p.
  package func rejected(alpha: Double) -> [Bool?] {
    bh.map { $0.map { $0 <= alpha } }
  }
}
