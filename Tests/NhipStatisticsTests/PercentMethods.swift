// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

extension CaseMethods {
  static func percents(_ method: String, _ input: Value) throws -> Value? {
    switch method {
    case "percent_consistency":
      let result = try PercentConsistency(
        ReportedPercent(input["reported_percent_change"].text ?? ""),
        maximumBefore: input["max_before"].integer ?? 0, before: input["before"].integer,
        after: input["after"].integer,
        rounding: PercentRounding(rawValue: input["rounding"].text ?? ""))
      let pairs = result.pairs.map {
        Value.list([.number(Double($0.before)), .number(Double($0.after))])
      }
      return merge(
        Comparison.value(result),
        .record([
          "pairs": .list(pairs), "count": .number(Double(result.count)),
          "consistent": .bool(result.consistent),
        ]))
    case "percent_diagnosis":
      return Comparison.value(
        try PercentDiagnosis(
          ReportedPercent(input["reported_percent_change"].text ?? ""),
          before: input["before"].integer ?? -1, after: input["after"].integer ?? -1))
    case "percent_consistency_table":
      let rows = input["rows"].list
      let result = try PercentConsistencyTable(
        rows.map {
          PercentConsistencyTable.Row(
            before: $0["before"].integer ?? -1, after: $0["after"].integer ?? -1,
            reported: $0["reported"].text ?? "")
        })
      return merge(
        Comparison.value(result),
        .record([
          "inconsistent_years": .list(result.inconsistentRows.map { rows[$0]["year"] })
        ]))
    case "percent_shares":
      return Comparison.value(
        try PercentShares(
          input["reported_shares_percent"].list.map { $0.text ?? "" },
          maximumTotal: input["max_total"].integer ?? 0,
          rounding: PercentRounding(rawValue: input["rounding"].text ?? "") ?? .halfUp,
          isComplete: input["complete"].isTrue))
    default: return nil
    }
  }
}
