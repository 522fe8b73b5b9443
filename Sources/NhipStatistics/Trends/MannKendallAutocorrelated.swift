// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// The Mann-Kendall test of an autocorrelated series, by the corrections in use.
///
/// The variance of S is multiplied by a factor: Hamed & Rao 1998 from the significant
/// autocorrelations of the ranks of the detrended series; Yue & Wang 2004 from rho_k = r1^k with
/// weights (1 - k/n). A factor <= 0 is unusable. Trend-free prewhitening (Yue et al. 2002) inflates
/// significance and is given for comparison only.
package struct MannKendallAutocorrelated: Hashable, Sendable {
  package struct Correction: Hashable, Sendable {
    package let factor: Double
    package let z: Double?
    package let p: Double?
  }

  package struct Prewhitened: Hashable, Sendable {
    package let z: Double?
    package let p: Double?
  }

  package let n: Int
  package let s: Int
  package let varS: Double
  package let zUncorrected: Double?
  package let pUncorrected: Double?
  package let senSlope: Double
  package let r1Detrended: Double?
  package let hamedRaoAllLags: Correction?
  package let hamedRao3Lags: Correction?
  package let yueWangAr1: Correction?
  package let prewhitened: Prewhitened?
  package let trendFreePrewhitened: Prewhitened?
  /// Whether the correction is the default: n >= 20 and |r1| > 1.96 / sqrt n.
  package let isCorrected: Bool
  /// The default: Hamed-Rao with 3 lags when `isCorrected` and usable, else the plain test.
  package let z: Double?
  package let p: Double?
  package let status: Status?

  package init(_ values: [Double], alpha: Double = 0.05) throws(StatisticsError) {
    guard alpha > 0, alpha < 1 else { throw .invalid("alpha") }
    let plain = try MannKendall(values)
    guard let slope = plain.senSlope else { throw .invalid("n") }
    // Counted from 1, as other software does: rounding decides ties of the detrended values.
    let times = values.indices.filter { !values[$0].isNaN }.map { Double($0 + 1) }
    let x = values.filter { !$0.isNaN }
    let detrended = x.indices.map { x[$0] - slope * times[$0] }
    let bound = -Distributions.normalQuantile(alpha / 2) / Double(x.count).squareRoot()
    let r1 = plain.lag1OfDetrended
    let ranks = Ranking.midRanks(detrended)
    let rankAutocorrelation =
      r1 == nil ? nil : Autocorrelation.function(ranks, maximumLag: x.count - 1)

    n = plain.n
    s = plain.s
    varS = plain.varS
    zUncorrected = plain.z
    pUncorrected = plain.pNormal
    senSlope = slope
    r1Detrended = r1
    func corrected(_ factor: Double) -> Correction {
      let z = factor > 0 ? KendallScore.z(Double(plain.s), variance: plain.varS * factor) : nil
      return Correction(factor: factor, z: z, p: z.map { Distributions.normalTwoSided($0) })
    }
    hamedRaoAllLags = rankAutocorrelation.map {
      corrected(Self.hamedRaoFactor($0, count: x.count, lags: x.count - 1, bound: bound))
    }
    let three = rankAutocorrelation.map {
      corrected(Self.hamedRaoFactor($0, count: x.count, lags: 3, bound: bound))
    }
    hamedRao3Lags = three
    yueWangAr1 = r1.map { corrected(Self.yueWangFactor($0, count: x.count)) }
    prewhitened = Self.prewhiten(x, times, slope: 0, detrended: x)
    trendFreePrewhitened =
      r1 == nil ? nil : Self.prewhiten(x, times, slope: slope, detrended: detrended)

    let isCorrected = x.count >= 20 && (r1 ?? 0).magnitude > bound
    self.isCorrected = isCorrected
    if isCorrected, let three, three.z != nil {
      z = three.z
      p = three.p
      status = plain.status
    } else {
      z = plain.z
      p = plain.p
      status = isCorrected ? .correctionUnusable : plain.status
    }
  }

  /// 1 + 2 / (n (n-1) (n-2)) sum (n-i) (n-i-1) (n-i-2) r_i over lags outside the bound.
  private static func hamedRaoFactor(
    _ autocorrelation: [Double], count: Int, lags: Int, bound: Double
  ) -> Double {
    let n = Double(count)
    var sum = 0.0
    for lag in autocorrelation.indices.dropFirst() where lag <= lags {
      guard autocorrelation[lag].magnitude > bound else { continue }
      let rest = n - Double(lag)
      sum += rest * (rest - 1) * (rest - 2) * autocorrelation[lag]
    }
    return 1 + 2 / (n * (n - 1) * (n - 2)) * sum
  }

  /// 1 + 2 sum (1 - k/n) r1^k.
  private static func yueWangFactor(_ r1: Double, count: Int) -> Double {
    var sum = 0.0
    var power = 1.0
    for lag in 1..<count {
      power *= r1
      sum += (1 - Double(lag) / Double(count)) * power
    }
    return 1 + 2 * sum
  }

  /// The test after x_t - r1 x_{t-1}, with the trend put back when there was one.
  private static func prewhiten(
    _ x: [Double], _ times: [Double], slope: Double, detrended: [Double]
  ) -> Prewhitened? {
    guard let r1 = Autocorrelation.function(detrended, maximumLag: 1)?.last, x.count >= 4 else {
      return nil
    }
    let white = (1..<x.count).map {
      detrended[$0] - r1 * detrended[$0 - 1] + slope * times[$0]
    }
    guard let test = try? MannKendall(white) else { return nil }
    return Prewhitened(z: test.z, p: test.pNormal)
  }
}
