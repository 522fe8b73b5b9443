// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// The E-test for two Poisson rates (Krishnamoorthy & Thomson 2004).
///
/// The statistic is (x1/n1 - x0/n0) / sqrt(x1/n1^2 + x0/n0^2); both counts are Poisson at the
/// pooled rate (x1 + x0) / (n1 + n0); p is the probability of a statistic at least as large in
/// absolute value. For a fixed count before, the statistic grows with the count after, so the two
/// rejection regions have monotone borders and the double sum becomes a single one.
enum ETest {
  /// Above this total the statistic is normal to more digits than the sum would keep.
  static let maximumTotal = 50_000_000.0

  /// - Returns: the two-sided p-value; 1 when the rates are equal, `nil` without events.
  static func p(
    before: Double, after: Double, exposureBefore: Double, exposureAfter: Double
  ) -> Double? {
    let total = before + after
    guard total > 0 else { return nil }
    let scale = exposureBefore / exposureAfter
    // In units of the exposure before: n0 = 1, n1 = 1 / scale.
    let observed = statistic(before, after, scale)
    guard observed != 0, !observed.isNaN else { return observed == 0 ? 1 : nil }
    guard total <= maximumTotal else { return Distributions.normalTwoSided(observed) }
    let share = scale / (1 + scale)
    let meanBefore = total * (scale.isInfinite ? 1 : share)
    let meanAfter = total / (1 + scale)
    let first = Grid(mean: meanBefore)
    let second = Grid(mean: meanAfter)
    let threshold = observed.magnitude * (1 - 1e-12)

    // lowerTail[i]: P(after < start + i); upperTail[i]: P(after >= start + i).
    let masses = second.masses
    var lowerTail = [Double](repeating: 0, count: masses.count + 1)
    var upperTail = lowerTail
    for i in masses.indices { lowerTail[i + 1] = lowerTail[i] + masses[i] }
    for i in masses.indices.reversed() { upperTail[i] = upperTail[i + 1] + masses[i] }

    var sum = 0.0
    var low = 0  // the number of counts after whose statistic is <= -threshold
    var high = 0  // the first count after whose statistic is >= threshold
    for i in first.masses.indices {
      let x0 = first.start + Double(i)
      while low < masses.count,
        statistic(x0, second.start + Double(low), scale) <= -threshold
      {
        low += 1
      }
      while high < masses.count,
        statistic(x0, second.start + Double(high), scale) < threshold
      {
        high += 1
      }
      sum += first.masses[i] * (lowerTail[low] + upperTail[high])
    }
    return min(1, sum)
  }

  /// The statistic; 0 when both counts are 0.
  private static func statistic(_ x0: Double, _ x1: Double, _ scale: Double) -> Double {
    let variance = x1 * scale * scale + x0
    return variance > 0 ? (x1 * scale - x0) / variance.squareRoot() : 0
  }

  /// The Poisson masses around a mean, as far as a `Double` can hold them.
  private struct Grid {
    let start: Double
    let masses: [Double]

    init(mean: Double) {
      let reach = 40 * mean.squareRoot() + 200
      let start = max(0, (mean - reach).rounded(.down))
      let count = Int(mean + reach - start) + 1
      self.start = start
      masses = (0..<count).map {
        Distributions.poissonMass(start + Double($0), mean: mean)
      }
    }
  }
}
