// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// All pairs of several columns, each over its complete pairs.
package struct CorrelationMatrix: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case pearson, spearman, kendall
  }

  /// `nil` where a column does not vary over the pairs, on the diagonal too.
  package let r: [[Double?]]
  package let n: [[Int]]
  /// t approximation (Pearson, Spearman) or normal (Kendall); `nil` below three pairs.
  package let p: [[Double?]]
  /// Columns that never vary.
  package let undefinedColumns: [Int]

  package init(_ columns: [[Double]], kind: Kind = .pearson) throws(StatisticsError) {
    let length = columns.first?.count ?? 0
    for column in columns {
      try Check.sameLength(length, column.count)
      _ = try Check.presentValues(column)
    }
    let blank = [Double?](repeating: nil, count: columns.count)
    var r = [[Double?]](repeating: blank, count: columns.count)
    var p = r
    var n = [[Int]](
      repeating: [Int](repeating: 0, count: columns.count), count: columns.count)
    for i in columns.indices {
      for j in i..<columns.count {
        let pairs = try PairedValues(columns[i], columns[j])
        let (value, probability) = Self.coefficient(pairs, kind, isDiagonal: i == j)
        (r[i][j], r[j][i]) = (value, value)
        (p[i][j], p[j][i]) = (probability, probability)
        (n[i][j], n[j][i]) = (pairs.count, pairs.count)
      }
    }
    self.r = r
    self.n = n
    self.p = p
    undefinedColumns = columns.indices.filter { r[$0][$0] == nil }
  }

  private static func coefficient(
    _ pairs: PairedValues, _ kind: Kind, isDiagonal: Bool
  ) -> (Double?, Double?) {
    guard pairs.count >= 2, !pairs.isConstant else { return (nil, nil) }
    if isDiagonal { return (1, nil) }
    if kind == .kendall {
      guard let tau = KendallTau(pairs) else { return (nil, nil) }
      return (
        tau.tauB, pairs.count > 2 ? tau.z.map { Distributions.normalTwoSided($0) } : nil
      )
    }
    guard let r = kind == .pearson ? pairs.pearson : pairs.ranked.pearson else {
      return (nil, nil)
    }
    return (r, CorrelationTest(r, degrees: pairs.count - 2).p)
  }
}
