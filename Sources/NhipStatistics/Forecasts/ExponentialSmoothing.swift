// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Simple exponential smoothing with additive errors; alpha in 0.0001...0.9999 and the initial
/// level minimise the squared errors.
///
/// For a given alpha the errors are linear in the initial level, which therefore has a closed form.
/// sigma2 = SSE / (n - 2); variance at h = sigma2 (1 + alpha^2 (h - 1)).
package struct ExponentialSmoothing: Hashable, Sendable {
  package let alpha: Double
  package let initialLevel: Double
  package let level: Double
  package let sse: Double
  package let sigma2: Double
  package let forecast: Forecast
  package let status: Status?

  private static let alphas = 0.0001...0.9999

  package init(_ values: [Double], horizon: Int) throws(StatisticsError) {
    try Forecast.checkHorizon(horizon)
    try Check.complete(values, field: "x")
    guard values.count >= 3 else { throw .insufficientData(needed: 3, got: values.count) }
    let moments = Moments(values)
    guard moments.sumOfSquares.isFinite else { throw .invalid("x") }
    let center = moments.mean
    let x = values.map { $0 - center }
    // A grid, then golden sections around its best point: the curve may have two valleys.
    let cells = 200
    let width = (Self.alphas.upperBound - Self.alphas.lowerBound) / Double(cells)
    var best = Self.alphas.lowerBound
    var bestSse = Double.infinity
    for cell in 0...cells {
      let alpha = Self.alphas.lowerBound + Double(cell) * width
      let sse = Self.fit(x, alpha).sse
      if sse < bestSse { (best, bestSse) = (alpha, sse) }
    }
    var low = max(Self.alphas.lowerBound, best - width)
    var high = min(Self.alphas.upperBound, best + width)
    let golden = (5.0.squareRoot() - 1) / 2
    for _ in 0..<80 {
      let left = high - golden * (high - low)
      let right = low + golden * (high - low)
      if Self.fit(x, left).sse <= Self.fit(x, right).sse { high = right } else { low = left }
    }
    let candidate = (low + high) / 2
    if Self.fit(x, candidate).sse < bestSse { best = candidate }
    let fit = Self.fit(x, best)
    alpha = best
    initialLevel = fit.initial + center
    level = fit.level + center
    sse = fit.sse
    sigma2 = fit.sse / Double(values.count - 2)
    let (alpha, sigma2, level) = (alpha, sigma2, level)
    forecast = try Forecast(
      mean: (0..<horizon).map { _ in level },
      standardErrors: (0..<horizon).map { (sigma2 * (1 + alpha * alpha * Double($0))).squareRoot() }
    )
    status = moments.sumOfSquares == 0 ? .constantSeries : nil
  }

  /// The error at t is a_t - b_t times the initial level, b_t = (1 - alpha)^t.
  private static func fit(
    _ x: [Double], _ alpha: Double
  ) -> (sse: Double, initial: Double, level: Double) {
    var level = 0.0
    var weight = 1.0
    var ab = 0.0
    var bb = 0.0
    for value in x {
      let error = value - level
      ab += error * weight
      bb += weight * weight
      level += alpha * error
      weight *= 1 - alpha
    }
    let initial = ab / bb
    var state = initial
    var sse = CompensatedSum()
    for value in x {
      let error = value - state
      sse.add(error * error)
      state += alpha * error
    }
    return (sse.value, initial, state)
  }
}
