// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Observed events over those expected at the reference rates of the strata.
package struct IndirectStandardisation: Hashable, Sendable {
  package let observed: Double
  package let expected: Double
  /// observed / expected; `nil` when nothing is expected.
  package let ratio: Double?
  package let intervalByar: Interval?
  package let intervalExact: Interval?

  package init(
    observed: Double, population: [Double], referenceCounts: [Double],
    referencePopulation: [Double], confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    try Check.count(observed)
    try Check.sameLength(population.count, referenceCounts.count)
    try Check.sameLength(population.count, referencePopulation.count)
    guard !population.isEmpty else { throw .insufficientData(needed: 1, got: 0) }
    var sum = CompensatedSum()
    for i in population.indices {
      try Check.count(referenceCounts[i], at: i)
      try Check.exposure(referencePopulation[i], at: i)
      guard population[i] >= 0, population[i].isFinite else {
        throw .nonpositiveExposure(index: i)
      }
      sum.add(population[i] * (referenceCounts[i] / referencePopulation[i]))
    }
    let expected = sum.value
    guard expected.isFinite else { throw .invalid("population") }
    self.observed = observed
    self.expected = expected
    guard expected > 0 else {
      ratio = nil
      intervalByar = nil
      intervalExact = nil
      return
    }
    ratio = (observed / expected).finite
    intervalByar = PoissonInterval.byar(observed, confidence).map { $0 / expected }.finite
    intervalExact = PoissonInterval.exact(observed, confidence)?.map { $0 / expected }.finite
  }
}
