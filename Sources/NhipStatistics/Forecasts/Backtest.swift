// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A rolling origin: train on the values up to each origin, score the next `horizon` ones.
///
/// Expanding window, origins `firstOrigin` ... n - horizon; only complete horizons count.
package struct Backtest: Hashable, Sendable {
  package let origins: Int
  package let rmseByHorizon: [Double]
  package let maeByHorizon: [Double]

  package init(
    _ values: [Double], benchmark: ForecastBenchmark, period: Int = 1, horizon: Int,
    firstOrigin: Int
  ) throws(StatisticsError) {
    try self.init(values, horizon: horizon, firstOrigin: firstOrigin) {
      training throws(StatisticsError) in
      try benchmark.forecast(training, horizon: horizon, period: period).mean
    }
  }

  /// - Parameter forecast: gives `horizon` values from the values before the origin.
  package init(
    _ values: [Double], horizon: Int, firstOrigin: Int,
    forecast: ([Double]) throws(StatisticsError) -> [Double]
  ) throws(StatisticsError) {
    try Forecast.checkHorizon(horizon)
    try Check.complete(values, field: "x")
    guard firstOrigin >= 1 else { throw .invalid("first_origin") }
    guard firstOrigin <= values.count, values.count - firstOrigin >= horizon else {
      throw .insufficientData(needed: horizon, got: max(0, values.count - firstOrigin))
    }
    var squares = [Double](repeating: 0, count: horizon)
    var magnitudes = squares
    let last = values.count - horizon
    for origin in firstOrigin...last {
      let predicted = try forecast(Array(values[..<origin]))
      try Check.sameLength(horizon, predicted.count)
      for step in 0..<horizon {
        let error = values[origin + step] - predicted[step]
        squares[step] += error * error
        magnitudes[step] += error.magnitude
      }
    }
    origins = last - firstOrigin + 1
    let count = Double(origins)
    rmseByHorizon = squares.map { ($0 / count).squareRoot() }
    maeByHorizon = magnitudes.map { $0 / count }
    guard (rmseByHorizon + maeByHorizon).allSatisfy(\.isFinite) else { throw .invalid("x") }
  }
}
