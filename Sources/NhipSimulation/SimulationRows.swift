// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The words of every row but place and value.
private struct RowLabels {
  /// `indicator * months + month`.
  var monthly: [RowLabel] = []
  var population: [RowLabel] = []
  var households: [RowLabel] = []

  init(_ simulation: Simulation) {
    let months = (0..<simulation.months).map { simulation.name(ofMonth: $0) }
    for indicator in SimulatedIndicator.allCases.prefix(SimulatedIndicator.monthlyCount) {
      monthly += months.map { RowLabel("\($0),\(indicator.key),") }
    }
    for year in simulation.firstYear...Simulation.lastYear {
      population.append(RowLabel("\(year),\(SimulatedIndicator.population.key),"))
      households.append(RowLabel("\(year),\(SimulatedIndicator.householdsTotal.key),"))
    }
  }
}

extension Simulation {
  /// Rows by place, then indicator, then month.
  func writeInOrder(
    _ registry: SimulatedPlaces, to rows: inout RowWriter, progress: (Double) -> Bool
  ) throws(SimulationError) -> Truth {
    let labels = RowLabels(self)
    let step = max(1, places / 100)
    // A closure cannot hold the writer, which is not copied; a pointer to it can.
    return try withUnsafeMutablePointer(to: &rows) { (rows) throws(SimulationError) -> Truth in
      try simulate(registry) { (series) throws(SimulationError) in
        if series.index % step == 0 {
          guard progress(Double(series.index) / Double(places)) else { throw .cancelled }
        }
        let code = RowCode(series.code)
        for indicator in 0..<SimulatedIndicator.monthlyCount {
          let base = indicator * months
          for month in 0..<months where series.isReported[month] {
            try rows.pointee.add(code, labels.monthly[base + month], series.monthly[base + month])
          }
        }
        for year in series.population.indices {
          try rows.pointee.add(code, labels.population[year], series.population[year])
        }
        for year in series.households.indices {
          try rows.pointee.add(code, labels.households[year], series.households[year])
        }
      }
    }
  }

  /// The same rows in random order.
  func writeShuffled(
    _ registry: SimulatedPlaces, to rows: inout RowWriter, progress: (Double) -> Bool
  ) throws(SimulationError) -> Truth {
    let labels = RowLabels(self)
    let all = labels.monthly + labels.population + labels.households
    var codes: [RowCode] = []
    var values: [Int32] = []
    // A row is place * labels + label; absent months have none.
    var order: [UInt64] = []
    values.reserveCapacity(places * all.count)
    order.reserveCapacity(places * all.count)
    let step = max(1, places / 50)
    let truth = try simulate(registry) { (series) throws(SimulationError) in
      if series.index % step == 0 {
        guard progress(0.5 * Double(series.index) / Double(places)) else { throw .cancelled }
      }
      codes.append(RowCode(series.code))
      let base = values.count
      values += series.monthly
      values += series.population
      values += series.households
      for label in all.indices
      where label >= labels.monthly.count || series.isReported[label % months] {
        order.append(UInt64(base + label))
      }
    }
    var random = RandomSource(seed: seed, stream: 2)
    for index in order.indices.dropFirst().reversed() {
      order.swapAt(index, random.below(index + 1))
    }
    let rowStep = max(1, order.count / 50)
    for (index, row) in order.enumerated() {
      if index % rowStep == 0 {
        guard progress(0.5 + 0.5 * Double(index) / Double(order.count)) else { throw .cancelled }
      }
      let (place, label) = Int(row).quotientAndRemainder(dividingBy: all.count)
      try rows.add(codes[place], all[label], values[Int(row)])
    }
    return truth
  }
}
