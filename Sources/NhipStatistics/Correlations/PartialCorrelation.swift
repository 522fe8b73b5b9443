// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The correlation of two indicators given others: Pearson of the residuals of both on the
/// controls (of their mid-ranks for Spearman), t with n - 2 - k degrees of freedom, Fisher
/// interval with n - k - 3. Rows with a gap anywhere are dropped.
package struct PartialCorrelation: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case pearson, spearman
  }

  package let n: Int
  package let missing: Int
  package let r: Double?
  package let t: Double?
  package let df: Int
  package let p: Double?
  package let interval: Interval?
  package let status: Status?

  package init(
    _ x: [Double], _ y: [Double], controls: [[Double]], kind: Kind = .pearson,
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    var columns = [x, y] + controls
    for column in columns { try Check.sameLength(x.count, column.count) }
    let kept = x.indices.filter { row in !columns.contains { $0[row].isNaN } }
    for index in columns.indices {
      columns[index] = kept.map { columns[index][$0] }
      try Check.complete(columns[index], field: "x")
    }
    let needed = controls.count + 3
    guard kept.count >= needed else {
      throw .insufficientData(needed: needed, got: kept.count)
    }
    if kind == .spearman { columns = columns.map { Ranking.midRanks($0) } }
    // r has no scale, and the squares of what the controls leave must be numbers.
    columns = columns.map { BinaryScale.scaled($0, by: -BinaryScale.exponent(of: $0)) }
    n = kept.count
    missing = x.count - kept.count
    df = kept.count - 2 - controls.count
    let first = try Self.residuals(columns[0], Array(columns[2...]))
    let second = try Self.residuals(columns[1], Array(columns[2...]))
    guard let first, let second, let r = try PairedValues(first, second).pearson else {
      self.r = nil
      t = nil
      p = nil
      interval = nil
      status = .constantSeries
      return
    }
    let test = CorrelationTest(r, degrees: df)
    self.r = r
    t = test.t
    p = test.p
    interval = CorrelationTest.fisher(r, scale: kept.count - controls.count - 3, confidence)
    status = r.magnitude == 1 ? .perfectFit : nil
  }

  /// What the controls leave; `nil` when they leave only rounding.
  private static func residuals(
    _ values: [Double], _ controls: [[Double]]
  ) throws(StatisticsError) -> [Double]? {
    // Centred columns keep the design well conditioned.
    let centred = controls.map { column in
      let mean = Moments(column).mean
      return column.map { $0 - mean }
    }
    let fit = try LeastSquares(
      predictors: values.indices.map { row in centred.map { $0[row] } }, response: values)
    return fit.status == nil ? fit.residuals : nil
  }
}
