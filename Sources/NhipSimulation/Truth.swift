// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What was planted in a simulation, and what came out of it before months were taken out.
package struct Truth: Sendable {
  /// One district's planted effects.
  package struct District: Sendable {
    package var code: String
    package var logDensity: Double
    package var logCrime: Double
    /// Log change of the crime rate per year.
    package var crimeTrend: Double
    package var hasBreak: Bool
  }

  /// Pearson's r of models per 1,000 households and crime per 100,000 people over districts.
  package struct YearCorrelation: Sendable {
    package var year: Int
    package var r: Double
  }

  package struct LateStart: Sendable {
    package var place: String
    package var firstMonth: String
  }

  package var simulation: Simulation
  package var provinceCount: Int
  package var communeCount: Int
  package var districts: [District]
  package var lateStarts: [LateStart] = []
  /// Monthly reports that fell out at random, after each place's first month.
  package var missingReports = 0
  /// Monthly reports due from each place's first month on.
  package var dueReports = 0
  /// Rows of observations, with the yearly ones.
  package var rowCount = 0
  /// The planted correlation, before trends, break and counting noise.
  package var correlation: Double
  /// The correlation of the complete panel, whole years with two districts or more.
  package var correlations: [YearCorrelation] = []

  package var breakMonth: String {
    simulation.name(ofMonth: Plan.breakMonth(of: simulation.months))
  }

  /// The text of `truth.json`; numbers have six decimals.
  package var json: String {
    var lines: [String] = []
    let seasons = Plan.crimeSeason.map { decimal($0) }.joined(separator: ", ")
    let starts = lateStarts.map { "\"\($0.place)\": \"\($0.firstMonth)\"" }
      .joined(separator: ", ")
    let breaks = districts.filter(\.hasBreak).map { "\"\($0.code)\"" }.joined(separator: ", ")
    lines.append(
      """
      {
        "generator": "NhipSimulation 1",
        "simulated": true,
        "seed": \(simulation.seed),
        "first_month": "\(simulation.name(ofMonth: 0))",
        "last_month": "\(simulation.name(ofMonth: simulation.months - 1))",
        "months": \(simulation.months),
        "provinces": \(provinceCount),
        "districts": \(districts.count),
        "communes": \(communeCount),
        "observations": \(rowCount),
        "missing": {
          "planted_share": \(decimal(simulation.missingShare)),
          "due_reports": \(dueReports),
          "missing_reports": \(missingReports),
          "planted_late_start_share": \(decimal(simulation.lateStartShare)),
          "late_starts": {\(starts)}
        },
        "crime_cases": {
          "median_rate_per_100000_per_month": \(decimal(Plan.crimeRate)),
          "log_rate_sd": \(decimal(Plan.crimeSpread)),
          "log_rate_sd_of_communes_within_district": \(decimal(Plan.communeSpread)),
          "distribution": "negative binomial, variance = mean + mean^2 / shape",
          "shape": \(decimal(Plan.crimeShape)),
          "season_january_to_december": [\(seasons)],
          "trend_log_per_year_mean": \(decimal(Plan.trendMean)),
          "trend_log_per_year_sd": \(decimal(Plan.trendSpread)),
          "break_month": "\(breakMonth)",
          "break_log_level": \(decimal(Plan.breakLogLevel)),
          "break_districts": [\(breaks)]
        },
        "correlation": {
          "x": "models_total at the end of the year per 1000 households_total",
          "y": "crime_cases of the year per 100000 population",
          "across": "district",
          "log_correlation": \(decimal(Plan.logCorrelation)),
          "log_sd_x": \(decimal(Plan.densitySpread)),
          "log_sd_y": \(decimal(Plan.crimeSpread)),
          "pearson_r_planted": \(decimal(correlation)),
          "pearson_r_of_complete_panel": {
      """)
    let years = correlations.map { "      \"\($0.year)\": \(decimal($0.r))" }
    lines.append(years.joined(separator: ",\n"))
    lines.append(
      """
          }
        },
        "district_columns":
          ["code", "log_density", "log_crime_rate", "crime_trend_per_year", "has_break"],
        "district_values": [
      """)
    let rows = districts.map { district in
      let numbers = [district.logDensity, district.logCrime, district.crimeTrend]
      let cells = numbers.map { decimal($0) }.joined(separator: ", ")
      return "    [\"\(district.code)\", \(cells), \(district.hasBreak)]"
    }
    lines.append(rows.joined(separator: ",\n"))
    lines.append("  ]\n}\n")
    return lines.joined(separator: "\n")
  }
}

/// `value` with six decimals, rounded half away from zero, the same on every platform.
func decimal(_ value: Double) -> String {
  let scaled = Int((abs(value) * 1_000_000).rounded())
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return "\(sign)\(scaled / 1_000_000).\(padded(scaled % 1_000_000, to: 6))"
}

extension Simulation {
  /// The first year, which may hold fewer than twelve months.
  var firstYear: Int { Simulation.lastYear + 1 - (months + 11) / 12 }

  /// A month counted from the first, as `2015-01`.
  package func name(ofMonth month: Int) -> String {
    let position = (12 - months % 12) % 12 + month
    return "\(firstYear + position / 12)-\(padded(position % 12 + 1, to: 2))"
  }
}
