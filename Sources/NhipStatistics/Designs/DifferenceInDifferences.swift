// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Did a measure work, from four counts: treated and control, before and after.
///
/// Multiplicative: ratio of rate ratios, se(log) = sqrt(sum 1/x). Additive: weighted displacement
/// difference (Wheeler & Ratcliffe 2018) without displacement, se = sqrt(sum x). The two assume
/// different counterfactuals and can disagree.
package struct DifferenceInDifferencesCounts: Hashable, Sendable {
  package let ratioOfRateRatios: Double?
  package let percentEffect: Double?
  package let seLog: Double?
  package let p: Double?
  package let interval: Interval?
  package let wdd: Double
  package let wddSe: Double
  package let wddZ: Double?
  package let wddP: Double?
  package let wddInterval: Interval
  package let status: Status?

  package init(
    treatedBefore: Double, treatedAfter: Double, controlBefore: Double, controlAfter: Double,
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    let counts = [treatedBefore, treatedAfter, controlBefore, controlAfter]
    for index in counts.indices { try Check.count(counts[index], at: index) }
    let z = Distributions.normalCritical(confidence)
    wdd = (treatedAfter - treatedBefore) - (controlAfter - controlBefore)
    wddSe = CompensatedSum.of(counts).squareRoot()
    wddZ = wddSe > 0 ? wdd / wddSe : nil
    wddP = wddZ.map { Distributions.normalTwoSided($0) }
    wddInterval = Interval(wdd - z * wddSe, wdd + z * wddSe)
    guard counts.allSatisfy({ $0 > 0 }) else {
      ratioOfRateRatios = nil
      percentEffect = nil
      seLog = nil
      p = nil
      interval = nil
      status = .zeroCell
      return
    }
    let ratio = (treatedAfter / treatedBefore) / (controlAfter / controlBefore)
    let se = counts.reduce(0) { $0 + 1 / $1 }.squareRoot()
    ratioOfRateRatios = ratio
    percentEffect = 100 * (ratio - 1)
    seLog = se
    p = Distributions.normalTwoSided(log(ratio) / se)
    interval = LogRatio.interval(ratio, standardError: se, critical: z)
    status = nil
  }
}

/// The weighted displacement difference with a displacement zone, area and time weights
/// (Wheeler & Ratcliffe 2018): sums of count / weight, variances of count / weight^2.
package struct WeightedDisplacement: Hashable, Sendable {
  /// Counts before and after in one zone, divided by its area weight.
  package struct Zone: Hashable, Sendable {
    package var before: Double
    package var after: Double
    package var areaWeight: Double

    package init(before: Double, after: Double, areaWeight: Double = 1) {
      self.before = before
      self.after = after
      self.areaWeight = areaWeight
    }
  }

  package let local: Double
  package let localSe: Double
  package let displacement: Double
  package let displacementSe: Double
  package let total: Double
  package let totalSe: Double
  package let z: Double?
  package let p: Double?
  package let interval: Interval

  package init(
    treated: Zone, control: Zone, displacementTreated: Zone? = nil,
    displacementControl: Zone? = nil, timeWeights: (before: Double, after: Double) = (1, 1),
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    let none = Zone(before: 0, after: 0)
    let zones = [treated, control, displacementTreated ?? none, displacementControl ?? none]
    for weight in [timeWeights.before, timeWeights.after] {
      guard weight > 0, weight.isFinite else { throw .invalid("time_weights") }
    }
    var changes: [Double] = []
    var variances: [Double] = []
    for index in zones.indices {
      let zone = zones[index]
      try Check.count(zone.before, at: index)
      try Check.count(zone.after, at: index)
      guard zone.areaWeight > 0, zone.areaWeight.isFinite else {
        throw .invalidParameter(field: "area_weights", index: index)
      }
      let before = zone.areaWeight * timeWeights.before
      let after = zone.areaWeight * timeWeights.after
      changes.append(zone.after / after - zone.before / before)
      variances.append(zone.after / (after * after) + zone.before / (before * before))
    }
    local = changes[0] - changes[1]
    localSe = (variances[0] + variances[1]).squareRoot()
    displacement = changes[2] - changes[3]
    displacementSe = (variances[2] + variances[3]).squareRoot()
    total = local + displacement
    totalSe = (variances[0] + variances[1] + variances[2] + variances[3]).squareRoot()
    guard total.isFinite, totalSe.isFinite else { throw .invalid("area_weights") }
    z = totalSe > 0 ? total / totalSe : nil
    p = z.map { Distributions.normalTwoSided($0) }
    let half = Distributions.normalCritical(confidence) * totalSe
    interval = Interval(total - half, total + half)
  }
}

/// The two-by-two design on values: the effect is the treated change minus the control change.
///
/// Equal to the interaction of a regression on both indicators; classical and HC1 errors
/// (MacKinnon & White 1985), t with n - 4 degrees of freedom.
package struct DifferenceInDifferences: Hashable, Sendable {
  package struct Means: Hashable, Sendable {
    package let treatedPre: Double
    package let treatedPost: Double
    package let controlPre: Double
    package let controlPost: Double
  }

  package let n: Int
  package let means: Means
  package let effect: Double
  package let seClassical: Double?
  package let p: Double?
  package let seHc1: Double?

  package init(
    _ values: [Double], isTreated: [Bool], isAfter: [Bool]
  ) throws(StatisticsError) {
    try Check.sameLength(values.count, isTreated.count)
    try Check.sameLength(values.count, isAfter.count)
    try Check.complete(values, field: "y")
    // Cells: treated before, treated after, control before, control after.
    var cells = [[Double]](repeating: [], count: 4)
    for i in values.indices {
      cells[(isTreated[i] ? 0 : 2) + (isAfter[i] ? 1 : 0)].append(values[i])
    }
    let names = ["treated_pre", "treated_post", "control_pre", "control_post"]
    for index in cells.indices where cells[index].isEmpty {
      throw .emptyCell(cell: names[index])
    }
    let moments = cells.map { Moments($0) }
    let squares = moments.reduce(0) { $0 + $1.sumOfSquares }
    guard squares.isFinite else { throw .invalid("y") }
    n = values.count
    means = Means(
      treatedPre: moments[0].mean, treatedPost: moments[1].mean, controlPre: moments[2].mean,
      controlPost: moments[3].mean)
    effect = (moments[1].mean - moments[0].mean) - (moments[3].mean - moments[2].mean)
    guard values.count > 4 else {
      seClassical = nil
      p = nil
      seHc1 = nil
      return
    }
    let degrees = Double(values.count - 4)
    let inverse = cells.reduce(0) { $0 + 1 / Double($1.count) }
    let se = (squares / degrees * inverse).squareRoot()
    seClassical = se
    p = se > 0 ? Distributions.studentTwoSided(effect / se, degrees: degrees) : nil
    var robust = 0.0
    for index in cells.indices {
      let count = Double(cells[index].count)
      robust += moments[index].sumOfSquares / (count * count)
    }
    seHc1 = (robust * Double(values.count) / degrees).squareRoot()
  }
}
