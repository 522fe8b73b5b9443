// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A word or sign before a number that makes it less than exact.
package enum Qualifier: UInt8, Sendable {
  case exact
  /// `gần 50`, `≈50`
  case approximate
  /// `trên 10.300`, `≥10300`
  case atLeast
  /// `dưới 20`, `≤20`
  case atMost

  /// Signs, longest first.
  static let signs: [(bytes: [UInt8], qualifier: Qualifier)] = [
    (">=", Qualifier.atLeast), ("<=", .atMost), ("≥", .atLeast), ("≤", .atMost),
    ("≈", .approximate),
    ("~", .approximate), (">", .atLeast), ("<", .atMost),
  ].map { (Array($0.0.utf8), $0.1) }

  /// Words with marks folded away, longest first where one begins another.
  static let words: [(text: String, qualifier: Qualifier)] = [
    ("xap xi", .approximate), ("khoang", .approximate), ("gan", .approximate),
    ("uoc", .approximate),
    ("about", .approximate), ("around", .approximate), ("nearly", .approximate),
    ("almost", .approximate), ("circa", .approximate), ("approx.", .approximate),
    ("tren", .atLeast), ("hon", .atLeast), ("it nhat", .atLeast), ("toi thieu", .atLeast),
    ("more than", .atLeast), ("at least", .atLeast), ("over", .atLeast), ("above", .atLeast),
    ("duoi", .atMost), ("khong qua", .atMost), ("toi da", .atMost), ("nhieu nhat", .atMost),
    ("less than", .atMost), ("fewer than", .atMost), ("at most", .atMost), ("up to", .atMost),
    ("under", .atMost), ("below", .atMost),
  ]
}

/// A cell whose number came with a qualifier or as a part of a whole.
package struct QualifiedCell: Hashable, Sendable {
  package var row: Int32
  package var qualifier: Qualifier
  /// Both parts of `168/195`; the cell's value is the numerator.
  package var numerator: Double?
  package var denominator: Double?

  package init(
    row: Int32, qualifier: Qualifier, numerator: Double? = nil, denominator: Double? = nil
  ) {
    self.row = row
    self.qualifier = qualifier
    self.numerator = numerator
    self.denominator = denominator
  }
}
