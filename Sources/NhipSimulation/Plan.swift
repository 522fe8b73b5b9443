// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What is planted: the constants behind every simulation, recorded in its truth.
enum Plan {
  /// Crime cases per 100,000 people and month in the median district, mid-panel.
  static let crimeRate = 4.5
  /// Standard deviation of the log crime rate over districts.
  static let crimeSpread = 0.4
  /// Standard deviation of a commune's log crime rate within its district.
  static let communeSpread = 0.15
  /// Models per 1,000 households in the median district at the start.
  static let modelDensity = 4.0
  /// Standard deviation of the log density of models over districts.
  static let densitySpread = 0.35
  /// Correlation of log density and log crime rate over districts.
  static let logCorrelation = -0.62
  /// Mean and standard deviation of the districts' trends: log crime rate per year.
  static let trendMean = -0.02
  static let trendSpread = 0.03
  /// Log level change of the crime rate from the break on, in the districts that have it.
  static let breakLogLevel = -0.43
  /// Shape of the gamma noise on the mean: variance = mean + mean² / shape.
  static let crimeShape = 10.0
  static let tipsShape = 5.0
  /// Factors of the calendar months; each table has mean 1.
  static let crimeSeason = [
    1.22, 1.14, 0.94, 0.90, 0.92, 0.96, 1.00, 0.98, 0.92, 0.92, 0.98, 1.12,
  ]
  static let fireSeason = [
    1.10, 1.25, 1.35, 1.25, 1.15, 1.05, 0.90, 0.75, 0.65, 0.70, 0.85, 1.00,
  ]
  static let outreachSeason = [
    0.80, 0.60, 0.90, 0.90, 1.00, 1.10, 1.40, 1.80, 1.00, 0.90, 0.80, 0.80,
  ]
  /// Share of tips that are of value.
  static let valuableShare = 0.22
  static let medianPopulation = 125_000.0
  static let populationSpread = 0.45

  /// The month of the break, counted from the first: 2020-04 in the usual panel of 120 months.
  static func breakMonth(of months: Int) -> Int {
    months * 21 / 40
  }

  /// Pearson's correlation of two log-normal quantities whose logs correlate by `logCorrelation`.
  ///
  /// r = (exp(ρ σ₁ σ₂) − 1) / √((exp(σ₁²) − 1) (exp(σ₂²) − 1)).
  static var correlation: Double {
    let product = PortableMath.exp(logCorrelation * densitySpread * crimeSpread) - 1
    let first = PortableMath.exp(densitySpread * densitySpread) - 1
    let second = PortableMath.exp(crimeSpread * crimeSpread) - 1
    return product / (first * second).squareRoot()
  }
}
