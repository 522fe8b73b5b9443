// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The test for a monotone trend of one series (Mann 1945, Kendall 1975).
///
/// S = sum of signs over all pairs; variance corrected for ties; z with continuity correction.
/// For n <= 10 the exact permutation distribution given the ties is the default. Missing values
/// are dropped for S, and keep their place in time for the slope.
package struct MannKendall: Hashable, Sendable {
  /// Up to this many values the p-value is exact.
  package static let exactLimit = 10

  package let n: Int
  package let missing: Int
  package let s: Int
  package let varS: Double
  package let z: Double?
  package let pNormal: Double?
  package let pExact: Double?
  /// S / (n (n - 1) / 2).
  package let tauA: Double
  /// Kendall's tau with ties, the reported one; `nil` for a constant series.
  package let tauB: Double?
  /// The median of the pairwise slopes, a unit of time; `nil` for more than 8,192 values.
  package let senSlope: Double?
  /// The lag-1 autocorrelation after the Sen line is taken away; `nil` when nothing is left.
  package let lag1OfDetrended: Double?
  package let status: Status?

  /// The p-value to report: exact for short series, else normal.
  package var p: Double? { pExact ?? pNormal }

  /// - Parameter times: ascending; 0, 1, 2 ... when not given.
  package init(_ values: [Double], times: [Double]? = nil) throws(StatisticsError) {
    var workspace = SeriesWorkspace()
    let times = times ?? .positions(values.count)
    self = try times.withUnsafeBufferPointer { times throws(StatisticsError) in
      try values.withUnsafeBufferPointer { values throws(StatisticsError) in
        try MannKendall(times: times, values: values, workspace: &workspace)
      }
    }
  }

  /// The same without allocation for series of more than ten values.
  ///
  /// - Parameter withSlope: whether to compute the slope, which costs O(n^2).
  package init(
    times: UnsafeBufferPointer<Double>, values: UnsafeBufferPointer<Double>,
    withSlope: Bool = true, workspace: inout SeriesWorkspace
  ) throws(StatisticsError) {
    try SeriesPoints.load(times, values, into: &workspace)
    let count = workspace.values.count
    guard count >= 3 else { throw .insufficientData(needed: 3, got: count) }
    if let period = SeriesPoints.duplicate(workspace.times) {
      throw .duplicatePeriod(period: period)
    }
    var slope: Double?
    if withSlope, count <= TheilSen.maximumPoints {
      _ = TheilSen.collectSlopes(&workspace)
      slope = Selection.median(&workspace.slopes).finite
    }
    lag1OfDetrended = slope.flatMap {
      Autocorrelation.lag1OfDetrended(workspace.times, workspace.values, slope: $0)
    }
    workspace.slopes.removeAll(keepingCapacity: true)
    workspace.slopes.append(contentsOf: workspace.values)
    let (s, plainTies) = KendallScore.score(&workspace.slopes, scratch: &workspace.scratch)
    let variance = max(0, KendallScore.variance(count) - plainTies.varianceTerm)
    let isConstant = workspace.slopes[0] == workspace.slopes[count - 1]

    n = count
    missing = values.count - count
    self.s = s
    varS = isConstant ? 0 : variance
    let z = isConstant ? nil : KendallScore.z(Double(s), variance: variance)
    self.z = z
    pNormal = z.map { Distributions.normalTwoSided($0) }
    pExact =
      count <= Self.exactLimit
      ? KendallScore.exactTwoSided(
        s, ties: TieCorrection(sorted: workspace.slopes, listGroups: true)) : nil
    let pairs = Double(count) * Double(count - 1) / 2
    tauA = Double(s) / pairs
    tauB =
      isConstant
      ? nil : Double(s) / (pairs.squareRoot() * (pairs - Double(plainTies.pairs)).squareRoot())
    senSlope = slope
    status = isConstant ? .constantSeries : count <= 4 ? .cannotReach05 : nil
  }
}
