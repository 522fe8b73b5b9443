// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// One thing to measure: a name that the peers share, and what is done.
struct Work {
  enum Task {
    /// A query on the session that holds the data.
    case query(String)
    /// The observations as a lone file into a new session: as a table only, or as figures too.
    case loadFile(isPlain: Bool)
    /// The data package into a new session, up to the answer of a first query.
    case loadUntilReady
  }

  let name: String
  let task: Task

  init(_ name: String, _ task: Task) {
    self.name = name
    self.task = task
  }

  init(_ name: String, _ query: String) { self.init(name, .query(query)) }

  /// The panel's works. `harness/works.csv` says what each asks, the peers say it in SQL.
  ///
  /// Columns that only Nhip's verbs add (intervals, tests, verdicts) are dropped where no peer
  /// computes them. `including partial` asks for what the peers do: add up what is there.
  static func panel(_ panel: Panel) -> [Work] {
    let flows = Panel.flows.joined(separator: ", ")
    let commune = panel.finestLevel
    return [
      Work("load_csv", .loadFile(isPlain: true)),
      Work("load_observations", .loadFile(isPlain: false)),
      Work("load_until_ready", .loadUntilReady),
      Work("province_year", "series \(flows) from simulated by province, year"),
      Work("stock_province_year", "series models_total from simulated by province, year"),
      Work("year_total", "series \(flows) from simulated by year"),
      Work("district_month", "series crime_cases from simulated by district, month"),
      Work(
        "change_district",
        """
        series crime_cases from simulated by district, month
        | change vs same period including partial | select district, month, crime_cases_percent
        """),
      Work(
        "change_commune",
        """
        series crime_cases from simulated by \(commune), month
        | change vs same period | select \(commune), month, crime_cases_percent
        """),
      Work(
        "rolling_commune",
        """
        series crime_cases from simulated by \(commune), month
        | rolling 12 month mean | select \(commune), month, crime_cases_rolling
        """),
      Work(
        "slope_all",
        """
        series \(flows), models_total from simulated by \(commune), month
        | trend | select \(commune), term, estimate, r2
        """),
      Work(
        "theil_sen_district",
        """
        series crime_cases from simulated by district, month
        | trend theil_sen including partial | select district, estimate, p
        """),
      Work(
        "correlation_year",
        """
        series crime_cases, tips_received from simulated by \(commune), year
        | correlate pearson including partial | select year, estimate
        """),
      Work(
        "rate_province_year",
        "series 10000 * crime_cases / population as rate from simulated by province, year"),
      Work(
        "quantiles_province_year",
        """
        series crime_cases from simulated by \(commune), month
        | summarise q50 = median(crime_cases), q90 = quantile(crime_cases, 0.9) by province, year
        """),
      Work(
        "top_districts",
        "series crime_cases from simulated by district during 2023 | top 10 by crime_cases"),
      Work(
        "one_series", "series tips_received from simulated by month in \"\(panel.somePlace)\""),
      Work(
        "describe",
        """
        from simulated | where level = "\(commune)"
        | summarise n = count(value), low = min(value), high = max(value), mean = mean(value), \
        deviation = sd(value), middle = median(value) by indicator
        """),
      Work(
        "gap_fill",
        """
        series crime_cases from simulated by \(commune), month during \(panel.months)
        | fill previous
        """),
      Work(
        "population_then",
        "series crime_cases, population from simulated by \(commune), month"),
    ]
  }

  /// The group-by questions of the public database benchmark.
  static let h2o: [Work] = {
    // Pearson's r from five means; the language has no aggregate for it.
    let squaredCorrelation = """
      from g1 | derive xy = v1 * v2, xx = v1 * v1, yy = v2 * v2
      | summarise n = count(), x = sum(v1), y = sum(v2), xy = sum(xy), xx = sum(xx), yy = sum(yy) \
      by id2, id4
      | derive top = n * xy - x * y
      | select id2, id4, r2 = top * top / ((n * xx - x * x) * (n * yy - y * y))
      """
    return [
      Work("q1", "from g1 | summarise v1 = sum(v1) by id1"),
      Work("q2", "from g1 | summarise v1 = sum(v1) by id1, id2"),
      Work("q3", "from g1 | summarise v1 = sum(v1), v3 = mean(v3) by id3"),
      Work("q4", "from g1 | summarise v1 = mean(v1), v2 = mean(v2), v3 = mean(v3) by id4"),
      Work("q5", "from g1 | summarise v1 = sum(v1), v2 = sum(v2), v3 = sum(v3) by id6"),
      Work("q6", "from g1 | summarise median_v3 = median(v3), sd_v3 = sd(v3) by id4, id5"),
      Work("q7", "from g1 | summarise range_v1_v2 = max(v1) - min(v2) by id3"),
      Work("q8", "from g1 | select id6, v3 | top 2 by v3 within id6"),
      Work("q9", squaredCorrelation),
      Work(
        "q10",
        "from g1 | summarise v3 = sum(v3), count = count() by id1, id2, id3, id4, id5, id6"),
    ]
  }()
}
