// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Point forecasts with 80 and 95 % limits, one element a coming period.
package struct Forecast: Hashable, Sendable {
  package let mean: [Double]
  package let lower80: [Double]
  package let upper80: [Double]
  package let lower95: [Double]
  package let upper95: [Double]

  /// A longer horizon says nothing.
  package static let maximumHorizon = 10_000

  /// Normal limits, or Student's with the given degrees of freedom.
  init(
    mean: [Double], standardErrors: [Double], degrees: Double? = nil
  ) throws(StatisticsError) {
    func critical(_ level: Double) -> Double {
      degrees.map { Distributions.studentCritical(level, degrees: $0) }
        ?? Distributions.normalCritical(level)
    }
    let (narrow, wide) = (critical(0.8), critical(0.95))
    self.mean = mean
    lower80 = mean.indices.map { mean[$0] - narrow * standardErrors[$0] }
    upper80 = mean.indices.map { mean[$0] + narrow * standardErrors[$0] }
    lower95 = mean.indices.map { mean[$0] - wide * standardErrors[$0] }
    upper95 = mean.indices.map { mean[$0] + wide * standardErrors[$0] }
    guard (lower95 + upper95).allSatisfy(\.isFinite) else { throw .invalid("x") }
  }

  static func checkHorizon(_ horizon: Int) throws(StatisticsError) {
    guard horizon >= 1, horizon <= maximumHorizon else { throw .invalid("h") }
  }
}

/// The forecasts every other method must beat (Hyndman & Athanasopoulos 2021).
///
/// naive: the last value, sd = sqrt(mean(diff^2)), times sqrt(h). drift: s^2 = SS(diff - mean) /
/// (n - 2), variance s^2 h (1 + h / (n - 1)). seasonal naive: the last cycle, sd from seasonal
/// differences, times sqrt(floor((h - 1) / period) + 1). mean: t quantile, s sqrt(1 + 1/n).
package enum ForecastBenchmark: String, Hashable, Sendable, CaseIterable {
  case naive, drift, mean
  case seasonalNaive = "seasonal_naive"

  /// - Parameter period: used by the seasonal form only.
  package func forecast(
    _ values: [Double], horizon: Int, period: Int = 1
  ) throws(StatisticsError) -> Forecast {
    try Forecast.checkHorizon(horizon)
    try Check.complete(values, field: "x")
    let count = values.count
    let needed = self == .seasonalNaive ? 2 * max(1, min(period, count + 1)) : 3
    guard period >= 1 else { throw .invalid("period") }
    guard count >= max(3, needed), let first = values.first, let last = values.last else {
      throw .insufficientData(needed: max(3, needed), got: count)
    }
    let n = Double(count)
    let steps = (1...horizon).map { Double($0) }
    switch self {
    case .naive:
      let sd = Self.rootMeanSquare(Self.differences(values, 1))
      return try Forecast(
        mean: steps.map { _ in last }, standardErrors: steps.map { sd * $0.squareRoot() })
    case .drift:
      let slope = (last - first) / (n - 1)
      let s2 = Moments(Self.differences(values, 1)).sumOfSquares / (n - 2)
      return try Forecast(
        mean: steps.map { last + $0 * slope },
        standardErrors: steps.map { (s2 * $0 * (1 + $0 / (n - 1))).squareRoot() })
    case .mean:
      let moments = Moments(values)
      let s = (moments.sumOfSquares / (n - 1)).squareRoot() * (1 + 1 / n).squareRoot()
      return try Forecast(
        mean: steps.map { _ in moments.mean }, standardErrors: steps.map { _ in s },
        degrees: n - 1)
    case .seasonalNaive:
      let sd = Self.rootMeanSquare(Self.differences(values, period))
      return try Forecast(
        mean: (0..<horizon).map { values[count - period + $0 % period] },
        standardErrors: (0..<horizon).map { sd * Double($0 / period + 1).squareRoot() })
    }
  }

  static func differences(_ values: [Double], _ lag: Int) -> [Double] {
    guard lag >= 1, lag < values.count else { return [] }
    return (lag..<values.count).map { values[$0] - values[$0 - lag] }
  }

  private static func rootMeanSquare(_ values: [Double]) -> Double {
    (CompensatedSum.of(values.map { $0 * $0 }) / Double(values.count)).squareRoot()
  }
}
