// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

extension CaseMethods {
  static func trends(_ method: String, _ input: Value) throws -> Value? {
    switch method {
    case "ols": return try leastSquares(input)
    case "ols_trend":
      return Comparison.value(
        try OLSTrend(
          times: input["t"].numbers, values: input["y"].numbers,
          hacLag: input["hac_lag"].integer, confidence: input["conf_level"].number ?? .nan),
        renamed: ["slopeInterval": "slope_ci95", "slopeIntervalHac": "slope_ci95_hac"])
    case "theil_sen":
      return Comparison.value(
        try TheilSen(
          times: input["t"].numbers, values: input["y"].numbers,
          confidence: input["conf_level"].number ?? .nan),
        renamed: [
          "slopeInterval": "slope_ci", "rankLower1based": "rank_lower_1based",
          "rankUpper1based": "rank_upper_1based",
        ])
    case "mann_kendall":
      return Comparison.value(
        try MannKendall(input["x"].numbers),
        renamed: ["lag1OfDetrended": "lag1_of_detrended"])
    case "mann_kendall_autocorrelated":
      return Comparison.value(
        try MannKendallAutocorrelated(
          input["x"].numbers, alpha: input["alpha"].number ?? 0.05),
        renamed: [
          "hamedRao3Lags": "hamed_rao_3_lags", "yueWangAr1": "yue_wang_ar1",
          "r1Detrended": "r1_detrended",
        ])
    case "seasonal_mann_kendall":
      return Comparison.value(
        try BlockMannKendall(
          seasonal: input["x"].numbers, period: input["period"].integer ?? 0),
        renamed: ["sByBlock": "s_by_season", "slope": "slope_per_cycle"])
    case "regional_mann_kendall":
      let rows = input["x_rows_are_periods"].list.map(\.numbers)
      let blocks = (rows.first ?? []).indices.map { place in rows.map { $0[place] } }
      return Comparison.value(try BlockMannKendall(blocks: blocks))
    case "partial_mann_kendall":
      return Comparison.value(
        try PartialMannKendall(
          input["x"].numbers, covariate: input["covariate"].numbers))
    case "apc_poisson":
      let exposure = input["exposure"]
      return Comparison.value(
        try AnnualPercentChange(
          times: input["t"].numbers, counts: input["counts"].numbers,
          exposure: exposure == .null ? nil : exposure.numbers),
        renamed: ["interval": "apc_ci95", "intervalQuasiT": "apc_ci95_quasi_t"])
    default: return nil
    }
  }

  private static func leastSquares(_ input: Value) throws -> Value {
    let rows = input["x"].list.map(\.numbers)
    let response = input["y"].numbers
    let model = input["model"]
    let intercept = model["intercept"].isTrue
    if model["type"].text == "polynomial" {
      return Comparison.value(
        try LeastSquares(
          polynomialOf: rows.map { $0[0] }, response: response,
          degree: model["degree"].integer ?? 0, intercept: intercept))
    }
    return Comparison.value(
      try LeastSquares(predictors: rows, response: response, intercept: intercept))
  }
}
