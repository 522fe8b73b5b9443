// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// The change of level and slope at a known moment, with a yearly season.
///
/// y = b0 + b1 t + b2 1(t > k) + b3 (t - k) 1(t > k) + harmonics sin, cos(2 pi j t / period), t = 1,
/// 2, ...; either least squares with Newey-West errors (Bartlett, factor n / (n - columns)) or
/// quasi-Poisson on the log scale; Student t. The design assumes that nothing else changed at k.
package struct InterruptedTimeSeries: Hashable, Sendable {
  package enum Family: String, Hashable, Sendable {
    case gaussianHac = "gaussian_hac"
    case quasipoisson
  }

  package let n: Int
  package let coefficients: [Double]
  /// Classical for least squares; scaled by the dispersion for quasi-Poisson.
  package let standardErrors: [Double]
  /// `nil` for quasi-Poisson.
  package let standardErrorsHac: [Double]?
  package let dispersion: Double?
  package let levelChange: Double
  package let slopeChange: Double
  package let levelInterval: Interval
  /// exp of the changes, for quasi-Poisson.
  package let levelRateRatio: Double?
  package let levelRateRatioInterval: Interval?
  package let slopeRateRatioPerPeriod: Double?

  /// - Parameter lastBefore: the 1-based number of the last value before the change.
  package init(
    _ values: [Double], lastBefore: Int, harmonicPeriod: Double = 12, harmonics: Int = 0,
    family: Family = .gaussianHac, hacLag: Int? = nil, confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    try Check.complete(values, field: "y")
    let count = values.count
    guard lastBefore >= 3 else { throw .insufficientData(needed: 3, got: max(0, lastBefore)) }
    guard lastBefore < count, count - lastBefore >= 3 else {
      throw .insufficientData(needed: 3, got: max(0, count - lastBefore))
    }
    guard harmonics >= 0, harmonics <= 50, harmonicPeriod >= 2, harmonicPeriod.isFinite else {
      throw .invalid("harmonics")
    }
    let columns = 4 + 2 * harmonics
    var design: [Double] = []
    for t in 1...count {
      let isAfter = t > lastBefore
      design += [1, Double(t), isAfter ? 1 : 0, isAfter ? Double(t - lastBefore) : 0]
      for harmonic in stride(from: 1, through: harmonics, by: 1) {
        let angle = 2 * Double.pi * Double(harmonic) * Double(t) / harmonicPeriod
        design += [sin(angle), cos(angle)]
      }
    }
    guard count > columns else { throw .insufficientData(needed: columns + 1, got: count) }
    let degrees = Double(count - columns)
    let critical = Distributions.studentCritical(confidence, degrees: degrees)
    n = count
    switch family {
    case .gaussianHac:
      let fit = try LeastSquares(
        design: design, columns: columns, response: values, hasIntercept: true)
      let lag = hacLag ?? Int(4 * pow(Double(count) / 100, 2.0 / 9))
      guard lag >= 0 else { throw .invalid("hac_lag") }
      let hac = NeweyWest.standardErrors(fit, lag: lag)
      coefficients = fit.coefficients
      standardErrors = fit.standardErrors
      standardErrorsHac = hac
      dispersion = nil
      levelChange = fit.coefficients[2]
      slopeChange = fit.coefficients[3]
      levelInterval = Interval(
        levelChange - critical * hac[2], levelChange + critical * hac[2])
      levelRateRatio = nil
      levelRateRatioInterval = nil
      slopeRateRatioPerPeriod = nil
    case .quasipoisson:
      for index in values.indices { try Check.count(values[index], at: index) }
      let fit = try PoissonRegression(
        design: design, columns: columns, counts: values,
        offset: [Double](repeating: 0, count: count))
      let phi = fit.dispersion ?? 1
      let se = ClusterCovariance.standardErrors(fit.covariance, columns, factor: phi)
      coefficients = fit.coefficients
      standardErrors = se
      standardErrorsHac = nil
      dispersion = phi
      levelChange = fit.coefficients[2]
      slopeChange = fit.coefficients[3]
      let interval = Interval(
        fit.coefficients[2] - critical * se[2], fit.coefficients[2] + critical * se[2])
      levelInterval = interval
      levelRateRatio = exp(fit.coefficients[2])
      levelRateRatioInterval = interval.map { exp($0) }
      slopeRateRatioPerPeriod = exp(fit.coefficients[3])
    }
  }
}

/// Errors that allow for autocorrelation (Newey & West 1987) of a least-squares fit in time order.
enum NeweyWest {
  /// Bartlett weights 1 - l / (lag + 1), factor n / (n - columns).
  static func standardErrors(_ fit: LeastSquares, lag: Int) -> [Double] {
    let columns = fit.columns
    let rows = fit.n
    var scores = fit.design
    for row in 0..<rows {
      for column in 0..<columns { scores[row * columns + column] *= fit.residuals[row] }
    }
    // The bread times every score: the sandwich is then a sum of products of these influences.
    var influences = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for i in 0..<columns {
        var sum = 0.0
        for j in 0..<columns {
          sum += fit.unscaledCovariance[i * columns + j] * scores[row * columns + j]
        }
        influences[row * columns + i] = sum
      }
    }
    let factor = Double(rows) / Double(rows - columns)
    return (0..<columns).map { column in
      var variance = 0.0
      for distance in 0...min(lag, rows - 1) {
        var product = 0.0
        for row in distance..<rows {
          product +=
            influences[row * columns + column] * influences[(row - distance) * columns + column]
        }
        let weight = 1 - Double(distance) / Double(lag + 1)
        variance += distance == 0 ? product : 2 * weight * product
      }
      return max(0, variance * factor).squareRoot()
    }
  }
}
