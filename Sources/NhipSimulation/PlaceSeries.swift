// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// All figures of one place: complete, with the months that were reported beside them.
package struct PlaceSeries: Sendable {
  /// Position in the order of places.
  package internal(set) var index = 0
  package internal(set) var code = ""
  /// The position of the place's district.
  package internal(set) var district = 0
  /// Monthly values, one indicator after the other: `indicator * months + month`.
  package internal(set) var monthly: [Int32]
  /// Whether the place's report of a month exists.
  package internal(set) var isReported: [Bool]
  /// The first month the place reports, counted from the panel's first.
  package internal(set) var firstMonth = 0
  /// Yearly averages, first year first.
  package internal(set) var population: [Int32]
  package internal(set) var households: [Int32]

  let months: Int
  /// The calendar month (0–11) of the panel's first month.
  let firstCalendarMonth: Int

  init(months: Int) {
    self.months = months
    firstCalendarMonth = (12 - months % 12) % 12
    monthly = Array(repeating: 0, count: SimulatedIndicator.monthlyCount * months)
    isReported = Array(repeating: true, count: months)
    let years = (months + 11) / 12
    population = Array(repeating: 0, count: years)
    households = Array(repeating: 0, count: years)
  }

  /// The value of a monthly indicator, whether it was reported or not.
  package func value(_ indicator: SimulatedIndicator, month: Int) -> Int {
    Int(monthly[indicator.rawValue * months + month])
  }

  /// Fills the series of the place at `index`.
  mutating func fill(_ index: Int, of registry: SimulatedPlaces, _ simulation: Simulation) {
    let commune = registry.communes.isEmpty ? nil : registry.communes[index]
    self.index = index
    code = registry.code(index)
    district = commune?.district ?? index
    let parent = registry.districts[district]
    var random = RandomSource(seed: simulation.seed, stream: 16 + 2 * UInt64(index))
    fillYears(parent, share: commune?.share ?? 1)
    fillMonths(parent, logCrime: parent.logCrime + (commune?.logCrime ?? 0), &random)
    // The gaps have a stream of their own: a patchy panel is the whole one with months taken out.
    var gaps = RandomSource(seed: simulation.seed, stream: 17 + 2 * UInt64(index))
    fillReported(simulation, &gaps)
  }

  private mutating func fillYears(_ parent: SimulatedPlaces.District, share: Double) {
    var people = parent.population * share
    for year in population.indices {
      population[year] = Int32(people.rounded())
      households[year] = Int32((people / parent.householdSize).rounded())
      people *= 1 + parent.populationGrowth
    }
  }

  private mutating func fillMonths(
    _ parent: SimulatedPlaces.District, logCrime: Double, _ random: inout RandomSource
  ) {
    let middle = Double(months - 1) / 24
    let step = PortableMath.exp(parent.crimeTrend / 12)
    let breakFactor = parent.hasBreak ? PortableMath.exp(Plan.breakLogLevel) : 1
    let breakMonth = Plan.breakMonth(of: months)
    let density = PortableMath.exp(parent.logDensity)
    var crimeRate = Plan.crimeRate * PortableMath.exp(logCrime - parent.crimeTrend * middle)
    var tipsRate = 30 * density
    let tipsStep = PortableMath.exp(0.03 / 12)
    let initial = Double(households[0]) / 1_000 * Plan.modelDensity * density
    var models = Int(initial.rounded())
    for month in 0..<months {
      let calendarMonth = (firstCalendarMonth + month) % 12
      let people = Double(population[(firstCalendarMonth + month) / 12]) / 100_000
      if month == breakMonth { crimeRate *= breakFactor }
      let crimeMean = people * crimeRate * Plan.crimeSeason[calendarMonth]
      let crime = random.poisson(crimeMean * random.gammaOfMeanOne(shape: Plan.crimeShape))
      let tips = random.poisson(people * tipsRate * random.gammaOfMeanOne(shape: Plan.tipsShape))
      let built = random.poisson(0.009 * initial)
      models = max(0, models + built - random.poisson(0.005 * initial))
      set(.crimeCases, month, crime)
      set(.casesSolved, month, random.binomial(crime, parent.solvedShare))
      set(.tipsReceived, month, tips)
      set(.tipsValuable, month, random.binomial(tips, Plan.valuableShare))
      set(.modelsTotal, month, models)
      set(.modelsBuilt, month, built)
      set(.patrolSessions, month, random.poisson(0.12 * Double(models)))
      set(.firesHandled, month, random.poisson(0.35 * people * Plan.fireSeason[calendarMonth]))
      set(.mediations, month, random.poisson(6 * people))
      let outreach = 9 * people * Plan.outreachSeason[calendarMonth]
      set(.outreachSessions, month, random.poisson(outreach))
      crimeRate *= step
      tipsRate *= tipsStep
    }
  }

  @inline(__always)
  private mutating func set(_ indicator: SimulatedIndicator, _ month: Int, _ value: Int) {
    monthly[indicator.rawValue * months + month] = Int32(truncatingIfNeeded: value)
  }

  private mutating func fillReported(_ simulation: Simulation, _ random: inout RandomSource) {
    let isLate = random.uniform() < simulation.lateStartShare
    // A late start falls between the second year and the middle; short panels have none.
    let delay = random.below(max(1, months / 2 - 12))
    firstMonth = isLate && months >= 36 ? 12 + delay : 0
    for month in 0..<months {
      isReported[month] = random.uniform() >= simulation.missingShare && month >= firstMonth
    }
  }
}
