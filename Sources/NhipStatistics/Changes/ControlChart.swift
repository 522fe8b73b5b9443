// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A u-chart of counts with exposures: centre sum x / sum n, limits +- 3 sqrt(centre / n), the
/// wider limits of Laney 2002 (sigma_z = mean moving range of z / 1.128) and the two-sided tabular
/// CUSUM of z with k = 0.5, h = 5. Positions are 1-based.
package struct ControlChart: Hashable, Sendable {
  package let centre: Double
  package let ucl: [Double]
  package let lcl: [Double]
  package let z: [Double]
  package let laneySigmaZ: Double
  package let uclLaneyUPrime: [Double]
  package let lclLaneyUPrime: [Double]
  package let signals: [Int]
  package let laneySignals: [Int]
  package let cusumPlus: [Double]
  package let cusumMinus: [Double]
  package let cusumSignals: [Int]

  package static let cusumSlack = 0.5  // half of the shift of one sd that is looked for
  package static let cusumLimit = 5.0  // an in-control run of about 465 periods

  package init(_ counts: [Double], exposure: [Double]? = nil) throws(StatisticsError) {
    let exposure = exposure ?? counts.map { _ in 1 }
    try Check.sameLength(counts.count, exposure.count)
    guard counts.count >= 2 else { throw .insufficientData(needed: 2, got: counts.count) }
    for i in counts.indices {
      try Check.count(counts[i], at: i)
      try Check.exposure(exposure[i], at: i)
    }
    let total = CompensatedSum.of(counts)
    guard total > 0 else { throw .allZero }
    let centre = total / CompensatedSum.of(exposure)
    let sigma = exposure.map { (centre / $0).squareRoot() }
    let z = counts.indices.map { (counts[$0] / exposure[$0] - centre) / sigma[$0] }
    guard centre > 0, (sigma + z).allSatisfy(\.isFinite) else { throw .invalid("exposure") }
    let ranges = z.indices.dropFirst().map { (z[$0] - z[$0 - 1]).magnitude }
    let sigmaZ = CompensatedSum.of(ranges) / Double(ranges.count) / 1.128
    var plus: [Double] = []
    var minus: [Double] = []
    for value in z {
      plus.append(max(0, (plus.last ?? 0) + value - Self.cusumSlack))
      minus.append(max(0, (minus.last ?? 0) - value - Self.cusumSlack))
    }
    func positions(_ condition: (Int) -> Bool) -> [Int] {
      z.indices.filter(condition).map { $0 + 1 }
    }
    self.centre = centre
    self.z = z
    ucl = sigma.map { centre + 3 * $0 }
    lcl = sigma.map { max(0, centre - 3 * $0) }
    laneySigmaZ = sigmaZ
    uclLaneyUPrime = sigma.map { centre + 3 * $0 * sigmaZ }
    lclLaneyUPrime = sigma.map { max(0, centre - 3 * $0 * sigmaZ) }
    signals = positions { z[$0].magnitude > 3 }
    laneySignals = positions { z[$0].magnitude > 3 * sigmaZ }
    cusumPlus = plus
    cusumMinus = minus
    cusumSignals = positions { plus[$0] > Self.cusumLimit || minus[$0] > Self.cusumLimit }
    guard (uclLaneyUPrime + plus + minus).allSatisfy(\.isFinite) else { throw .invalid("counts") }
  }
}
