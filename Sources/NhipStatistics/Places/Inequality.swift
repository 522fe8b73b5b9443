// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// How concentrated counts are over places.
///
/// Gini = sum (2i - n - 1) x_i / (n sum x), ascending; corrected x n / (n - 1); adjusted for fewer
/// events than places (Bernasco & Steenbeek 2017): max(1/c, 1/n) (2 sum i y_i - n - 1) -
/// max(n/c, 1) + 1. Theil T with 0 ln 0 = 0; the mean log deviation is undefined with zeros.
package struct Inequality: Hashable, Sendable {
  package let n: Int
  package let gini: Double
  package let giniCorrected: Double
  package let giniBernascoSteenbeek: Double
  /// Sum of squared shares.
  package let hhi: Double
  /// Half the sum of |share - 1/n|.
  package let hoover: Double
  package let theilT: Double
  package let theilLMld: Double?
  /// Cumulated shares of the places in ascending order, from 0 to 1.
  package let lorenz: [Double]
  /// The share of the largest fifth of the places, their number rounded up, in percent.
  package let topShare20Percent: Double

  package init(_ values: [Double]) throws(StatisticsError) {
    try Check.complete(values, field: "values")
    guard values.count >= 2 else { throw .insufficientData(needed: 2, got: values.count) }
    for index in values.indices where values[index] < 0 { throw .negativeCount(index: index) }
    let sorted = values.sorted()
    let total = CompensatedSum.of(sorted)
    guard total > 0 else { throw .allZero }
    guard total.isFinite, (total / Double(values.count)).isNormal else {
      throw .invalid("values")
    }
    let count = Double(values.count)
    let shares = sorted.map { $0 / total }
    var ranked = CompensatedSum()
    for i in shares.indices { ranked.add(Double(i + 1) * shares[i]) }
    let spread = 2 * ranked.value - count - 1
    n = values.count
    gini = spread / count
    giniCorrected = spread / (count - 1)
    giniBernascoSteenbeek =
      max(1 / total, 1 / count) * spread - max(count / total, 1) + 1
    hhi = CompensatedSum.of(shares.map { $0 * $0 })
    hoover = CompensatedSum.of(shares.map { ($0 - 1 / count).magnitude }) / 2
    theilT = CompensatedSum.of(shares.map { $0 > 0 ? $0 * log($0 * count) : 0 })
    theilLMld =
      shares.contains(0)
      ? nil : (CompensatedSum.of(shares.map { -log($0 * count) }) / count).finite
    var lorenz = [0.0]
    var sum = CompensatedSum()
    for share in shares {
      sum.add(share)
      lorenz.append(sum.value)
    }
    self.lorenz = lorenz
    let top = (values.count + 4) / 5
    topShare20Percent = 100 * CompensatedSum.of(shares.suffix(top))
  }
}

/// Inequality of rates between places, each weighted by its population.
///
/// The Lorenz curve runs over places ordered by rate; Theil T = sum c ln(c / p) of the shares of
/// events and population, which splits exactly into between and within groups.
package struct InequalityWeighted: Hashable, Sendable {
  package let giniPopulationWeighted: Double
  package let theilT: Double
  package let theilBetween: Double?
  package let theilWithin: Double?

  /// - Parameter groups: a number for the group of every place; `nil` gives no split.
  package init(
    counts: [Double], population: [Double], groups: [Int]? = nil
  ) throws(StatisticsError) {
    try Check.sameLength(counts.count, population.count)
    if let groups { try Check.sameLength(counts.count, groups.count) }
    guard counts.count >= 2 else { throw .insufficientData(needed: 2, got: counts.count) }
    for i in counts.indices {
      try Check.count(counts[i], at: i)
      try Check.exposure(population[i], at: i)
    }
    let total = CompensatedSum.of(counts)
    let people = CompensatedSum.of(population)
    guard total > 0 else { throw .allZero }
    guard people.isFinite else { throw .invalid("population") }
    let c = counts.map { $0 / total }
    let p = population.map { $0 / people }
    let order = counts.indices.sorted {
      counts[$0] / population[$0] < counts[$1] / population[$1]
    }
    var area = CompensatedSum()
    var below = 0.0
    for i in order {
      area.add(p[i] * (2 * below + c[i]))
      below += c[i]
    }
    func term(_ c: Double, _ p: Double) -> Double { c > 0 ? c * log(c / p) : 0 }
    let whole = CompensatedSum.of(c.indices.map { term(c[$0], p[$0]) })
    guard whole.isFinite else { throw .invalid("population") }
    giniPopulationWeighted = 1 - area.value
    theilT = whole
    guard let groups else {
      theilBetween = nil
      theilWithin = nil
      return
    }
    var events: [Int: Double] = [:]
    var residents: [Int: Double] = [:]
    for i in c.indices {
      events[groups[i], default: 0] += c[i]
      residents[groups[i], default: 0] += p[i]
    }
    let between = CompensatedSum.of(
      events.keys.sorted().map { term(events[$0] ?? 0, residents[$0] ?? 1) })
    theilBetween = between
    theilWithin = whole - between
  }
}
