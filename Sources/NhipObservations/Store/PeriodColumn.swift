// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// A period for each row of a batch.
///
/// Files name few of them in many rows; then the rows keep the codes of their file, a third of what
/// periods take.
package struct PeriodColumn: Sendable {
  /// The codes of the rows, -1 for none; `nil` where each row has its own period.
  private var codes: [Int32]?
  /// The period of each code, or of each row.
  private var periods: [Period]

  /// A period for each row.
  package init(_ periods: [Period] = []) {
    codes = nil
    self.periods = periods
  }

  /// Codes and the period of each code.
  package init(codes: [Int32], periods: [Period]) {
    self.codes = codes
    self.periods = periods
  }

  /// One period for all rows.
  package init(_ period: Period, rowCount: Int) {
    self.init(codes: [Int32](repeating: 0, count: rowCount), periods: [period])
  }

  package var rowCount: Int { codes?.count ?? periods.count }

  package subscript(row: Int) -> Period {
    guard let codes else { return periods[row] }
    let code = codes[row]
    return code < 0 ? .none : periods[Int(code)]
  }

  /// Adds a row; periods that were codes until now are written out.
  package mutating func append(_ period: Period) {
    if codes != nil { self = PeriodColumn((0..<rowCount).map { self[$0] }) }
    periods.append(period)
  }

  /// The ordinals of each of the first grains, where few periods stand for the rows.
  func ordinalSpans(grainCount: Int) -> [ClosedRange<Int32>?]? {
    guard codes != nil else { return nil }
    var spans = [ClosedRange<Int32>?](repeating: nil, count: grainCount)
    for period in periods where period.grain.rawValue < grainCount {
      let grain = Int(period.grain.rawValue)
      let span = spans[grain] ?? period.first...period.first
      spans[grain] = min(span.lowerBound, period.first)...max(span.upperBound, period.first)
    }
    return spans
  }

  /// Hands out the rows for passes over all of them.
  func withRows<Result>(_ body: (RowPeriods) -> Result?) -> Result? {
    // Behind a first one for rows without a code.
    let table = codes == nil ? periods : [.none] + periods
    return table.withUnsafeBufferPointer { table in
      guard let start = table.baseAddress else { return nil }
      guard let codes else { return body(RowPeriods(codes: nil, periods: start)) }
      return codes.withUnsafeBufferPointer { codes in
        body(RowPeriods(codes: codes.baseAddress, periods: start))
      }
    }
  }
}

/// The period of each row of a column.
///
/// Unchecked: tasks only read, and the pointers live as long as `withRows` runs.
struct RowPeriods: @unchecked Sendable {
  let codes: UnsafePointer<Int32>?
  /// By row, or by code + 1.
  let periods: UnsafePointer<Period>

  @inline(__always)
  subscript(row: Int) -> Period {
    guard let codes else { return periods[row] }
    return periods[Int(codes[row]) &+ 1]
  }
}
