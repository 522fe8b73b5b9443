// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipSimulation
import Testing

/// What is planted comes back out of the default panel.
struct SimulationTests {
  /// The default panel with yearly sums of each district, made once.
  struct Panel {
    var truth: Truth
    /// Cases by year, complete, one row a district.
    var yearlyCrime: [[Double]] = []
    var monthlyCrime: [[Double]] = []
    var modelsInDecember: [[Double]] = []
    var population: [[Double]] = []
    var households: [[Double]] = []
    var reported: [[Bool]] = []
    var firstMonths: [Int] = []
    var contradictions = 0
  }

  static let panel: Result<Panel, SimulationError> = Result { () throws(SimulationError) -> Panel in
    let simulation = Simulation()
    var series: [PlaceSeries] = []
    var panel = Panel(truth: try simulation.run { series.append($0) })
    for place in series {
      let crime = (0..<simulation.months).map { Double(place.value(.crimeCases, month: $0)) }
      panel.monthlyCrime.append(crime)
      panel.yearlyCrime.append(
        stride(from: 0, to: crime.count, by: 12).map { crime[$0..<$0 + 12].reduce(0, +) })
      panel.modelsInDecember.append(
        stride(from: 11, to: crime.count, by: 12).map {
          Double(place.value(.modelsTotal, month: $0))
        })
      panel.population.append(place.population.map(Double.init))
      panel.households.append(place.households.map(Double.init))
      panel.reported.append(place.isReported)
      panel.firstMonths.append(place.firstMonth)
      for month in 0..<simulation.months
      where place.value(.casesSolved, month: month) > place.value(.crimeCases, month: month)
        || place.value(.tipsValuable, month: month) > place.value(.tipsReceived, month: month)
      {
        panel.contradictions += 1
      }
    }
    return panel
  }

  let panel: Panel

  init() throws {
    panel = try SimulationTests.panel.get()
  }

  @Test func correlatesModelsAndCrimeByHalf() {
    #expect(panel.truth.correlations.map(\.year) == Array(2015...2024))
    for (year, stated) in panel.truth.correlations.enumerated() {
      let density = panel.modelsInDecember.indices.map {
        panel.modelsInDecember[$0][year] / panel.households[$0][year]
      }
      let rate = panel.yearlyCrime.indices.map {
        panel.yearlyCrime[$0][year] / panel.population[$0][year]
      }
      let r = pearson(density, rate)
      #expect(abs(r + 0.5) < 0.08, "\(stated.year)")
      #expect(abs(r - stated.r) < 1e-9, "\(stated.year)")
      #expect(abs(r - panel.truth.correlation) < 0.1, "\(stated.year)")
    }
  }

  @Test func plantsTrendsThatRegressionRecovers() {
    var planted: [Double] = []
    var found: [Double] = []
    for (index, district) in panel.truth.districts.enumerated() where !district.hasBreak {
      let rates = zip(panel.yearlyCrime[index], panel.population[index]).map { $0 / $1 }
      guard !rates.contains(0) else { continue }
      planted.append(district.crimeTrend)
      found.append(slope(rates.map { Foundation.log($0) }))
    }
    #expect(planted.count > 600)
    #expect(abs(mean(found) - mean(planted)) < 0.003)
    #expect(abs(mean(planted) + 0.02) < 0.005)
    #expect(pearson(planted, found) > 0.75)
  }

  @Test func breaksTheLevelInTheNamedDistrictsOnly() {
    let month = 63
    #expect(panel.truth.breakMonth == "2020-04")
    #expect(panel.truth.districts.count(where: \.hasBreak) == 35)
    // Cases after over cases before, against what the trends alone would give.
    var logRatios: [Bool: [Double]] = [:]
    for (index, district) in panel.truth.districts.enumerated() {
      let crime = panel.monthlyCrime[index]
      let before = crime[month - 36..<month].reduce(0, +)
      let after = crime[month..<month + 36].reduce(0, +)
      let logRatio = Foundation.log(after / before) - 3 * district.crimeTrend
      logRatios[district.hasBreak, default: []].append(logRatio)
    }
    let difference = mean(logRatios[true] ?? []) - mean(logRatios[false] ?? [])
    #expect(abs(difference + 0.43) < 0.06)
  }

  @Test func followsTheSeasonAndSpreadsBeyondPoisson() {
    var sums = Array(repeating: 0.0, count: 12)
    for crime in panel.monthlyCrime {
      for (month, cases) in crime.enumerated() { sums[month % 12] += cases }
    }
    let average = mean(sums)
    let season = [1.22, 1.14, 0.94, 0.90, 0.92, 0.96, 1.00, 0.98, 0.92, 0.92, 0.98, 1.12]
    for (found, planted) in zip(sums, season) {
      #expect(abs(found / average - planted) < 0.03)
    }
    // The same calendar month in neighbouring years: Poisson counts differ by 2 × mean in square.
    var square = 0.0
    var expected = 0.0
    for crime in panel.monthlyCrime {
      for month in 0..<36 {
        let (a, b) = (crime[month], crime[month + 12])
        square += (a - b) * (a - b)
        expected += a + b
      }
    }
    #expect((1.5...2.6).contains(square / expected))
  }

  @Test func takesOutTwoMonthsInAHundred() {
    let missing = Double(panel.truth.missingReports) / Double(panel.truth.dueReports)
    #expect(abs(missing - 0.02) < 0.002)
    #expect((15...45).contains(panel.truth.lateStarts.count))
    for (reported, first) in zip(panel.reported, panel.firstMonths) {
      #expect(!reported[..<first].contains(true))
      #expect(first == 0 || (12..<60).contains(first))
    }
  }

  @Test func keepsPartsWithinTheirWhole() {
    #expect(panel.contradictions == 0)
  }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(max(values.count, 1))
  }

  private func pearson(_ x: [Double], _ y: [Double]) -> Double {
    let (mx, my) = (mean(x), mean(y))
    let xy = zip(x, y).map { ($0 - mx) * ($1 - my) }.reduce(0, +)
    let xx = x.map { ($0 - mx) * ($0 - mx) }.reduce(0, +)
    let yy = y.map { ($0 - my) * ($0 - my) }.reduce(0, +)
    return xy / (xx * yy).squareRoot()
  }

  private func slope(_ y: [Double]) -> Double {
    let x = y.indices.map(Double.init)
    let (mx, my) = (mean(x), mean(y))
    let xy = zip(x, y).map { ($0 - mx) * ($1 - my) }.reduce(0, +)
    return xy / x.map { ($0 - mx) * ($0 - mx) }.reduce(0, +)
  }
}
