// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension CountComparison {
  /// The mid-P of the most extreme split of the same total: no result can be smaller, so above
  /// alpha there are too few events to judge (Gilbert 2005).
  package var smallestAttainableMidP: Double {
    ConditionalBinomial(
      before: before, after: after, exposureBefore: exposureBefore, exposureAfter: exposureAfter
    ).smallestAttainableMidP
  }
}

/// Rates pulled towards their mean by how little each place's count says: Marshall 1991, method of
/// moments, as `EmpiricalBayes` has it, without the fits that only maps need.
package struct ShrunkRates: Hashable, Sendable {
  /// One a place, NaN where count or exposure is missing; events a unit of exposure.
  package let rates: [Double]
  package let overallRate: Double
  /// Whether the places differ by more than chance; otherwise all get the overall rate.
  package let hasExcess: Bool

  /// - Returns: `nil` for fewer than two places with a count and a positive exposure.
  package init?(_ counts: [Double], exposure: [Double]) {
    let used = counts.indices.filter {
      counts[$0] >= 0 && counts[$0].isFinite && exposure[$0] > 0 && exposure[$0].isFinite
    }
    guard used.count >= 2 else { return nil }
    let total = CompensatedSum.of(used.map { exposure[$0] })
    let overall = CompensatedSum.of(used.map { counts[$0] }) / total
    let spread =
      CompensatedSum.of(
        used.map {
          let gap = counts[$0] / exposure[$0] - overall
          return exposure[$0] * gap * gap
        }) / total
    let between = max(0, spread - overall / (total / Double(used.count)))
    var rates = [Double](repeating: .nan, count: counts.count)
    for index in used {
      let weight = between > 0 ? between / (between + overall / exposure[index]) : 0
      rates[index] = overall + weight * (counts[index] / exposure[index] - overall)
    }
    self.rates = rates
    overallRate = overall
    hasExcess = between > 0
  }
}
