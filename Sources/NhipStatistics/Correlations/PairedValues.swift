// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Pairs without a gap, and the three coefficients of them.
struct PairedValues {
  var x: [Double] = []
  var y: [Double] = []
  let missing: Int

  init(_ x: [Double], _ y: [Double]) throws(StatisticsError) {
    try Check.sameLength(x.count, y.count)
    if x.allSatisfy(\.isFinite) && y.allSatisfy(\.isFinite) {
      self.x = x
      self.y = y
      missing = 0
      return
    }
    for i in x.indices where !(x[i].isNaN || y[i].isNaN) {
      guard x[i].isFinite, y[i].isFinite else { throw .nonfiniteValue(index: i) }
      self.x.append(x[i])
      self.y.append(y[i])
    }
    missing = x.count - self.x.count
  }

  var count: Int { x.count }

  var pearson: Double? {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { Correlation.pearson(x, $0).r }
    }
  }

  /// The same pairs as mid-ranks.
  var ranked: PairedValues {
    var copy = self
    copy.x = Ranking.midRanks(x)
    copy.y = Ranking.midRanks(y)
    return copy
  }

  var isConstant: Bool {
    x.allSatisfy { $0 == x[0] } || y.allSatisfy { $0 == y[0] }
  }
}
