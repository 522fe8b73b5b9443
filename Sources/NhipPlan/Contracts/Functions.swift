// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// A function of values of one row: `abs(x)`, `months(period)`.
package protocol ScalarFunction: Sendable {
  var name: String { get }
  var summary: String { get }
  /// As help shows it: `round(number, digits)`.
  var signature: String { get }
  /// What is wrong with arguments of these types, in words; `nil` where nothing is.
  func complaint(_ types: [LogicalType]) -> String?
  func resultType(_ types: [LogicalType]) -> LogicalType
  /// One call for a batch; every column has `count` rows.
  func evaluate(_ arguments: [Column], count: Int) -> Column
}

/// A function of the values of a group. Its accumulator owns arrays indexed by group, so that no
/// object stands behind a group.
package protocol AggregateFunction: Sendable {
  var name: String { get }
  var summary: String { get }
  var signature: String { get }
  /// Fewest and most arguments.
  var argumentCount: ClosedRange<Int> { get }
  /// What is wrong with arguments of these types, in words; `nil` where nothing is.
  func complaint(_ types: [LogicalType]) -> String?
  /// Type, unit and role of the result.
  func resultField(named name: String, of arguments: [Field]) -> Field
  /// Whether the result pools values as a sum would: refused where the column's kind forbids it.
  var addsUp: Bool { get }
  func makeAccumulator() -> any Accumulator
}

extension AggregateFunction {
  package var addsUp: Bool { false }
}

package protocol Accumulator {
  /// Makes room for groups `0..<count`.
  mutating func resize(to count: Int)
  /// Takes one batch: row `i` of `arguments` belongs to `groups[i]`.
  mutating func update(_ arguments: [Column], groups: [Int32])
  /// One value a group.
  mutating func finish() -> Column
}
