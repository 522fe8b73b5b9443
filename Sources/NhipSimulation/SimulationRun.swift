// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Simulation {
  /// Makes every place's series in order, hands it to `body`, and gathers the truth.
  func simulate(
    _ registry: SimulatedPlaces, _ body: (PlaceSeries) throws(SimulationError) -> Void
  ) throws(SimulationError) -> Truth {
    var truth = Truth(
      simulation: self, provinceCount: registry.provinceCodes.count,
      communeCount: registry.communes.count,
      districts: registry.districts.map {
        Truth.District(
          code: $0.code, logDensity: $0.logDensity, logCrime: $0.logCrime,
          crimeTrend: $0.crimeTrend, hasBreak: $0.hasBreak)
      },
      correlation: Plan.correlation)
    var years = DistrictYears(districts: registry.districts.count, months: months)
    var series = PlaceSeries(months: months)
    for index in 0..<places {
      series.fill(index, of: registry, self)
      years.add(series)
      truth.add(series)
      try body(series)
    }
    truth.correlations = years.correlations(firstYear: firstYear)
    return truth
  }
}

extension Truth {
  fileprivate mutating func add(_ series: PlaceSeries) {
    let due = series.months - series.firstMonth
    let reported = series.isReported.count(where: { $0 })
    dueReports += due
    missingReports += due - reported
    rowCount += reported * SimulatedIndicator.monthlyCount + 2 * series.population.count
    if series.firstMonth > 0 {
      lateStarts.append(
        LateStart(place: series.code, firstMonth: simulation.name(ofMonth: series.firstMonth)))
    }
  }
}

/// Yearly sums of the complete panel by district, for the realised correlation.
private struct DistrictYears {
  let months: Int
  let years: Int
  var crime: [Double]
  var people: [Double]
  var models: [Double]
  var households: [Double]

  init(districts: Int, months: Int) {
    self.months = months
    years = (months + 11) / 12
    let zeros = Array(repeating: 0.0, count: districts * years)
    crime = zeros
    people = zeros
    models = zeros
    households = zeros
  }

  mutating func add(_ series: PlaceSeries) {
    let base = series.district * years
    for month in 0..<months {
      let position = series.firstCalendarMonth + month
      let cell = base + position / 12
      crime[cell] += Double(series.value(.crimeCases, month: month))
      if position % 12 == 11 {
        models[cell] += Double(series.value(.modelsTotal, month: month))
      }
    }
    for year in 0..<years {
      people[base + year] += Double(series.population[year])
      households[base + year] += Double(series.households[year])
    }
  }

  func correlations(firstYear: Int) -> [Truth.YearCorrelation] {
    let first = months % 12 == 0 ? 0 : 1
    return (first..<max(first, years)).compactMap { year in
      let cells = stride(from: year, to: crime.count, by: years)
      let x = cells.map { 1_000 * models[$0] / households[$0] }
      let y = cells.map { 100_000 * crime[$0] / people[$0] }
      return pearson(x, y).map { Truth.YearCorrelation(year: firstYear + year, r: $0) }
    }
  }

  /// Pearson's r; nil for fewer than two points or without spread.
  private func pearson(_ x: [Double], _ y: [Double]) -> Double? {
    let meanX = x.reduce(0, +) / Double(x.count)
    let meanY = y.reduce(0, +) / Double(y.count)
    var xx = 0.0
    var yy = 0.0
    var xy = 0.0
    for (a, b) in zip(x, y) {
      xx += (a - meanX) * (a - meanX)
      yy += (b - meanY) * (b - meanY)
      xy += (a - meanX) * (b - meanY)
    }
    guard xx > 0, yy > 0 else { return nil }
    return xy / (xx * yy).squareRoot()
  }
}
