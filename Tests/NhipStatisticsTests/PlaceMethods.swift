// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

extension CaseMethods {
  static func places(_ method: String, _ input: Value) throws -> Value? {
    let counts = input["counts"].numbers
    let exposure = input["exposure"].numbers
    let multiplier = input["multiplier"].number ?? 100_000
    switch method {
    case "rate_homogeneity":
      return Comparison.value(
        try RateHomogeneity(counts, exposure: exposure),
        renamed: [
          "overallRatePer100k": "overall_rate_per_100k", "pChi2": "p_chi2",
          "devianceG": "deviance_G",
        ])
    case "funnel":
      let result = try FunnelPlot(counts, exposure: exposure, multiplier: multiplier)
      let value = Comparison.value(result, renamed: ["positions": "status", "status": "warning"])
      return result.status == nil
        ? value : merge(value, .record(["status": Comparison.value(result.status as Any)]))
    case "funnel_phe_curve":
      return Comparison.value(try FunnelCurve(input["observed_events"].numbers))
    case "empirical_bayes":
      return Comparison.value(
        try EmpiricalBayes(counts, exposure: exposure, multiplier: multiplier),
        renamed: ["mlIntervals": "ml_ci95"])
    case "direct_standardisation":
      return Comparison.value(
        try DirectStandardisation(
          counts, population: input["population"].numbers,
          standard: input["standard_population"].numbers, multiplier: multiplier,
          confidence: input["conf_level"].number ?? .nan),
        renamed: [
          "intervalFayFeuer": "ci95_fay_feuer", "intervalDobsonByar": "ci95_dobson_byar",
        ])
    case "indirect_standardisation":
      return Comparison.value(
        try IndirectStandardisation(
          observed: input["observed_total"].number ?? .nan,
          population: input["population"].numbers,
          referenceCounts: input["reference_counts"].numbers,
          referencePopulation: input["reference_population"].numbers,
          confidence: input["conf_level"].number ?? .nan),
        renamed: ["intervalByar": "ci95_byar", "intervalExact": "ci95_exact"])
    case "kitagawa":
      return Comparison.value(
        try Kitagawa(
          countsBefore: input["counts_before"].numbers,
          populationBefore: input["population_before"].numbers,
          countsAfter: input["counts_after"].numbers,
          populationAfter: input["population_after"].numbers, multiplier: multiplier))
    default: return nil
    }
  }
}
