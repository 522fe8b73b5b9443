// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The places of a simulation and what is planted in each, numbered depth-first.
struct SimulatedPlaces {
  /// The effects planted in one district; its communes share them.
  struct District {
    var code: String
    var province: Int
    /// Average population of the first year.
    var population: Double
    var populationGrowth: Double
    var householdSize: Double
    /// Log of the density of models, against the median district.
    var logDensity: Double
    /// Log of the crime rate in the middle of the panel, against the median district.
    var logCrime: Double
    /// Log change of the crime rate per year.
    var crimeTrend: Double
    var hasBreak: Bool
    var solvedShare: Double
    /// Its communes among `communes`; empty where districts report.
    var communes: Range<Int>
  }

  /// The part of a district that one commune holds.
  struct Commune {
    var code: String
    var district: Int
    /// Share of the district's population.
    var share: Double
    /// Log of the commune's crime rate against its district's.
    var logCrime: Double
  }

  var provinceCodes: [String] = []
  var districts: [District] = []
  var communes: [Commune] = []

  init(_ simulation: Simulation) {
    // Streams 0 and 1 are the registry's; places begin at 16.
    var random = RandomSource(seed: simulation.seed, stream: 0)
    let districtCount = min(simulation.places, Simulation.districtLimit)
    let provinceCount = min(Simulation.provinceLimit, (districtCount + 10) / 11)
    provinceCodes = (1...provinceCount).map { "P" + padded($0, to: 2) }
    let provinceSizes = SimulatedPlaces.parts(of: districtCount, in: provinceCount, &random)
    for (province, size) in provinceSizes.enumerated() {
      for _ in 0..<size {
        districts.append(
          SimulatedPlaces.district(
            number: districts.count + 1, province: province, simulation.months, &random))
      }
    }
    let breakCount = max(1, districtCount / 20)
    for index in SimulatedPlaces.permutation(of: districtCount, &random).prefix(breakCount) {
      districts[index].hasBreak = true
    }
    if simulation.places > districtCount {
      addCommunes(simulation.places, &random)
    }
    if simulation.shufflesCodes {
      shuffleCodes(seed: simulation.seed)
    }
  }

  /// The code of the reporting place at `index`.
  func code(_ index: Int) -> String {
    communes.isEmpty ? districts[index].code : communes[index].code
  }

  private static func district(
    number: Int, province: Int, _ months: Int, _ random: inout RandomSource
  ) -> District {
    let size = random.normal()
    let growth = random.normal()
    let household = random.uniform()
    let density = random.normal()
    let rest = random.normal()
    let trend = random.normal()
    let solved = random.uniform()
    let correlation = Plan.logCorrelation
    return District(
      code: "D" + padded(number, to: 3), province: province,
      population: Plan.medianPopulation * PortableMath.exp(Plan.populationSpread * size),
      populationGrowth: 0.009 + 0.006 * growth, householdSize: 3.4 + 0.7 * household,
      logDensity: Plan.densitySpread * density,
      logCrime: Plan.crimeSpread
        * (correlation * density + (1 - correlation * correlation).squareRoot() * rest),
      crimeTrend: Plan.trendMean + Plan.trendSpread * trend, hasBreak: false,
      solvedShare: 0.65 + 0.25 * solved, communes: 0..<0)
  }

  private mutating func addCommunes(_ count: Int, _ random: inout RandomSource) {
    let width = count > 99_999 ? 6 : 5
    let sizes = SimulatedPlaces.parts(of: count, in: districts.count, &random)
    communes.reserveCapacity(count)
    for (district, size) in sizes.enumerated() {
      let first = communes.count
      var total = 0.0
      for _ in 0..<size {
        let weight = 0.4 + random.uniform()
        total += weight
        communes.append(
          Commune(
            code: "C" + padded(communes.count + 1, to: width), district: district, share: weight,
            logCrime: Plan.communeSpread * random.normal()))
      }
      districts[district].communes = first..<communes.count
      for index in first..<communes.count { communes[index].share /= total }
    }
  }

  private mutating func shuffleCodes(seed: UInt64) {
    var random = RandomSource(seed: seed, stream: 1)
    let districtCodes = districts.map(\.code)
    for (index, other) in SimulatedPlaces.permutation(of: districts.count, &random).enumerated() {
      districts[index].code = districtCodes[other]
    }
    let communeCodes = communes.map(\.code)
    for (index, other) in SimulatedPlaces.permutation(of: communes.count, &random).enumerated() {
      communes[index].code = communeCodes[other]
    }
  }

  /// Cuts `total` into `count` uneven parts of at least one.
  private static func parts(of total: Int, in count: Int, _ random: inout RandomSource) -> [Int] {
    let weights = (0..<count).map { _ in 0.5 + random.uniform() }
    let sum = weights.reduce(0, +)
    var taken = 0
    var running = 0.0
    return weights.enumerated().map { index, weight in
      running += weight
      let rest = count - 1 - index
      let wanted = rest == 0 ? total : Int((Double(total) * running / sum).rounded())
      let end = min(max(wanted, taken + 1), total - rest)
      defer { taken = end }
      return end - taken
    }
  }

  private static func permutation(of count: Int, _ random: inout RandomSource) -> [Int] {
    var order = Array(0..<count)
    for index in order.indices.dropFirst().reversed() {
      order.swapAt(index, random.below(index + 1))
    }
    return order
  }

  /// The text of `places.csv`: depth-first, with the number of units below each place.
  var table: String {
    var text = "code,name,type,level,parent,valid_from,valid_to,unit_counts,source\n"
    func add(_ code: String, _ name: String, _ level: String, _ parent: String, _ counts: String) {
      text += "\(code),\(name),,\(level),\(parent),,,\(counts),simulated\n"
    }
    func counts(_ units: [(level: String, count: Int)]) -> String {
      units.filter { $0.count > 0 }.map { "\($0.level)=\($0.count)" }.joined(separator: ";")
    }
    let all = [
      ("province", provinceCodes.count), ("district", districts.count), ("commune", communes.count),
    ]
    add("SIM", "Nước mô phỏng", "country", "", counts(all))
    var first = 0
    for (province, code) in provinceCodes.enumerated() {
      let end = districts[first...].firstIndex { $0.province != province } ?? districts.count
      let inside = districts[first..<end]
      let communeCount = inside.map(\.communes.count).reduce(0, +)
      let below = [("district", inside.count), ("commune", communeCount)]
      add(code, "Tỉnh " + code.dropFirst(), "province", "SIM", counts(below))
      for district in inside {
        let name = "Huyện " + district.code.dropFirst()
        add(district.code, name, "district", code, counts([("commune", district.communes.count)]))
        for commune in communes[district.communes] {
          add(commune.code, "Xã " + commune.code.dropFirst(), "commune", district.code, "")
        }
      }
      first = end
    }
    return text
  }
}

/// `number` with zeros in front.
func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
