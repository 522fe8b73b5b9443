// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Seasonal and trend decomposition by loess (Cleveland et al. 1990), without jumps: every point is
/// smoothed, so that implementations agree.
///
/// Robust mode: inner 5, outer 15; else inner 2, outer 0. Strengths (Wang et al. 2006): max(0, 1 -
/// var R / var(R + T)) and the same with the season.
package struct STL: Hashable, Sendable {
  package struct Options: Hashable, Sendable {
    package var seasonalWindow: Int
    /// The next odd number >= 1.5 period / (1 - 1.5 / seasonalWindow) when `nil`.
    package var trendWindow: Int?
    /// The next odd number >= period when `nil`.
    package var lowPassWindow: Int?
    package var seasonalDegree: Int
    package var trendDegree: Int
    package var lowPassDegree: Int
    package var inner: Int
    package var outer: Int

    package init(
      seasonalWindow: Int = 7, trendWindow: Int? = nil, lowPassWindow: Int? = nil,
      seasonalDegree: Int = 0, trendDegree: Int = 1, lowPassDegree: Int = 1,
      isRobust: Bool = false
    ) {
      self.seasonalWindow = seasonalWindow
      self.trendWindow = trendWindow
      self.lowPassWindow = lowPassWindow
      self.seasonalDegree = seasonalDegree
      self.trendDegree = trendDegree
      self.lowPassDegree = lowPassDegree
      inner = isRobust ? 5 : 2
      outer = isRobust ? 15 : 0
    }
  }

  package let seasonal: [Double]
  package let trend: [Double]
  package let residual: [Double]
  package let seasonallyAdjusted: [Double]
  package let trendStrength: Double?
  package let seasonalStrength: Double?

  package init(
    _ values: [Double], period: Int, options: Options = Options()
  ) throws(StatisticsError) {
    guard period >= 2, period <= SeriesWorkspace.maximumPairwisePoints else {
      throw .invalid("period")
    }
    try Check.complete(values, field: "x")
    guard values.count >= 2 * period else {
      throw .insufficientData(needed: 2 * period, got: values.count)
    }
    let windows = try Windows(options, period: period)
    guard values.count <= 100_000, (1...20).contains(options.inner),
      (0...100).contains(options.outer)
    else { throw .invalid("options") }
    var seasonal = [Double](repeating: 0, count: values.count)
    var trend = seasonal
    var weights: [Double]?
    for round in 0...options.outer {
      for _ in 0..<options.inner {
        Self.step(values, period, windows, options, weights, &seasonal, &trend)
      }
      if round < options.outer {
        weights = Self.robustness(values.indices.map { values[$0] - seasonal[$0] - trend[$0] })
      }
    }
    let rest = values.indices.map { values[$0] - seasonal[$0] - trend[$0] }
    guard rest.allSatisfy(\.isFinite) else { throw .invalid("x") }
    self.seasonal = seasonal
    self.trend = trend
    residual = rest
    seasonallyAdjusted = values.indices.map { values[$0] - seasonal[$0] }
    func strength(_ part: [Double]) -> Double? {
      let whole = Moments(rest.indices.map { rest[$0] + part[$0] }).sumOfSquares
      guard whole > 0 else { return nil }
      return max(0, 1 - Moments(rest).sumOfSquares / whole).finite
    }
    trendStrength = strength(trend)
    seasonalStrength = strength(seasonal)
  }

  private struct Windows {
    let seasonal: Int
    let trend: Int
    let lowPass: Int

    init(_ options: Options, period: Int) throws(StatisticsError) {
      let limit = 1_000_001
      for window in [options.seasonalWindow, options.trendWindow, options.lowPassWindow] {
        guard (window ?? 3) >= 3, (window ?? 3) < limit else { throw .invalid("window") }
      }
      for degree in [options.seasonalDegree, options.trendDegree, options.lowPassDegree] {
        guard degree == 0 || degree == 1 else { throw .invalid("degree") }
      }
      func odd(_ value: Int) -> Int { value % 2 == 0 ? value + 1 : value }
      seasonal = odd(options.seasonalWindow)
      let wide = 1.5 * Double(period) / (1 - 1.5 / Double(seasonal))
      trend = odd(options.trendWindow ?? Int(wide.rounded(.up)))
      lowPass = odd(options.lowPassWindow ?? period)
    }
  }

  /// One inner pass: season from the cycles, then trend from the adjusted values.
  private static func step(
    _ y: [Double], _ period: Int, _ windows: Windows, _ options: Options, _ weights: [Double]?,
    _ seasonal: inout [Double], _ trend: inout [Double]
  ) {
    let count = y.count
    // Every phase is smoothed and extended by one cycle at both ends.
    var cycles = [Double](repeating: 0, count: count + 2 * period)
    for phase in 0..<period {
      let positions = Array(stride(from: phase, to: count, by: period))
      let part = positions.map { y[$0] - trend[$0] }
      let own = weights.map { weights in positions.map { weights[$0] } }
      let smooth = Loess(part, windows.seasonal, options.seasonalDegree, own)
      let inside = smooth.all()
      let k = part.count
      let before = smooth.estimate(at: 0, 1, min(windows.seasonal, k)) ?? inside[0]
      let after =
        smooth.estimate(at: Double(k + 1), max(1, k - windows.seasonal + 1), k) ?? inside[k - 1]
      for (cycle, value) in ([before] + inside + [after]).enumerated() {
        cycles[cycle * period + phase] = value
      }
    }
    let filtered = movingAverage(movingAverage(movingAverage(cycles, period), period), 3)
    let low = Loess(filtered, windows.lowPass, options.lowPassDegree, nil).all()
    for i in 0..<count { seasonal[i] = cycles[period + i] - low[i] }
    trend = Loess(
      y.indices.map { y[$0] - seasonal[$0] }, windows.trend, options.trendDegree, weights
    ).all()
  }

  private static func movingAverage(_ values: [Double], _ length: Int) -> [Double] {
    var sum = CompensatedSum()
    var result: [Double] = []
    for i in values.indices {
      sum.add(values[i])
      if i >= length { sum.add(-values[i - length]) }
      if i >= length - 1 { result.append(sum.value / Double(length)) }
    }
    return result
  }

  /// Bisquare weights of the residuals, with six median absolute residuals as the border.
  private static func robustness(_ residuals: [Double]) -> [Double] {
    let magnitudes = residuals.map(\.magnitude)
    var copy = magnitudes
    let border = 6 * Selection.median(&copy)
    return magnitudes.map { r in
      if r <= 0.001 * border { return 1 }
      guard r <= 0.999 * border else { return 0 }
      let ratio = r / border
      return (1 - ratio * ratio) * (1 - ratio * ratio)
    }
  }
}

/// Local regression of values at 1, 2, 3 ... with tricube weights.
private struct Loess {
  let y: [Double]
  let length: Int
  let degree: Int
  let robustness: [Double]?

  init(_ y: [Double], _ length: Int, _ degree: Int, _ robustness: [Double]?) {
    self.y = y
    self.length = length
    self.degree = degree
    self.robustness = robustness
  }

  /// The smoothed values; a point without any weight keeps its own.
  func all() -> [Double] {
    let count = y.count
    guard count > 1 else { return y }
    var left = 1
    var right = min(length, count)
    let half = (length + 1) / 2
    return (1...count).map { i in
      if length < count, i > half, right != count {
        left += 1
        right += 1
      }
      return estimate(at: Double(i), left, right) ?? y[i - 1]
    }
  }

  /// The fit at `x` from the values `left` ... `right` (1-based); `nil` when all weights are 0.
  func estimate(at x: Double, _ left: Int, _ right: Int) -> Double? {
    let count = y.count
    var reach = max(x - Double(left), Double(right) - x)
    if length > count { reach += Double((length - count) / 2) }
    var weights = [Double](repeating: 0, count: right - left + 1)
    var total = 0.0
    for j in left...right {
      let distance = (Double(j) - x).magnitude
      guard distance <= 0.999 * reach else { continue }
      var weight = 1.0
      if distance > 0.001 * reach {
        let ratio = distance / reach
        let rest = 1 - ratio * ratio * ratio
        weight = rest * rest * rest
      }
      if let robustness { weight *= robustness[j - 1] }
      weights[j - left] = weight
      total += weight
    }
    guard total > 0 else { return nil }
    for k in weights.indices { weights[k] /= total }
    if reach > 0, degree > 0 {
      var center = 0.0
      for k in weights.indices { center += weights[k] * Double(left + k) }
      var spread = 0.0
      for k in weights.indices {
        let gap = Double(left + k) - center
        spread += weights[k] * gap * gap
      }
      // A slope needs points that are spread out.
      if spread.squareRoot() > 0.001 * Double(count - 1) {
        let slope = (x - center) / spread
        for k in weights.indices { weights[k] *= slope * (Double(left + k) - center) + 1 }
      }
    }
    var sum = 0.0
    for k in weights.indices { sum += weights[k] * y[left + k - 1] }
    return sum
  }
}
