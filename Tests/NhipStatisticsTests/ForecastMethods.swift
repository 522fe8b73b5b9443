// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

extension CaseMethods {
  static func forecasts(_ method: String, _ input: Value, _ expected: Value) throws -> Value? {
    let x = input["x"].numbers
    let horizon = input["h"].integer ?? 1
    let period = input["period"].integer ?? 1
    switch method {
    case "decompose_classical":
      return Comparison.value(
        try Decomposition(
          x, period: period,
          model: Decomposition.Model(rawValue: input["model"].text ?? "") ?? .additive))
    case "forecast_benchmarks":
      var record: [String: Value] = [:]
      for benchmark in ForecastBenchmark.allCases where expected[benchmark.rawValue] != .null {
        record[benchmark.rawValue] = Comparison.value(
          try benchmark.forecast(x, horizon: horizon, period: period),
          renamed: [
            "mean": "m", "lower80": "l8", "upper80": "u8", "lower95": "l", "upper95": "u",
          ])
      }
      return .record(record)
    case "exponential_smoothing":
      let result = try ExponentialSmoothing(x, horizon: horizon)
      return merge(
        Comparison.value(result),
        .record([
          "forecast": Comparison.value(result.forecast.mean),
          "lower95": Comparison.value(result.forecast.lower95),
          "upper95": Comparison.value(result.forecast.upper95),
        ]))
    case "forecast_accuracy":
      return Comparison.value(
        try ForecastAccuracy(
          training: input["train"].numbers, actual: input["test"].numbers,
          forecast: input["forecast"].numbers, period: period,
          lower95: input["lower95"].numbers, upper95: input["upper95"].numbers))
    case "backtest":
      var record: [String: Value] = [:]
      for (name, benchmark) in [
        ("naive", ForecastBenchmark.naive), ("drift", .drift), ("snaive", .seasonalNaive),
      ] where expected[name] != .null {
        record[name] = Comparison.value(
          try Backtest(
            x, benchmark: benchmark, period: period, horizon: horizon,
            firstOrigin: input["first_origin"].integer ?? 0))
      }
      return .record(record)
    case "holt_winters":
      return input["optimise"].isTrue
        ? try optimised(input, expected) : Comparison.value(try given(input))
    case "stl":
      var options = STL.Options(
        seasonalWindow: input["seasonal_window"].integer ?? 7,
        trendWindow: input["trend_window"].integer,
        lowPassWindow: input["low_pass_window"].integer,
        seasonalDegree: input["seasonal_degree"].integer ?? 0,
        trendDegree: input["trend_degree"].integer ?? 1,
        lowPassDegree: input["low_pass_degree"].integer ?? 1,
        isRobust: input["robust"].isTrue)
      options.inner = input["inner"].integer ?? options.inner
      options.outer = input["outer"].integer ?? options.outer
      return Comparison.value(try STL(x, period: period, options: options))
    default: return nil
    }
  }

  private static func given(_ input: Value) throws -> HoltWinters {
    let figure = input["initial_seasonal"]
    return try HoltWinters(
      input["x"].numbers, seasonal: HoltWinters.Seasonal(rawValue: input["seasonal"].text ?? ""),
      parameters: .init(
        alpha: input["alpha"].number ?? .nan, beta: input["beta"].number,
        gamma: input["gamma"].number),
      initial: .init(
        level: input["initial_level"].number ?? .nan, trend: input["initial_trend"].number,
        seasonal: figure == .null ? nil : figure.numbers),
      horizon: input["h"].integer ?? 1)
  }

  /// Judged by the squared errors reached; the parameters of other software are information.
  private static func optimised(_ input: Value, _ expected: Value) throws -> Value {
    let x = input["x"].numbers
    let period = input["period"].integer ?? 1
    let horizon = input["h"].integer ?? 1
    let seasonal = HoltWinters.Seasonal(rawValue: input["seasonal"].text ?? "") ?? .additive
    let result = try HoltWinters(
      optimising: x, period: period, seasonal: seasonal, horizon: horizon)
    let p = expected["R_parameters"].numbers
    let reference = try HoltWinters(
      x, seasonal: seasonal, parameters: .init(alpha: p[0], beta: p[1], gamma: p[2]),
      initial: result.initial, horizon: horizon, skip: period)
    let limit = expected["sse_must_not_exceed"]
    let isReached = result.sse <= limit.number ?? 0
    return .record([
      "initial_level": .number(result.initial.level),
      "initial_trend": Comparison.value(result.initial.trend as Any),
      "initial_seasonal": Comparison.value(result.initial.seasonal as Any),
      "sse_at_R_parameters": .number(reference.sse),
      "forecast_at_R_parameters": Comparison.value(reference.forecast),
      "sse_must_not_exceed": isReached ? limit : .number(result.sse),
      "R_parameters": expected["R_parameters"],
      "best_sse_found_scipy": expected["best_sse_found_scipy"],
      "best_parameters_scipy": expected["best_parameters_scipy"],
    ])
  }
}
