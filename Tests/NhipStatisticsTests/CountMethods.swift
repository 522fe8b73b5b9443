// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

extension CaseMethods {
  static func counts(_ method: String, _ input: Value) throws -> Value? {
    switch method {
    case "count_comparison":
      return Comparison.value(
        try CountComparison(
          before: input["before"].number ?? .nan, after: input["after"].number ?? .nan,
          exposureBefore: input["exposure_before"].number ?? .nan,
          exposureAfter: input["exposure_after"].number ?? .nan,
          confidence: input["conf_level"].number ?? .nan),
        renamed: [
          "rateRatioIntervalExact": "rr_ci_exact", "rateRatioIntervalMidP": "rr_ci_midp",
          "rateRatioIntervalWald": "rr_ci_wald_log",
          "percentIntervalExact": "percent_change_ci_exact",
        ])
    case "rate_ratio_overdispersed":
      return Comparison.value(
        try RateRatioOverdispersed(
          input["counts"].numbers, before: input["n_before"].integer ?? 0),
        renamed: ["interval": "ci95", "seLogRatio": "se_log_rr"])
    case "rate_interval":
      return Comparison.value(
        try RateInterval(
          count: input["count"].number ?? .nan, exposure: input["exposure"].number ?? .nan,
          multiplier: input["multiplier"].number ?? .nan,
          confidence: input["conf_level"].number ?? .nan),
        renamed: [
          "countIntervalExact": "count_ci_exact", "rateIntervalExact": "rate_ci_exact",
          "countIntervalMidP": "count_ci_midp", "rateIntervalMidP": "rate_ci_midp",
          "countIntervalByar": "count_ci_byar", "rateIntervalByar": "rate_ci_byar",
        ])
    case "predictive_count":
      return Comparison.value(
        try PredictiveCount(
          count: input["count"].number ?? .nan,
          periodsObserved: input["periods_observed"].number ?? .nan,
          periodsAhead: input["periods_ahead"].number ?? .nan),
        renamed: ["interval": "pi95"])
    case "fdr":
      let result = try FalseDiscovery(input["p"].numbers)
      return merge(
        Comparison.value(result),
        .record(["rejected_bh_05": Comparison.value(result.rejected(alpha: 0.05))]))
    case "yoy_table":
      return try yearOverYear(input)
    default: return nil
    }
  }

  private static func yearOverYear(_ input: Value) throws -> Value {
    let result = try YearOverYear(
      before: input["before"].numbers, after: input["after"].numbers,
      exposureBefore: input["exposure_before"].numbers,
      exposureAfter: input["exposure_after"].numbers, alpha: input["alpha"].number ?? 0.05)
    let value = Comparison.value(result)
    let rows = zip(result.rows, value["rows"].list).map { row, fields in
      merge(fields, .record(["place": input["places"].list[row.index]]))
    }
    return merge(
      value,
      .record([
        "rows": .list(rows),
        "p_mid": Comparison.value(result.rows.map(\.pMid)),
        "q_bh": Comparison.value(result.rows.map(\.qBh)),
        "labels": Comparison.value(result.rows.map(\.label)),
      ]))
  }
}
