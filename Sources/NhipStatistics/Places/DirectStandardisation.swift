// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A rate standardised to another population's mix of strata.
///
/// dsr = sum w_i x_i / n_i, w_i = standard share; variance = sum w_i^2 x_i / n_i^2. Default
/// interval Fay & Feuer 1997: gamma(dsr^2/v, v/dsr) and the same with the largest w_i / n_i added.
/// Dobson et al. 1991 with Byar limits is the convention of OHID and ONS.
package struct DirectStandardisation: Hashable, Sendable {
  package let totalCount: Double
  package let crudeRate: Double
  package let dsr: Double
  package let variance: Double
  package let intervalFayFeuer: Interval
  /// `nil` without events.
  package let intervalDobsonByar: Interval?

  package init(
    _ counts: [Double], population: [Double], standard: [Double], multiplier: Double = 100_000,
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    try Check.multiplier(multiplier)
    try Check.sameLength(counts.count, population.count)
    try Check.sameLength(counts.count, standard.count)
    guard !counts.isEmpty else { throw .insufficientData(needed: 1, got: 0) }
    for i in counts.indices {
      try Check.count(counts[i], at: i)
      try Check.exposure(population[i], at: i)
      guard standard[i] >= 0, standard[i].isFinite else {
        throw .invalidParameter(field: "standard_population", index: i)
      }
    }
    let total = CompensatedSum.of(counts)
    let standardTotal = CompensatedSum.of(standard)
    guard standardTotal > 0, standardTotal.isFinite else { throw .invalid("standard_population") }
    let factors = counts.indices.map { standard[$0] / standardTotal / population[$0] }
    let rate = CompensatedSum.of(counts.indices.map { factors[$0] * counts[$0] })
    let v = CompensatedSum.of(counts.indices.map { factors[$0] * factors[$0] * counts[$0] })
    let largest = factors.max() ?? 0
    let tail = (1 - confidence) / 2
    totalCount = total
    crudeRate = total / CompensatedSum.of(population) * multiplier
    dsr = rate * multiplier
    variance = v * multiplier * multiplier
    guard variance.isFinite, dsr.isFinite, largest > 0 else { throw .invalid("multiplier") }
    let upperMean = rate + largest
    let upperVariance = v + largest * largest
    let lower =
      rate > 0
      ? Distributions.gammaQuantile(tail, shape: rate * rate / v).map { $0 * v / rate } : 0
    let upper = Distributions.gammaUpperQuantile(
      tail, shape: upperMean * upperMean / upperVariance
    ).map { $0 * upperVariance / upperMean }
    guard let lower, let upper else { throw .noConvergence }
    intervalFayFeuer = Interval(lower * multiplier, upper * multiplier)
    if total > 0 {
      let byar = PoissonInterval.byar(total, confidence)
      let scale = (v / total).squareRoot()
      intervalDobsonByar = byar.map { (rate + scale * ($0 - total)) * multiplier }
    } else {
      intervalDobsonByar = nil
    }
  }
}
