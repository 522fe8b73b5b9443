// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What a change of the overall rate is made of (Kitagawa 1955): changed rates of the strata at
/// the mean composition, and changed composition at the mean rates. The two add up exactly.
package struct Kitagawa: Hashable, Sendable {
  package let rateBefore: Double
  package let rateAfter: Double
  package let difference: Double
  package let rateEffect: Double
  package let compositionEffect: Double

  package init(
    countsBefore: [Double], populationBefore: [Double], countsAfter: [Double],
    populationAfter: [Double], multiplier: Double = 100_000
  ) throws(StatisticsError) {
    try Check.multiplier(multiplier)
    guard !countsBefore.isEmpty else { throw .insufficientData(needed: 1, got: 0) }
    for list in [populationBefore, countsAfter, populationAfter] {
      try Check.sameLength(countsBefore.count, list.count)
    }
    for i in countsBefore.indices {
      try Check.count(countsBefore[i], at: i)
      try Check.count(countsAfter[i], at: i)
      try Check.exposure(populationBefore[i], at: i)
      try Check.exposure(populationAfter[i], at: i)
    }
    let totalBefore = CompensatedSum.of(populationBefore)
    let totalAfter = CompensatedSum.of(populationAfter)
    var rates = CompensatedSum()
    var composition = CompensatedSum()
    for i in countsBefore.indices {
      let rate0 = countsBefore[i] / populationBefore[i]
      let rate1 = countsAfter[i] / populationAfter[i]
      let share0 = populationBefore[i] / totalBefore
      let share1 = populationAfter[i] / totalAfter
      rates.add((rate1 - rate0) * (share0 + share1) / 2)
      composition.add((share1 - share0) * (rate0 + rate1) / 2)
    }
    rateBefore = CompensatedSum.of(countsBefore) / totalBefore * multiplier
    rateAfter = CompensatedSum.of(countsAfter) / totalAfter * multiplier
    difference = rateAfter - rateBefore
    rateEffect = rates.value * multiplier
    compositionEffect = composition.value * multiplier
    guard difference.isFinite, rateEffect.isFinite, compositionEffect.isFinite else {
      throw .invalid("multiplier")
    }
  }
}
