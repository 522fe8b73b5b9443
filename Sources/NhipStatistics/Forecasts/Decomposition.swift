// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Classical decomposition of a monthly or quarterly series into trend, season and rest.
///
/// Trend: centred moving average over one period (2 x m for an even one), `nil` at the ends.
/// Season: mean detrended value of each phase, centred to mean 0 (additive) or 1 (multiplicative).
package struct Decomposition: Hashable, Sendable {
  package enum Model: String, Hashable, Sendable {
    case additive, multiplicative
  }

  package let trend: [Double?]
  package let seasonal: [Double]
  package let residual: [Double?]
  package let seasonallyAdjusted: [Double]

  package init(
    _ values: [Double], period: Int, model: Model = .additive
  ) throws(StatisticsError) {
    guard period >= 2, period <= SeriesWorkspace.maximumPairwisePoints else {
      throw .invalid("period")
    }
    try Check.complete(values, field: "x")
    guard values.count >= 2 * period else {
      throw .insufficientData(needed: 2 * period, got: values.count)
    }
    if model == .multiplicative {
      for index in values.indices where values[index] <= 0 {
        throw .nonpositiveValue(index: index)
      }
    }
    let trend = try MovingAverage(values, window: period).centred
    var sums = [Double](repeating: 0, count: period)
    var counts = sums
    for index in values.indices {
      guard let level = trend[index] else { continue }
      sums[index % period] += model == .additive ? values[index] - level : values[index] / level
      counts[index % period] += 1
    }
    var figure = sums.indices.map { sums[$0] / counts[$0] }
    let mean = CompensatedSum.of(figure) / Double(period)
    figure = figure.map { model == .additive ? $0 - mean : $0 / mean }
    guard figure.allSatisfy(\.isFinite) else { throw .invalid("x") }
    let seasonal = values.indices.map { figure[$0 % period] }
    self.trend = trend
    self.seasonal = seasonal
    seasonallyAdjusted = values.indices.map {
      model == .additive ? values[$0] - seasonal[$0] : values[$0] / seasonal[$0]
    }
    residual = values.indices.map { index in
      trend[index].map {
        model == .additive
          ? values[index] - $0 - seasonal[index] : values[index] / ($0 * seasonal[index])
      }
    }
    guard seasonallyAdjusted.allSatisfy(\.isFinite) else { throw .nonpositiveValue(index: 0) }
  }
}
