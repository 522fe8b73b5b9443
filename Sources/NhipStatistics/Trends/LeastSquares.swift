// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Ordinary least squares: y = X b + e, solved by a balanced singular value decomposition.
///
/// Rows with a missing value are dropped and counted. Without an intercept, R2 and F are about
/// zero, as NIST certifies them.
package struct LeastSquares: Hashable, Sendable {
  /// Rows used.
  package let n: Int
  package let missing: Int
  package let columns: Int
  package let hasIntercept: Bool
  package let coefficients: [Double]
  package let standardErrors: [Double]
  /// t = coefficient / se; `nil` when the fit is perfect.
  package let t: [Double?]
  package let p: [Double?]
  package let dfResidual: Int
  package let residualSs: Double
  package let residualSd: Double
  package let rSquared: Double?
  package let fStatistic: Double?
  package let fP: Double?
  package let residuals: [Double]
  package let fitted: [Double]
  /// (X'X)^-1, row by row, for sandwich errors.
  package let unscaledCovariance: [Double]
  /// The design that was used, row by row.
  package let design: [Double]
  package let status: Status?

  /// - Parameters:
  ///   - predictors: one row a case, without the constant.
  package init(
    predictors: [[Double]], response: [Double], intercept: Bool = true
  ) throws(StatisticsError) {
    try Check.sameLength(response.count, predictors.count)
    let width = predictors.first?.count ?? 0
    let columns = width + (intercept ? 1 : 0)
    guard columns >= 1 else { throw .invalid("x") }
    var design: [Double] = []
    var y: [Double] = []
    for row in predictors.indices {
      try Check.sameLength(width, predictors[row].count)
      if response[row].isNaN || predictors[row].contains(where: \.isNaN) { continue }
      guard response[row].isFinite, predictors[row].allSatisfy(\.isFinite) else {
        throw .nonfiniteValue(index: row)
      }
      if intercept { design.append(1) }
      design.append(contentsOf: predictors[row])
      y.append(response[row])
    }
    try self.init(
      design: design, columns: columns, response: y, hasIntercept: intercept,
      missing: response.count - y.count)
  }

  /// b0 + b1 x + ... + bk x^k on the raw powers; balancing keeps it stable to degree 5 or so.
  package init(
    polynomialOf x: [Double], response: [Double], degree: Int, intercept: Bool = true
  ) throws(StatisticsError) {
    guard degree >= 1, degree <= 20 else { throw .invalid("degree") }
    let rows = x.map { value in
      var power = 1.0
      return (1...degree).map { _ in
        power *= value
        return power
      }
    }
    try self.init(predictors: rows, response: response, intercept: intercept)
  }

  /// A design that is already complete (constant included, no missing values).
  init(
    design: [Double], columns: Int, response: [Double], hasIntercept: Bool, missing: Int = 0
  ) throws(StatisticsError) {
    let rows = response.count
    guard rows > columns else { throw .insufficientData(needed: columns + 1, got: rows) }
    let solution = try LinearSolve(design: design, columns: columns, response: response)
    var fitted = [Double](repeating: 0, count: rows)
    var residuals = fitted
    var squares = CompensatedSum()
    for row in 0..<rows {
      var sum = CompensatedSum()
      for column in 0..<columns {
        sum.add(design[row * columns + column] * solution.coefficients[column])
      }
      fitted[row] = sum.value
      residuals[row] = response[row] - fitted[row]
      squares.add(residuals[row] * residuals[row])
    }
    let degrees = Double(rows - columns)
    let variance = squares.value / degrees
    guard variance.isFinite else { throw .invalid("y") }
    let totalSquares =
      hasIntercept
      ? Moments(response).sumOfSquares : CompensatedSum.of(response.map { $0 * $0 })
    // Rounding alone leaves about (n eps)^2 of the total; such a fit is perfect.
    let isPerfect = squares.value <= totalSquares * 1e-24
    let standardErrors = (0..<columns).map {
      (max(0, solution.unscaledCovariance[$0 * columns + $0]) * variance).squareRoot()
    }
    n = rows
    self.missing = missing
    self.columns = columns
    self.hasIntercept = hasIntercept
    coefficients = solution.coefficients
    self.standardErrors = standardErrors
    let t = (0..<columns).map { column -> Double? in
      standardErrors[column] > 0 && !isPerfect
        ? solution.coefficients[column] / standardErrors[column] : nil
    }
    self.t = t
    p = t.map { $0.map { Distributions.studentTwoSided($0, degrees: degrees) } }
    dfResidual = rows - columns
    residualSs = squares.value
    residualSd = variance.squareRoot()
    rSquared = totalSquares > 0 ? 1 - squares.value / totalSquares : nil
    let modelDegrees = Double(columns - (hasIntercept ? 1 : 0))
    let modelSquares = totalSquares - squares.value
    let f =
      modelDegrees > 0 && variance > 0 && !isPerfect
      ? max(0, modelSquares) / modelDegrees / variance : nil
    fStatistic = f
    fP = f.map { Distributions.fisherUpper($0, modelDegrees, degrees) }
    self.residuals = residuals
    self.fitted = fitted
    unscaledCovariance = solution.unscaledCovariance
    self.design = design
    status = totalSquares == 0 ? .constantSeries : isPerfect ? .perfectFit : nil
  }
}
