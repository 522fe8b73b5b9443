// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// How two indicators go together: Pearson, Spearman and Kendall over the complete pairs.
///
/// Pearson: t with n - 2 degrees of freedom; Fisher interval tanh(atanh r +- z / sqrt(n - 3)).
/// Spearman: Pearson of mid-ranks, t approximation, exact for n <= 9. Kendall: tau-b, normal with
/// tie-corrected variance, exact for n <= 9, without ties below 50 pairs. Exact with ties: the share
/// of all orders whose coefficient is as large or larger, whichever sign.
package struct Correlation: Hashable, Sendable {
  package let nUsed: Int
  package let nMissingPairs: Int
  package private(set) var pearsonR: Double?
  package private(set) var pearsonT: Double?
  package private(set) var pearsonDf: Int?
  package private(set) var pearsonP: Double?
  package private(set) var pearsonInterval: Interval?
  package private(set) var spearmanRho: Double?
  package private(set) var spearmanT: Double?
  package private(set) var spearmanPT: Double?
  package private(set) var spearmanPExact: Double?
  package private(set) var kendallTauB: Double?
  package private(set) var kendallZ: Double?
  package private(set) var kendallPNormal: Double?
  package private(set) var kendallPExact: Double?
  package let status: Status?

  /// - Parameter withRanks: whether Spearman and Kendall are asked for too, which take sorting.
  package init(
    _ x: [Double], _ y: [Double], confidence: Double = 0.95, withRanks: Bool = true
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    let pairs = try PairedValues(x, y)
    let count = pairs.count
    guard count >= 2 else { throw .insufficientData(needed: 2, got: count) }
    nUsed = count
    nMissingPairs = pairs.missing
    let kendall = withRanks ? KendallTau(pairs) : nil
    guard let r = pairs.pearson, kendall != nil || !withRanks, !pairs.isConstant else {
      status = .constantSeries
      return
    }
    let pearson = CorrelationTest(r, degrees: count - 2)
    pearsonR = r
    pearsonT = pearson.t
    pearsonDf = count > 2 ? count - 2 : nil
    pearsonP = pearson.p
    pearsonInterval = CorrelationTest.fisher(r, scale: count - 3, confidence)
    status = count == 2 ? .tooSmallForInference : r.magnitude == 1 ? .perfectFit : nil
    guard let kendall else { return }
    let ranks = pairs.ranked
    let rho = ranks.pearson ?? 0
    let spearman = CorrelationTest(rho, degrees: count - 2)
    spearmanRho = rho
    spearmanT = spearman.t
    spearmanPT = spearman.p
    let hasTies = Self.hasTies(pairs.x) || Self.hasTies(pairs.y)
    if count > 2 {
      spearmanPExact =
        hasTies
        ? TiedRanksExact.twoSided(pairs, .spearman) : SpearmanExact.twoSided(ranks.x, ranks.y)
      kendallPExact = hasTies ? TiedRanksExact.twoSided(pairs, .kendall) : kendall.pExact
    }
    kendallTauB = kendall.tauB
    kendallZ = kendall.z
    kendallPNormal = count > 2 ? kendall.z.map { Distributions.normalTwoSided($0) } : nil
  }

  /// Pearson's r and the number of complete pairs, without allocation.
  ///
  /// - Returns: `nil` for r when a side does not vary or fewer than two pairs are complete.
  /// - Complexity: O(n), two passes.
  package static func pearson(
    _ x: UnsafeBufferPointer<Double>, _ y: UnsafeBufferPointer<Double>
  ) -> (r: Double?, n: Int) {
    let length = min(x.count, y.count)
    var count = 0
    var meanX = 0.0
    var meanY = 0.0
    for i in 0..<length where !(x[i].isNaN || y[i].isNaN) {
      count += 1
      meanX += x[i]
      meanY += y[i]
    }
    guard count >= 2 else { return (nil, count) }
    meanX /= Double(count)
    meanY /= Double(count)
    var xx = 0.0
    var yy = 0.0
    var xy = 0.0
    for i in 0..<length where !(x[i].isNaN || y[i].isNaN) {
      let a = x[i] - meanX
      let b = y[i] - meanY
      xx += a * a
      yy += b * b
      xy += a * b
    }
    if !BinaryScale.holds(xx) || !BinaryScale.holds(yy), let scaled = rescaled(x, y, length) {
      return (scaled, count)
    }
    let scale = xx.squareRoot() * yy.squareRoot()
    guard scale > 0, scale.isFinite, isVariation(xx, meanX, count), isVariation(yy, meanY, count)
    else { return (nil, count) }
    return (clipped(xy / scale), count)
  }

  /// The same of values whose squares a number does not hold: r has no scale, so both sides are
  /// scaled first. `nil` where they have a scale that needs none, or do not vary.
  private static func rescaled(
    _ x: UnsafeBufferPointer<Double>, _ y: UnsafeBufferPointer<Double>, _ length: Int
  ) -> Double? {
    let rows = (0..<length).filter { !(x[$0].isNaN || y[$0].isNaN) }
    let byX = BinaryScale.exponent(of: rows.lazy.map { x[$0] })
    let byY = BinaryScale.exponent(of: rows.lazy.map { y[$0] })
    guard byX != 0 || byY != 0 else { return nil }
    let ownX = BinaryScale.scaled(rows.lazy.map { x[$0] }, by: -byX)
    let ownY = BinaryScale.scaled(rows.lazy.map { y[$0] }, by: -byY)
    return ownX.withUnsafeBufferPointer { x in
      ownY.withUnsafeBufferPointer { pearson(x, $0).r }
    }
  }

  /// Rounding of the mean alone leaves deviations of about eps |mean| in a constant series.
  private static func isVariation(_ squares: Double, _ mean: Double, _ count: Int) -> Bool {
    let rounding = 2 * Double.ulpOfOne * mean
    return squares > rounding * rounding * Double(count)
  }

  /// r within -1...1, and exactly 1 when only rounding keeps it away.
  private static func clipped(_ r: Double) -> Double {
    if 1 - r.magnitude <= 8 * Double.ulpOfOne { return r < 0 ? -1 : 1 }
    return r
  }

  private static func hasTies(_ values: [Double]) -> Bool {
    TieCorrection(sorted: values.sorted()).pairs > 0
  }
}

/// t, p and interval of a correlation coefficient.
struct CorrelationTest {
  let t: Double?
  let p: Double?

  /// r sqrt(degrees / (1 - r^2)); p is 0 for a perfect correlation, `nil` without freedom.
  init(_ r: Double, degrees: Int) {
    guard degrees > 0 else {
      t = nil
      p = nil
      return
    }
    guard r.magnitude < 1 else {
      t = nil
      p = 0
      return
    }
    let t = r * (Double(degrees) / ((1 - r) * (1 + r))).squareRoot()
    self.t = t
    p = Distributions.studentTwoSided(t, degrees: Double(degrees))
  }

  /// tanh(atanh r +- z / sqrt(scale)); `nil` when `scale` is not positive.
  static func fisher(_ r: Double, scale: Int, _ confidence: Double) -> Interval? {
    guard scale > 0 else { return nil }
    guard r.magnitude < 1 else { return Interval(r, r) }
    let half = Distributions.normalCritical(confidence) / Double(scale).squareRoot()
    return Interval(tanh(atanh(r) - half), tanh(atanh(r) + half))
  }
}
