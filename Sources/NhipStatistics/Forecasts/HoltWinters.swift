// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Exponential smoothing with trend and season (Holt 1957, Winters 1960).
///
/// Updates in the order level, trend, season; the season uses the new level. Without a trend or a
/// season the corresponding parameter is `nil`.
package struct HoltWinters: Hashable, Sendable {
  package enum Seasonal: String, Hashable, Sendable {
    case additive = "add"
    case multiplicative = "mult"
  }

  package struct Parameters: Hashable, Sendable {
    package var alpha: Double
    package var beta: Double?
    package var gamma: Double?

    package init(alpha: Double, beta: Double? = nil, gamma: Double? = nil) {
      self.alpha = alpha
      self.beta = beta
      self.gamma = gamma
    }
  }

  /// The states before the first value that is fitted.
  package struct States: Hashable, Sendable {
    package var level: Double
    package var trend: Double?
    package var seasonal: [Double]?

    package init(level: Double, trend: Double? = nil, seasonal: [Double]? = nil) {
      self.level = level
      self.trend = trend
      self.seasonal = seasonal
    }
  }

  package let parameters: Parameters
  package let initial: States
  package let sse: Double
  /// One element a fitted value; the first `skipped` values only gave the start.
  package let fitted: [Double]
  package let skipped: Int
  package let finalLevel: Double
  package let finalTrend: Double?
  package let forecast: [Double]

  /// Given parameters and states.
  package init(
    _ values: [Double], seasonal: Seasonal? = nil, parameters: Parameters, initial: States,
    horizon: Int, skip: Int = 0
  ) throws(StatisticsError) {
    try Forecast.checkHorizon(horizon)
    try Check.complete(values, field: "x")
    guard skip >= 0, skip < values.count else {
      throw .insufficientData(needed: max(1, skip) + 1, got: values.count)
    }
    for parameter in [parameters.alpha, parameters.beta, parameters.gamma] {
      if let parameter, !(0...1).contains(parameter) { throw .invalid("parameters") }
    }
    if seasonal != nil, initial.seasonal?.isEmpty ?? true { throw .invalid("initial_seasonal") }
    let run = Self.run(values[skip...], seasonal, parameters, initial)
    self.parameters = parameters
    self.initial = initial
    sse = run.sse
    fitted = run.fitted
    skipped = skip
    finalLevel = run.level
    finalTrend = parameters.beta == nil ? nil : run.trend
    let figure = run.season
    forecast = (1...horizon).map { step in
      let line = run.level + Double(step) * run.trend
      guard let seasonal, !figure.isEmpty else { return line }
      let season = figure[(run.fitted.count + step - 1) % figure.count]
      return seasonal == .additive ? line + season : line * season
    }
    guard sse.isFinite, forecast.allSatisfy(\.isFinite), fitted.allSatisfy(\.isFinite) else {
      throw .noConvergence
    }
  }

  /// Parameters that minimise the squared errors, from the start of R's HoltWinters: the classical
  /// decomposition of the first two cycles and a straight line through its trend; fitting begins
  /// with the second cycle.
  package init(
    optimising values: [Double], period: Int, seasonal: Seasonal, horizon: Int
  ) throws(StatisticsError) {
    try Check.complete(values, field: "x")
    guard period >= 2, period <= SeriesWorkspace.maximumPairwisePoints else {
      throw .invalid("period")
    }
    if seasonal == .multiplicative {
      for index in values.indices where values[index] <= 0 {
        throw .nonpositiveValue(index: index)
      }
    }
    guard values.count > 2 * period else {
      throw .insufficientData(needed: 2 * period + 1, got: values.count)
    }
    let start = try Self.start(values, period: period, seasonal: seasonal)
    func parameters(_ point: [Double]) -> Parameters {
      let p = point.map { min(1, max(0, $0)) }
      return Parameters(alpha: p[0], beta: p[1], gamma: p[2])
    }
    var best: (point: [Double], value: Double)?
    for guess in [[0.3, 0.1, 0.1], [0.5, 0.05, 0.5], [0.2, 0.02, 0.9]] {
      let found = NelderMead.minimise(from: guess, step: 0.15, maximumEvaluations: 2_000) {
        let outside = $0.reduce(0.0) { $0 + max(0, -$1) + max(0, $1 - 1) }
        let sse = Self.run(values[period...], seasonal, parameters($0), start).sse
        return sse * (1 + outside)
      }
      if let found, found.value < best?.value ?? .infinity { best = found }
    }
    guard let best else { throw .noConvergence }
    try self.init(
      values, seasonal: seasonal, parameters: parameters(best.point), initial: start,
      horizon: horizon, skip: period)
  }

  /// The states from which `init(optimising:)` starts.
  package static func start(
    _ values: [Double], period: Int, seasonal: Seasonal
  ) throws(StatisticsError) -> States {
    let decomposition = try Decomposition(
      Array(values.prefix(2 * period)), period: period,
      model: seasonal == .additive ? .additive : .multiplicative)
    let trend = decomposition.trend.compactMap { $0 }
    let times = trend.indices.map { Double($0 + 1) }
    let slope =
      times.withUnsafeBufferPointer { t in
        trend.withUnsafeBufferPointer { OLSTrend.slope(times: t, values: $0) }
      } ?? 0
    let level = Moments(trend).mean - slope * Moments(times).mean
    return States(
      level: level, trend: slope, seasonal: Array(decomposition.seasonal.prefix(period)))
  }

  private static func run(
    _ values: ArraySlice<Double>, _ seasonal: Seasonal?, _ parameters: Parameters,
    _ initial: States
  ) -> (sse: Double, fitted: [Double], level: Double, trend: Double, season: [Double]) {
    var level = initial.level
    var trend = parameters.beta == nil ? 0 : initial.trend ?? 0
    var season = seasonal == nil ? [] : initial.seasonal ?? []
    let alpha = parameters.alpha
    let beta = parameters.beta ?? 0
    let gamma = parameters.gamma ?? 0
    var sse = CompensatedSum()
    var fitted: [Double] = []
    fitted.reserveCapacity(values.count)
    for (position, value) in values.enumerated() {
      let line = level + trend
      let phase = season.isEmpty ? 0 : position % season.count
      let factor = season.isEmpty ? 0 : season[phase]
      var expected = line
      var cleaned = value
      switch seasonal {
      case .additive:
        expected = line + factor
        cleaned = value - factor
      case .multiplicative:
        expected = line * factor
        cleaned = value / factor
      case nil: break
      }
      fitted.append(expected)
      let error = value - expected
      sse.add(error * error)
      let next = alpha * cleaned + (1 - alpha) * line
      if parameters.beta != nil { trend = beta * (next - level) + (1 - beta) * trend }
      level = next
      if !season.isEmpty, parameters.gamma != nil {
        let fresh = seasonal == .additive ? value - level : value / level
        season[phase] = gamma * fresh + (1 - gamma) * factor
      }
    }
    return (sse.value, fitted, level, trend, season)
  }
}
