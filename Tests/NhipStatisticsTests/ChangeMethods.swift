// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

extension CaseMethods {
  static func changes(_ method: String, _ input: Value, _ expected: Value) throws -> Value? {
    let x = input["x"].numbers
    switch method {
    case "inequality":
      return Comparison.value(
        try Inequality(input["values"].numbers),
        renamed: [
          "theilLMld": "theil_l_mld",
          "topShare20Percent": "top_share_percent_of_top_20pct_places",
        ])
    case "inequality_weighted":
      var numbers: [String: Int] = [:]
      let groups = input["groups"].list.map { value in
        let name = value.text ?? ""
        let number = numbers[name] ?? numbers.count
        numbers[name] = number
        return number
      }
      return Comparison.value(
        try InequalityWeighted(
          counts: input["counts"].numbers, population: input["population"].numbers,
          groups: groups))
    case "pettitt":
      return Comparison.value(
        try Pettitt(x),
        renamed: ["lastIndexBeforeChange": "last_index_before_change_1based"])
    case "mean_shift":
      return Comparison.value(
        try MeanShift(
          x, minimumSegment: input["min_segment"].integer,
          maximumBreaks: input["max_breaks"].integer ?? 5),
        renamed: ["lastIndexBeforeBreak": "last_index_before_break_1based"])
    case "pelt":
      return Comparison.value(
        try PenalisedChanges(
          x, cost: PenalisedChanges.Cost(rawValue: input["cost"].text ?? "") ?? .normalMean,
          penalty: input["penalty"].number, minimumSegment: input["min_segment"].integer ?? 2),
        renamed: ["lastIndexBeforeBreak": "last_index_before_break_1based"])
    case "control_chart_u":
      return Comparison.value(
        try ControlChart(input["counts"].numbers, exposure: input["exposure"].numbers),
        renamed: ["signals": "signals_1based", "cusumSignals": "cusum_signals_h5"])
    case "joinpoint": return try joinpoint(input)
    case "interrupted_time_series": return try interrupted(input, expected)
    default: return nil
    }
  }

  private static func joinpoint(_ input: Value) throws -> Value {
    let exposure = input["exposure"]
    let result = try Joinpoint(
      times: input["t"].numbers, counts: input["counts"].numbers,
      exposure: exposure == .null ? nil : exposure.numbers,
      maximumJoinpoints: input["max_joinpoints"].integer ?? 2)
    return merge(
      Comparison.value(result),
      .record([
        "deviances": Comparison.value(result.models.map(\.deviance)),
        "one_joinpoint": Comparison.value(result.models[1].knots[0]),
        "apc_one_joinpoint": Comparison.value(result.models[1].apcPercent),
        "two_joinpoints": Comparison.value(result.models[2].knots),
        "apc_two_joinpoints": Comparison.value(result.models[2].apcPercent),
      ]))
  }

  private static func interrupted(_ input: Value, _ expected: Value) throws -> Value {
    let result = try InterruptedTimeSeries(
      input["y"].numbers, lastBefore: input["last_pre_index_1based"].integer ?? 0,
      harmonicPeriod: input["harmonic_period"].number ?? 12,
      harmonics: input["harmonics"].integer ?? 0,
      family: InterruptedTimeSeries.Family(rawValue: input["family"].text ?? "") ?? .gaussianHac,
      hacLag: input["hac_lag"].integer)
    let errors = Comparison.value(result.standardErrors)
    return merge(
      Comparison.value(
        result,
        renamed: [
          "standardErrorsHac": "se_hac", "levelInterval": "level_ci95_hac",
          "levelRateRatioInterval": "level_rate_ratio_ci95",
        ]),
      .record(["se_classical": errors, "se_quasi": errors, "names": expected["names"]]))
  }
}
