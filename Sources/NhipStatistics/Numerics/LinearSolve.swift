// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Weighted least squares by a balanced singular value decomposition (`gsl_multifit_wlinear_tsvd`).
///
/// GSL answers a rank-deficient problem with finite standard errors, so the rank is checked here.
struct LinearSolve {
  let coefficients: [Double]
  /// (X' W X)^-1, row by row.
  let unscaledCovariance: [Double]

  /// The largest design that is solved: 800 MB of doubles.
  static let maximumCells = 100_000_000

  /// - Parameters:
  ///   - design: the rows of X one after the other, `columns` values each.
  ///   - weights: one a row; `nil` weighs all the same.
  init(
    design: [Double], columns: Int, response: [Double], weights: [Double]? = nil
  ) throws(StatisticsError) {
    let rows = response.count
    guard columns >= 1, rows >= 1, design.count == rows * columns else {
      throw .lengthMismatch(expected: rows * max(columns, 0), got: design.count)
    }
    guard design.count <= Self.maximumCells, columns * columns <= Self.maximumCells else {
      throw .invalid("x")
    }
    guard rows >= columns else { throw .insufficientData(needed: columns + 1, got: rows) }
    _ = GSL.errorHandlerIsOff
    guard let workspace = gsl_multifit_linear_alloc(rows, columns) else {
      throw .invalid("x")
    }
    defer { gsl_multifit_linear_free(workspace) }
    var design = design
    var response = response
    var weights = weights ?? [Double](repeating: 1, count: rows)
    var coefficients = [Double](repeating: 0, count: columns)
    var covariance = [Double](repeating: 0, count: columns * columns)
    var rank = 0
    let tolerance = Double(max(rows, columns)) * Double.ulpOfOne
    let status = Self.solve(
      &design, &response, &weights, &coefficients, &covariance, columns, tolerance, &rank,
      workspace)
    guard status == GSL_SUCCESS else { throw .noConvergence }
    guard rank == columns else { throw .singularDesign(rank: rank, columns: columns) }
    guard coefficients.allSatisfy(\.isFinite), covariance.allSatisfy(\.isFinite) else {
      throw .noConvergence
    }
    // One step of iterative refinement recovers digits lost in an ill-conditioned design.
    var residuals = response
    for row in 0..<rows {
      var fitted = CompensatedSum()
      fitted.add(response[row])
      for column in 0..<columns {
        fitted.add(-design[row * columns + column] * coefficients[column])
      }
      residuals[row] = fitted.value
    }
    var correction = [Double](repeating: 0, count: columns)
    var ignored = covariance
    let second = Self.solve(
      &design, &residuals, &weights, &correction, &ignored, columns, tolerance, &rank, workspace)
    if second == GSL_SUCCESS, correction.allSatisfy(\.isFinite) {
      for column in 0..<columns { coefficients[column] += correction[column] }
    }
    self.coefficients = coefficients
    unscaledCovariance = covariance
  }

  private static func solve(
    _ design: inout [Double], _ response: inout [Double], _ weights: inout [Double],
    _ coefficients: inout [Double], _ covariance: inout [Double], _ columns: Int,
    _ tolerance: Double, _ rank: inout Int,
    _ workspace: UnsafeMutablePointer<gsl_multifit_linear_workspace>
  ) -> Int {
    let rows = response.count
    return design.withUnsafeMutableBufferPointer { x in
      response.withUnsafeMutableBufferPointer { y in
        weights.withUnsafeMutableBufferPointer { w in
          coefficients.withUnsafeMutableBufferPointer { c in
            covariance.withUnsafeMutableBufferPointer { v in
              var xView = gsl_matrix_view_array(x.baseAddress, rows, columns)
              var yView = gsl_vector_view_array(y.baseAddress, rows)
              var wView = gsl_vector_view_array(w.baseAddress, rows)
              var cView = gsl_vector_view_array(c.baseAddress, columns)
              var vView = gsl_matrix_view_array(v.baseAddress, columns, columns)
              var chiSquare = 0.0
              let status = gsl_multifit_wlinear_tsvd(
                &xView.matrix, &wView.vector, &yView.vector, tolerance, &cView.vector,
                &vView.matrix, &chiSquare, &rank, workspace)
              return Int(status)
            }
          }
        }
      }
    }
  }
}
