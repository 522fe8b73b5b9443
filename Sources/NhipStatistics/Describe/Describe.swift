// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The first look at a column of numbers, in their own unit. Missing values are dropped, counted.
package struct Describe: Hashable, Sendable {
  /// Makes the median absolute deviation estimate the sd of a normal variable: 1 / z(0.75).
  package static let madScale = 1.482602218505602

  package let n: Int
  package let missing: Int
  package let sum: Double
  package let min: Double
  package let max: Double
  package let mean: Double
  /// With divisor n - 1; `nil` for one value.
  package let sd: Double?
  package let median: Double
  package let probabilities: [Double]
  /// Type 7, at `probabilities`.
  package let quantiles: [Double]
  package let iqr: Double
  package let madRaw: Double
  package let madScaled: Double
  /// sd / mean; `nil` when the mean is zero.
  package let cv: Double?
  package let seMean: Double?
  /// mean +- t(n - 1) se.
  package let meanInterval: Interval?
  /// m3 / m2^1.5 with divisor n (not the spreadsheet's G1); `nil` for a constant column.
  package let skewnessG1: Double?
  /// Sum (x_t - m)(x_{t-1} - m) / sum (x_t - m)^2 (NIST); `nil` for a constant column.
  package let lag1Autocorrelation: Double?

  package init(
    _ values: [Double], probabilities: [Double] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95],
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    let present = try Check.presentValues(values)
    let sorted = present.sorted()
    guard let least = sorted.first, let greatest = sorted.last else {
      throw .insufficientData(needed: 1, got: 0)
    }
    let moments = Moments(present)
    guard moments.mean.isFinite, moments.sumOfSquares.isFinite else { throw .invalid("x") }
    let count = Double(present.count)
    n = present.count
    missing = values.count - present.count
    sum = CompensatedSum.of(present)
    min = least
    max = greatest
    mean = moments.mean
    self.probabilities = probabilities
    quantiles = try Quantile.values(sorted, probabilities)
    let median = Quantile.ofSorted(sorted, 0.5) ?? least
    self.median = median
    iqr = (Quantile.ofSorted(sorted, 0.75) ?? least) - (Quantile.ofSorted(sorted, 0.25) ?? least)
    var deviations = present.map { ($0 - median).magnitude }
    madRaw = Selection.median(&deviations)
    madScaled = madRaw * Self.madScale

    let isConstant = least == greatest
    if present.count > 1 {
      let sd = isConstant ? 0 : (moments.sumOfSquares / (count - 1)).squareRoot()
      let se = sd / count.squareRoot()
      let half = Distributions.studentCritical(confidence, degrees: count - 1) * se
      self.sd = sd
      seMean = se
      cv = mean == 0 ? nil : (sd / mean).finite
      meanInterval = Interval(mean - half, mean + half)
    } else {
      sd = nil
      seMean = nil
      cv = nil
      meanInterval = nil
    }
    let center = moments.mean
    if present.count > 1, !isConstant, moments.sumOfSquares > 0 {
      let m2 = moments.sumOfSquares / count
      var cubes = CompensatedSum()
      var products = CompensatedSum()
      for index in present.indices {
        let deviation = present[index] - center
        cubes.add(deviation * deviation * deviation)
        if index > 0 { products.add(deviation * (present[index - 1] - center)) }
      }
      skewnessG1 = (cubes.value / count / (m2 * m2.squareRoot())).finite
      lag1Autocorrelation = products.value / moments.sumOfSquares
    } else {
      skewnessG1 = nil
      lag1Autocorrelation = nil
    }
  }
}
