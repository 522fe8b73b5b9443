// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Why a method has no result: data, never words of the interface.
///
/// Indices are 0-based positions in the argument, so that the caller can name the place or period.
package enum StatisticsError: Error, Hashable, Sendable {
  case insufficientData(needed: Int, got: Int)
  case lengthMismatch(expected: Int, got: Int)
  case nonfiniteValue(index: Int)
  case missingNotAllowed(field: String, index: Int)
  case negativeCount(index: Int)
  case nonintegerCount(index: Int)
  case nonpositiveExposure(index: Int)
  case nonpositiveValue(index: Int)
  case invalidParameter(field: String, index: Int?)
  case duplicateKey(firstIndex: Int, secondIndex: Int)
  case duplicatePeriod(period: Double)
  case gapInSeries(index: Int)
  case constantTime
  case singularDesign(rank: Int, columns: Int)
  case noWithinVariation(variable: Int)
  case emptyCell(cell: String)
  case allZero
  case noConvergence

  /// An `invalidParameter` without a position.
  package static func invalid(_ field: String) -> StatisticsError {
    .invalidParameter(field: field, index: nil)
  }

  /// The stable code that reports and diagnostics quote.
  package var code: String {
    switch self {
    case .insufficientData: "insufficient_data"
    case .lengthMismatch: "length_mismatch"
    case .nonfiniteValue: "nonfinite_value"
    case .missingNotAllowed: "missing_not_allowed"
    case .negativeCount: "negative_count"
    case .nonintegerCount: "noninteger_count"
    case .nonpositiveExposure: "nonpositive_exposure"
    case .nonpositiveValue: "nonpositive_value"
    case .invalidParameter: "invalid_parameter"
    case .duplicateKey: "duplicate_key"
    case .duplicatePeriod: "duplicate_period"
    case .gapInSeries: "gap_in_series"
    case .constantTime: "constant_time"
    case .singularDesign: "singular_design"
    case .noWithinVariation: "no_within_variation"
    case .emptyCell: "empty_cell"
    case .allZero: "all_zero"
    case .noConvergence: "no_convergence"
    }
  }

  /// A short message in lower case; positions are left to the caller, who knows the names.
  package var message: String {
    switch self {
    case .insufficientData(let needed, let got): "\(needed) values are needed, \(got) given"
    case .lengthMismatch(let expected, let got): "lengths differ: \(expected) and \(got)"
    case .nonfiniteValue: "a value is infinite"
    case .missingNotAllowed(let field, _): "`\(field)` has a missing value"
    case .negativeCount: "a count is negative"
    case .nonintegerCount: "a count is not whole"
    case .nonpositiveExposure: "an exposure is zero, negative or missing"
    case .nonpositiveValue: "a value is zero or negative"
    case .invalidParameter(let field, _): "`\(field)` is out of range"
    case .duplicateKey: "two rows have the same place and period"
    case .duplicatePeriod: "a period occurs twice"
    case .gapInSeries: "a period is missing in the series"
    case .constantTime: "all values have the same time"
    case .singularDesign(let rank, let columns):
      "the columns depend on each other: rank \(rank) of \(columns)"
    case .noWithinVariation: "a variable does not vary within places"
    case .emptyCell(let cell): "no value in the cell `\(cell)`"
    case .allZero: "all values are zero"
    case .noConvergence: "the iteration did not converge"
    }
  }
}
