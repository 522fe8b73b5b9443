// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipStatistics

/// The columns that every reducing statistic has, filled a row at a time.
struct ResultColumns: Sendable {
  /// The share of errors that verdicts accept.
  static let alpha = 0.05

  private(set) var n: [Double] = []
  private(set) var estimate: [Double] = []
  private(set) var low: [Double] = []
  private(set) var high: [Double] = []
  private(set) var p: [Double] = []
  private var methods = TextCodes()
  private var statuses = TextCodes()

  var count: Int { n.count }

  mutating func append(_ figures: Figures) {
    n.append(Double(figures.n))
    // An unbounded limit, or one beyond all numbers, is no limit to show.
    estimate.append(figures.estimate.isInfinite ? .nan : figures.estimate)
    low.append(figures.low.isInfinite ? .nan : figures.low)
    high.append(figures.high.isInfinite ? .nan : figures.high)
    p.append(figures.p)
    methods.append(figures.method)
    statuses.append(figures.status.rawValue)
  }

  mutating func append(_ other: ResultColumns) {
    n += other.n
    estimate += other.estimate
    low += other.low
    high += other.high
    p += other.p
    methods.append(other.methods)
    statuses.append(other.statuses)
  }

  var method: Column { methods.column }
  var status: Column { statuses.column }

  /// Benjamini-Hochberg over the rows that have a p-value and can be judged.
  ///
  /// - Parameter isJudged: whether a row belongs to the family.
  func q(_ isJudged: [Bool]) -> (values: [Double], family: Int) {
    let tests = p.indices.map { isJudged[$0] ? p[$0] : .nan }
    guard let found = try? FalseDiscovery(tests) else {
      return ([Double](repeating: .nan, count: p.count), 0)
    }
    return (found.bh.map { $0 ?? .nan }, found.m)
  }
}

/// One row of a reducing statistic.
struct Figures {
  var n = 0
  var estimate = Double.nan
  var low = Double.nan
  var high = Double.nan
  var p = Double.nan
  var method = ""
  var status = RowStatus.ok
}

/// Texts of a column as codes, with the last one kept: neighbours mostly say the same.
struct TextCodes: Sendable {
  private var codes: [Int32] = []
  private var builder = TextDictionaryBuilder()
  private var last: (text: String, code: Int32)?

  /// Adds a row; an empty text is missing.
  mutating func append(_ text: String) {
    if let last, last.text == text {
      codes.append(last.code)
      return
    }
    let code = text.isEmpty ? -1 : builder.code(text)
    last = (text, code)
    codes.append(code)
  }

  /// Adds the rows of another column.
  mutating func append(_ other: TextCodes) {
    let own = other.builder.finish().values.map { builder.code($0) }
    for code in other.codes { codes.append(code < 0 ? -1 : own[Int(code)]) }
    last = nil
  }

  var column: Column { Column(.text(codes, builder.finish())) }
}
