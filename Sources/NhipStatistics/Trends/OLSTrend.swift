// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// The straight line through one series, with errors that allow for autocorrelation.
///
/// y = intercept + slope t. Newey & West 1987: Bartlett weights 1 - l/(L+1), lag L =
/// floor(4 (n/100)^(2/9)) unless given, factor n / (n - 2), Student t with n - 2 degrees of
/// freedom, no prewhitening. HC3 (MacKinnon & White 1985). Slopes are in units of y a unit of t.
package struct OLSTrend: Hashable, Sendable {
  package let n: Int
  package let missing: Int
  package let intercept: Double
  package let slope: Double
  package let seSlope: Double
  package let pSlope: Double?
  package let slopeInterval: Interval?
  package let rSquared: Double?
  package let residualSd: Double
  package let hacLag: Int
  package let seSlopeHac: Double
  package let pSlopeHac: Double?
  package let slopeIntervalHac: Interval?
  package let seSlopeHacNoSmallSample: Double
  package let seSlopeHc3: Double?
  package let durbinWatson: Double?
  /// Sum e_t e_{t-1} / sum e_t^2.
  package let residualLag1: Double?
  package let status: Status?

  package init(
    times: [Double], values: [Double], hacLag: Int? = nil, confidence: Double = 0.95
  ) throws(StatisticsError) {
    var workspace = SeriesWorkspace()
    self = try Self.fit(times, values, hacLag, confidence, &workspace)
  }

  private static func fit(
    _ times: [Double], _ values: [Double], _ hacLag: Int?, _ confidence: Double,
    _ workspace: inout SeriesWorkspace
  ) throws(StatisticsError) -> OLSTrend {
    try times.withUnsafeBufferPointer { times throws(StatisticsError) in
      try values.withUnsafeBufferPointer { values throws(StatisticsError) in
        try OLSTrend(
          times: times, values: values, hacLag: hacLag, confidence: confidence,
          workspace: &workspace)
      }
    }
  }

  /// The same without allocation, once the workspace has grown to the length of the series.
  ///
  /// - Parameter line: the line through these points, where it is known.
  package init(
    times: UnsafeBufferPointer<Double>, values: UnsafeBufferPointer<Double>,
    line known: LineFit? = nil, hacLag: Int? = nil, confidence: Double = 0.95,
    workspace: inout SeriesWorkspace
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    try SeriesPoints.load(times, values, into: &workspace)
    let count = workspace.times.count
    guard count >= 3 else { throw .insufficientData(needed: 3, got: count) }
    guard workspace.times[0] < workspace.times[count - 1] else { throw .constantTime }
    if let period = SeriesPoints.duplicate(workspace.times) {
      throw .duplicatePeriod(period: period)
    }
    let lag = hacLag ?? Self.defaultLag(count)
    guard lag >= 0 else { throw .invalid("hac_lag") }

    var line = known ?? Self.line(workspace)
    // What is squared must stay a number: the values are scaled, and the results back.
    var exponent = 0
    if !BinaryScale.holds(line.syy) {
      exponent = BinaryScale.exponent(of: workspace.values)
      if exponent != 0 {
        workspace.values = BinaryScale.scaled(workspace.values, by: -exponent)
        line = Self.line(workspace)
      }
    }
    let unit = Double(sign: .plus, exponent: exponent, significand: 1)
    let meanTime = line.meanTime
    let meanValue = line.meanValue
    let sxx = line.sxx
    let syy = line.syy
    guard sxx > 0, sxx.isFinite else { throw .invalid("t") }
    guard syy.isFinite else { throw .invalid("y") }
    let nn = Double(count)
    let isConstant = line.isConstant
    let slope = line.slope

    // Scores (t - mean t) e, kept for the lagged products.
    var differences = 0.0
    var neighbours = 0.0
    var hc3 = 0.0
    var previous = 0.0
    workspace.scratch.removeAll(keepingCapacity: true)
    for i in 0..<count {
      let time = workspace.times[i] - meanTime
      let residual = workspace.values[i] - meanValue - slope * time
      if i > 0 {
        differences += (residual - previous) * (residual - previous)
        neighbours += residual * previous
      }
      previous = residual
      let leverage = 1 / nn + time * time / sxx
      let jackknife = time * residual / (1 - leverage)
      hc3 += jackknife * jackknife
      workspace.scratch.append(time * residual)
    }
    let rss = line.rss
    var meat = 0.0
    for score in workspace.scratch { meat += score * score }
    for distance in stride(from: 1, through: min(lag, count - 1), by: 1) {
      var product = 0.0
      for i in distance..<count {
        product += workspace.scratch[i] * workspace.scratch[i - distance]
      }
      meat += 2 * (1 - Double(distance) / Double(lag + 1)) * product
    }
    guard meat.isFinite, hc3.isFinite || hc3.isNaN, (slope * unit).isFinite else {
      throw .invalid("y")
    }
    let degrees = nn - 2
    let isPerfect = line.isPerfect
    let se = (rss / degrees / sxx).squareRoot()
    let hac = isConstant ? 0 : (max(0, meat) / sxx / sxx).squareRoot()
    let hacSmall = hac * (nn / degrees).squareRoot()
    let critical = Distributions.studentCritical(confidence, degrees: degrees)

    n = count
    missing = values.count - count
    self.slope = slope * unit
    intercept = (meanValue - slope * meanTime) * unit
    seSlope = se * unit
    pSlope =
      se > 0 ? Distributions.studentTwoSided(slope / se, degrees: degrees) : isPerfect ? 0 : nil
    slopeInterval =
      isConstant
      ? nil : Interval((slope - critical * se) * unit, (slope + critical * se) * unit)
    rSquared = line.rSquared
    residualSd = (rss / degrees).squareRoot() * unit
    self.hacLag = lag
    seSlopeHac = hacSmall * unit
    pSlopeHac =
      hacSmall > 0 ? Distributions.studentTwoSided(slope / hacSmall, degrees: degrees) : nil
    slopeIntervalHac =
      isConstant
      ? nil
      : Interval((slope - critical * hacSmall) * unit, (slope + critical * hacSmall) * unit)
    seSlopeHacNoSmallSample = hac * unit
    seSlopeHc3 = isConstant ? 0 : (hc3.squareRoot() / sxx * unit).finite
    durbinWatson = rss > 0 ? differences / rss : nil
    residualLag1 = rss > 0 ? neighbours / rss : nil
    status = isConstant ? .constantSeries : isPerfect ? .perfectFit : nil
  }

  private static func line(_ workspace: SeriesWorkspace) -> LineFit {
    workspace.times.withUnsafeBufferPointer { times in
      workspace.values.withUnsafeBufferPointer { LineFit(times: times, values: $0) }
    }
  }

  /// The lag of the errors by Newey and West for a series of `count` values.
  package static func defaultLag(_ count: Int) -> Int {
    Int(4 * pow(Double(count) / 100, 2.0 / 9))
  }

  /// The slope alone; missing values are skipped; `nil` without two different times.
  ///
  /// - Complexity: O(n), two passes, no allocation.
  package static func slope(
    times: UnsafeBufferPointer<Double>, values: UnsafeBufferPointer<Double>
  ) -> Double? {
    guard times.count == values.count else { return nil }
    var count = 0.0
    var meanTime = 0.0
    var meanValue = 0.0
    for i in values.indices where !(times[i].isNaN || values[i].isNaN) {
      count += 1
      meanTime += times[i]
      meanValue += values[i]
    }
    guard count >= 2 else { return nil }
    meanTime /= count
    meanValue /= count
    var sxx = 0.0
    var sxy = 0.0
    for i in values.indices where !(times[i].isNaN || values[i].isNaN) {
      let time = times[i] - meanTime
      sxx += time * time
      sxy += time * (values[i] - meanValue)
    }
    return sxx > 0 ? (sxy / sxx).finite : nil
  }
}
