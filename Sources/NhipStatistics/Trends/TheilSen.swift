// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The robust straight line: the median of the slopes of all pairs (Theil 1950, Sen 1968).
///
/// Interval: order statistics of the slopes at 0-based ranks max(round((M - z sd)/2) - 1, 0) and
/// min(round((M + z sd)/2), M - 1), rounding half to even, sd from the tie-corrected variance of
/// Kendall's S. Intercept median(y) - slope median(t) (Conover 1980).
package struct TheilSen: Hashable, Sendable {
  /// The longest series whose slopes are held in memory.
  package static let maximumPoints = SeriesWorkspace.maximumPairwisePoints

  package let n: Int
  package let missing: Int
  package let nSlopes: Int
  package let slope: Double
  package let intercept: Double
  /// median(y - slope t).
  package let interceptJoint: Double
  package let slopeInterval: Interval?
  package let rankLower1based: Int?
  package let rankUpper1based: Int?
  package let kendallS: Int
  package let varS: Double
  package let status: Status?

  package init(
    times: [Double], values: [Double], confidence: Double = 0.95
  ) throws(StatisticsError) {
    var workspace = SeriesWorkspace()
    self = try times.withUnsafeBufferPointer { times throws(StatisticsError) in
      try values.withUnsafeBufferPointer { values throws(StatisticsError) in
        try TheilSen(
          times: times, values: values, confidence: confidence, workspace: &workspace)
      }
    }
  }

  /// The same without allocation, once the workspace has grown to the length of the series.
  ///
  /// - Complexity: O(n^2) time and space on average.
  package init(
    times: UnsafeBufferPointer<Double>, values: UnsafeBufferPointer<Double>,
    confidence: Double = 0.95, workspace: inout SeriesWorkspace
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    try SeriesPoints.load(times, values, into: &workspace)
    let count = workspace.times.count
    guard count >= 2 else { throw .insufficientData(needed: 2, got: count) }
    guard count <= Self.maximumPoints else { throw .invalid("n") }
    guard workspace.times[0] < workspace.times[count - 1] else { throw .constantTime }
    let s = Self.collectSlopes(&workspace)
    let pairs = workspace.slopes.count
    guard pairs > 0 else { throw .invalid("y") }
    let middle = Selection.median(&workspace.slopes)
    guard middle.isFinite else { throw .invalid("y") }

    workspace.scratch.removeAll(keepingCapacity: true)
    workspace.scratch.append(contentsOf: workspace.times)
    let medianTime = Selection.median(&workspace.scratch)
    for i in 0..<count { workspace.scratch[i] = workspace.values[i] }
    let medianValue = Selection.median(&workspace.scratch)
    for i in 0..<count { workspace.scratch[i] = workspace.values[i] - middle * workspace.times[i] }
    interceptJoint = Selection.median(&workspace.scratch)

    let timeTies = TieCorrection(sorted: workspace.times)
    for i in 0..<count { workspace.scratch[i] = workspace.values[i] }
    workspace.scratch.sort()
    let valueTies = TieCorrection(sorted: workspace.scratch)
    let variance = max(
      0, KendallScore.variance(count) - timeTies.varianceTerm - valueTies.varianceTerm)

    n = count
    missing = values.count - count
    nSlopes = pairs
    slope = middle
    intercept = medianValue - middle * medianTime
    kendallS = s
    varS = variance
    let isConstant = workspace.scratch[0] == workspace.scratch[count - 1]
    guard count > 2, !isConstant else {
      slopeInterval = nil
      rankLower1based = nil
      rankUpper1based = nil
      status = isConstant ? .constantSeries : .tooSmallForInference
      return
    }
    let m = Double(pairs)
    let reach = Distributions.normalCritical(confidence) * variance.squareRoot()
    let lower = Int(max(((m - reach) / 2).rounded(.toNearestOrEven) - 1, 0))
    let upper = Int(min(((m + reach) / 2).rounded(.toNearestOrEven), m - 1))
    slopeInterval = workspace.slopes.withUnsafeMutableBufferPointer {
      Interval(Selection.select($0, lower), Selection.select($0, upper)).finite
    }
    rankLower1based = lower + 1
    rankUpper1based = upper + 1
    status = nil
  }

  /// Fills `workspace.slopes` with the slopes of all pairs at different times; returns Kendall's S.
  static func collectSlopes(_ workspace: inout SeriesWorkspace) -> Int {
    let pairs = workspace.times.count * (workspace.times.count - 1) / 2
    let surplus = workspace.slopes.count - pairs
    if surplus > 0 {
      workspace.slopes.removeLast(surplus)
    } else {
      workspace.slopes.append(contentsOf: repeatElement(0, count: -surplus))
    }
    let (written, s) = write(workspace.times, workspace.values, into: &workspace.slopes)
    workspace.slopes.removeLast(pairs - written)
    return s
  }

  private static func write(
    _ times: [Double], _ values: [Double], into slopes: inout [Double]
  ) -> (written: Int, s: Int) {
    times.withUnsafeBufferPointer { times in
      values.withUnsafeBufferPointer { values in
        slopes.withUnsafeMutableBufferPointer { slopes in
          var written = 0
          var s = 0
          for i in times.indices {
            let time = times[i]
            let value = values[i]
            for j in (i + 1)..<max(times.count, i + 1) {
              let span = times[j] - time
              guard span > 0 else { continue }
              let rise = values[j] - value
              s += (rise > 0 ? 1 : 0) - (rise < 0 ? 1 : 0)
              slopes[written] = rise / span
              written += 1
            }
          }
          return (written, s)
        }
      }
    }
  }
}
