// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

/// Calls the method that a case names, with the case's input, and gives its fields back.
enum CaseMethods {
  struct UnknownMethod: Error { let name: String }

  static func run(_ method: String, _ input: Value, _ expected: Value) throws -> Value {
    for group in [describe, counts, percents, trends, correlations, places, designs] {
      if let result = try group(method, input) { return result }
    }
    for group in [panels, forecasts, changes] {
      if let result = try group(method, input, expected) { return result }
    }
    throw UnknownMethod(name: method)
  }

  /// The details of an error under the names that the cases use.
  static func details(of error: StatisticsError, input: Value) -> [String: Value] {
    switch error {
    case .insufficientData(let needed, let got):
      ["needed": .number(Double(needed)), "got": .number(Double(got))]
    case .nonfiniteValue(let index): ["index": .number(Double(index))]
    case .missingNotAllowed(let field, _): ["field": .text(field)]
    case .invalidParameter(let field, let index):
      ["field": .text(field), "index": index.map { .number(Double($0)) } ?? .null]
    case .duplicatePeriod(let period): ["period": .number(period)]
    case .singularDesign(let rank, let columns):
      ["rank": .number(Double(rank)), "columns": .number(Double(columns))]
    case .duplicateKey(let first, _):
      ["entity": input["entity"].list[first], "time": input["time"].list[first]]
    case .noWithinVariation(let variable):
      ["variable": .text(input["x"].names[variable])]
    case .gapInSeries(let index):
      ["period": .text(month(index, input))]
    case .emptyCell(let cell): ["cell": .text(cell)]
    default: [:]
    }
  }

  private static func month(_ index: Int, _ input: Value) -> String {
    let months = (input["start_month"].integer ?? 1) - 1 + index
    let month = months % 12 + 1
    return "\((input["start_year"].integer ?? 0) + months / 12)-\(month < 10 ? "0" : "")\(month)"
  }

  static func merge(_ values: Value...) -> Value {
    var record: [String: Value] = [:]
    for case .record(let fields) in values { record.merge(fields) { $1 } }
    return .record(record)
  }

  private static func describe(_ method: String, _ input: Value) throws -> Value? {
    switch method {
    case "describe", "univariate":
      let probabilities = input["probs"]
      let result =
        try probabilities == .null
        ? Describe(input["x"].numbers)
        : Describe(input["x"].numbers, probabilities: probabilities.numbers)
      return Comparison.value(
        result,
        renamed: [
          "meanInterval": "mean_ci95_t", "skewnessG1": "skewness_g1",
          "lag1Autocorrelation": "lag1_autocorrelation",
        ])
    case "weighted_mean":
      return Comparison.value(
        try WeightedMean(input["x"].numbers, weights: input["weights"].numbers))
    case "moving_average":
      return Comparison.value(
        try MovingAverage(input["x"].numbers, window: input["window"].integer ?? 0))
    case "ranking":
      return Comparison.value(
        try Ranking(input["values"].numbers),
        renamed: [
          "descendingCompetition": "rank_desc_competition",
          "ascendingAverage": "rank_asc_average",
        ])
    default: return nil
    }
  }
}

extension Value {
  /// The keys of a record in their natural order; records are unordered, so sorted here.
  var names: [String] { if case .record(let record) = self { record.keys.sorted() } else { [] } }
}
