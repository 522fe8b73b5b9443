// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The correlation of two series at lags: at lag k > 0, x_t with y_{t+k}, so x leads.
///
/// Divisor n at every lag. Only the prewhitened values are to be read: the AR(p) model of x by
/// Yule-Walker (divisor n) filters both series, whose first p values are dropped (Box & Jenkins
/// 1976).
package struct CrossCorrelation: Hashable, Sendable {
  package let n: Int
  package let lags: [Int]
  package let ccf: [Double?]
  /// 1.96 / sqrt n.
  package let bound95: Double
  package let arCoefficients: [Double]
  package let prewhitenedCcf: [Double?]
  package let prewhitenedBound95: Double?
  package let status: Status?

  package init(
    _ x: [Double], _ y: [Double], maximumLag: Int, prewhitenOrder: Int = 1
  ) throws(StatisticsError) {
    try Check.sameLength(x.count, y.count)
    try Check.complete(x, field: "x")
    try Check.complete(y, field: "y")
    guard x.count >= 3 else { throw .insufficientData(needed: 3, got: x.count) }
    guard maximumLag >= 0, maximumLag <= x.count - 2 else { throw .invalid("max_lag") }
    guard prewhitenOrder >= 0, prewhitenOrder < (x.count + 1) / 2 else {
      throw .invalid("prewhiten_ar_order")
    }
    let z = Distributions.normalCritical(0.95)
    n = x.count
    lags = Array(-maximumLag...maximumLag)
    let plain = Self.correlations(x, y, maximumLag)
    ccf = plain ?? lags.map { _ in nil }
    bound95 = z / Double(x.count).squareRoot()
    status = plain == nil ? .constantSeries : nil
    let coefficients = Self.yuleWalker(x, order: prewhitenOrder)
    arCoefficients = coefficients ?? []
    guard prewhitenOrder > 0, let coefficients, plain != nil else {
      prewhitenedCcf = lags.map { _ in nil }
      prewhitenedBound95 = nil
      return
    }
    let whiteX = Self.filter(x, coefficients)
    let whiteY = Self.filter(y, coefficients)
    prewhitenedCcf = Self.correlations(whiteX, whiteY, maximumLag) ?? lags.map { _ in nil }
    prewhitenedBound95 = z / Double(whiteX.count).squareRoot()
  }

  private static func correlations(
    _ x: [Double], _ y: [Double], _ maximumLag: Int
  ) -> [Double?]? {
    let first = Moments(x)
    let second = Moments(y)
    let scale = first.sumOfSquares.squareRoot() * second.sumOfSquares.squareRoot()
    guard scale > 0, scale.isFinite else { return nil }
    return (-maximumLag...maximumLag).map { lag in
      var sum = 0.0
      for t in x.indices where y.indices.contains(t + lag) {
        sum += (x[t] - first.mean) * (y[t + lag] - second.mean)
      }
      return (sum / scale).finite
    }
  }

  /// AR coefficients from autocorrelations by the Levinson-Durbin recursion.
  static func yuleWalker(_ x: [Double], order: Int) -> [Double]? {
    guard let r = Autocorrelation.function(x, maximumLag: order) else { return nil }
    var coefficients: [Double] = []
    var variance = 1.0
    for k in stride(from: 1, through: order, by: 1) {
      guard k < r.count, variance > 0 else { return nil }
      var numerator = r[k]
      for i in coefficients.indices { numerator -= coefficients[i] * r[k - 1 - i] }
      let reflection = numerator / variance
      let previous = coefficients
      for i in coefficients.indices {
        coefficients[i] -= reflection * previous[previous.count - 1 - i]
      }
      coefficients.append(reflection)
      variance *= 1 - reflection * reflection
    }
    return coefficients
  }

  private static func filter(_ x: [Double], _ coefficients: [Double]) -> [Double] {
    (coefficients.count..<x.count).map { t in
      var value = x[t]
      for i in coefficients.indices { value -= coefficients[i] * x[t - 1 - i] }
      return value
    }
  }
}
