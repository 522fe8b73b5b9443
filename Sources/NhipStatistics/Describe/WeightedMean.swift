// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Sum w x / sum w, for rates weighted by population; pairs with a missing part are dropped.
package struct WeightedMean: Hashable, Sendable {
  package let n: Int
  package let missing: Int
  package let mean: Double
  package let sumWeights: Double
  package let meanUnweighted: Double

  package init(_ values: [Double], weights: [Double]) throws(StatisticsError) {
    try Check.sameLength(values.count, weights.count)
    var total = CompensatedSum()
    var weighted = CompensatedSum()
    var plain = CompensatedSum()
    var count = 0
    for index in values.indices where !values[index].isNaN && !weights[index].isNaN {
      guard values[index].isFinite else { throw .nonfiniteValue(index: index) }
      guard weights[index].isFinite else { throw .nonfiniteValue(index: index) }
      guard weights[index] >= 0 else { throw .invalidParameter(field: "weights", index: index) }
      total.add(weights[index])
      weighted.add(weights[index] * values[index])
      plain.add(values[index])
      count += 1
    }
    guard count > 0 else { throw .insufficientData(needed: 1, got: 0) }
    guard total.value > 0 else { throw .allZero }
    n = count
    missing = values.count - count
    sumWeights = total.value
    mean = weighted.value / total.value
    meanUnweighted = plain.value / Double(count)
    guard mean.isFinite, meanUnweighted.isFinite else { throw .invalid("x") }
  }
}
