// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

extension CaseMethods {
  static func correlations(_ method: String, _ input: Value) throws -> Value? {
    let x = input["x"].numbers
    let y = input["y"].numbers
    switch method {
    case "correlation":
      return Comparison.value(
        try Correlation(x, y, confidence: input["conf_level"].number ?? .nan),
        renamed: [
          "pearsonInterval": "pearson_ci", "spearmanPT": "spearman_p_t",
          "kendallPNormal": "kendall_p_normal",
        ])
    case "correlation_matrix":
      let names = input["columns"].list.map { $0.text ?? "" }
      let result = try CorrelationMatrix(names.map { input["data"][$0].numbers })
      return merge(
        Comparison.value(result),
        .record([
          "undefined_columns": .list(result.undefinedColumns.map { .text(names[$0]) })
        ]))
    case "partial_correlation":
      let controls = input["controls"]
      return Comparison.value(
        try PartialCorrelation(
          x, y, controls: controls.names.map { controls[$0].numbers },
          kind: PartialCorrelation.Kind(rawValue: input["method"].text ?? "") ?? .pearson),
        renamed: ["interval": "ci95_fisher"])
    case "correlation_permutation":
      return Comparison.value(try CorrelationPermutation(x, y))
    case "correlation_bootstrap":
      let indices = input["resample_indices_zero_based"].list.map { $0.numbers.map { Int($0) } }
      return Comparison.value(
        try CorrelationBootstrap(
          x, y, indices: indices, confidence: input["conf_level"].number ?? .nan),
        renamed: [
          "percentileInterval": "percentile_ci", "basicInterval": "basic_ci",
          "bcaInterval": "bca_ci", "bcaZ0": "bca_z0",
        ])
    case "cross_correlation":
      return Comparison.value(
        try CrossCorrelation(
          x, y, maximumLag: input["max_lag"].integer ?? 0,
          prewhitenOrder: input["prewhiten_ar_order"].integer ?? 0))
    default: return nil
    }
  }
}
