// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Poisson log-linear regression, log mean = X b + offset, by iteratively reweighted least squares
/// (McCullagh & Nelder 1989).
struct PoissonRegression {
  static let maximumIterations = 100

  let coefficients: [Double]
  /// (X' W X)^-1, row by row.
  let covariance: [Double]
  let means: [Double]
  let deviance: Double
  /// Pearson chi-square / (n - columns); `nil` without degrees of freedom.
  let dispersion: Double?
  let logLikelihood: Double
  let columns: Int

  /// - Parameter design: row by row, constant included; counts complete and non-negative.
  init(
    design: [Double], columns: Int, counts: [Double], offset: [Double]
  ) throws(StatisticsError) {
    guard counts.contains(where: { $0 > 0 }) else { throw .allZero }
    let rows = counts.count
    var means = counts.map { $0 + 0.1 }
    var predictor = means.map { log($0) }
    var solution: LinearSolve?
    var change = Double.infinity
    for _ in 0..<Self.maximumIterations {
      let working = (0..<rows).map {
        predictor[$0] - offset[$0] + (counts[$0] - means[$0]) / means[$0]
      }
      let next = try LinearSolve(
        design: design, columns: columns, response: working, weights: means)
      solution = next
      change = 0
      for row in 0..<rows {
        var sum = offset[row]
        for column in 0..<columns {
          sum += design[row * columns + column] * next.coefficients[column]
        }
        guard sum.isFinite, sum.magnitude < 300 else { throw .noConvergence }
        change = max(change, (sum - predictor[row]).magnitude)
        predictor[row] = sum
        means[row] = exp(sum)
      }
      if change < 1e-11 { break }
    }
    guard let solution, change < 1e-7 else { throw .noConvergence }
    coefficients = solution.coefficients
    covariance = solution.unscaledCovariance
    self.columns = columns
    self.means = means
    var deviance = CompensatedSum()
    var pearson = CompensatedSum()
    var likelihood = CompensatedSum()
    for row in 0..<rows {
      let gap = counts[row] - means[row]
      pearson.add(gap * gap / means[row])
      deviance.add(
        2
          * (counts[row] > 0
            ? SaddlePoint.deviance(counts[row], means[row]) : means[row]))
      likelihood.add(
        counts[row] * predictor[row] - means[row] - gsl_sf_lngamma(counts[row] + 1))
    }
    self.deviance = deviance.value
    logLikelihood = likelihood.value
    dispersion = rows > columns ? pearson.value / Double(rows - columns) : nil
  }
}
