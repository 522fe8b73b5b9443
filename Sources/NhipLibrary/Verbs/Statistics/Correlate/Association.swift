// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

/// One coefficient with its interval and p-value; NaN where it is not defined.
struct Association: Sendable {
  /// From here on p-values of ranks are approximated (METHODS, Correlation).
  static let smallestApproximated = 10

  private(set) var estimate = Double.nan
  private(set) var low = Double.nan
  private(set) var high = Double.nan
  private(set) var p = Double.nan

  init() {}

  /// A coefficient of values that were adjusted first, tested with the degrees that are left.
  ///
  /// - Parameter degrees: n - 2 for plain pairs, less what the adjustment took.
  init(_ r: Double?, degrees: Int, isRank: Bool = false) {
    guard let r else { return }
    estimate = r
    guard degrees > 0 else { return }
    take(
      isRank
        ? CorrelationInterval.spearman(r, freedom: degrees - 1)
        : CorrelationInterval.pearson(r, freedom: degrees - 1))
    guard r.magnitude < 1 else {
      p = 0
      return
    }
    p = Distributions.studentTwoSided(
      r * (Double(degrees) / ((1 - r) * (1 + r))).squareRoot(), degrees: Double(degrees))
  }

  /// Pearson's r of plain pairs.
  init(pearson found: Correlation) {
    estimate = found.pearsonR ?? .nan
    take(found.pearsonInterval)
    p = found.pearsonP ?? .nan
  }

  /// Spearman's rho: p exact up to nine points, else by t.
  init(spearman found: Correlation) {
    guard let rho = found.spearmanRho else { return }
    estimate = rho
    let isSmall = found.nUsed < Association.smallestApproximated
    p = (isSmall ? found.spearmanPExact : nil) ?? found.spearmanPT ?? .nan
    take(CorrelationInterval.spearman(rho, freedom: found.nUsed - 3))
  }

  /// Kendall's tau-b: p exact up to nine points, else normal.
  init(kendall found: Correlation) {
    guard let tau = found.kendallTauB else { return }
    estimate = tau
    let isSmall = found.nUsed < Association.smallestApproximated
    p = (isSmall ? found.kendallPExact : nil) ?? found.kendallPNormal ?? .nan
    take(CorrelationInterval.kendall(tau, count: found.nUsed))
  }

  private mutating func take(_ interval: Interval?) {
    low = interval?.lower ?? .nan
    high = interval?.upper ?? .nan
  }
}
