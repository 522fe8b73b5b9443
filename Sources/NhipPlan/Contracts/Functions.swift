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
  /// A paragraph for `help`; empty where the summary says it all.
  var details: String { get }
  var examples: [VerbExample] { get }
  /// What becomes of the unit and kind of a measure it is given.
  var measureRule: MeasureRule { get }
  /// What is wrong with arguments of these types, in words; `nil` where nothing is.
  func complaint(_ types: [LogicalType]) -> String?
  func resultType(_ types: [LogicalType]) -> LogicalType
  /// One call for a batch; every column has `count` rows.
  func evaluate(_ arguments: [Column], count: Int) -> Column
}

/// A function of one column whose value depends on nothing but the run: `evaluate` takes a column
/// in runs and gives one.
package protocol RunwiseFunction: ScalarFunction {}

/// A function of one number that turns, or is defined on one side only: its values at the ends of
/// an interval are not its bounds there.
package protocol TurningFunction: ScalarFunction {
  /// Where it turns, or below which it has no value.
  var turningPoint: Double { get }
  /// Its bounds over an interval that holds the turning point. Both ends may be infinite.
  func bounds(_ lower: Double, _ upper: Double) -> (lower: Double, upper: Double)
}

/// A function that takes one of two values by a condition, its first argument.
package protocol ConditionalFunction: ScalarFunction {}

/// What a scalar function leaves of the measure that its arguments are.
package enum MeasureRule: Sendable {
  /// A plain number comes out.
  case nothing
  /// The unit stays, but results no longer add up: `round(x)`.
  case unit
  /// One of the arguments comes out unchanged: `coalesce(a, b)`.
  case choice
}

extension ScalarFunction {
  package var details: String { "" }
  package var examples: [VerbExample] { [] }
  package var measureRule: MeasureRule { .nothing }
}

/// A function of the values of a group. Its accumulator owns arrays indexed by group, so that no
/// object stands behind a group.
package protocol AggregateFunction: Sendable {
  var name: String { get }
  var summary: String { get }
  var signature: String { get }
  /// A paragraph for `help`; empty where the summary says it all.
  var details: String { get }
  var examples: [VerbExample] { get }
  /// Fewest and most arguments.
  var argumentCount: ClosedRange<Int> { get }
  /// What is wrong with arguments of these types, in words; `nil` where nothing is.
  func complaint(_ types: [LogicalType]) -> String?
  /// Type, unit and role of the result.
  func resultField(named name: String, of arguments: [Field]) -> Field
  /// Whether the result pools values as a sum would: refused where the column's kind forbids it.
  var addsUp: Bool { get }
  /// Whether the result says something about all pooled rows together, so that rows of unlike
  /// levels may not stand among them.
  var poolsValues: Bool { get }
  /// What is wrong with these arguments, in words; `nil` where nothing is.
  func complaint(about arguments: [Expression]) -> String?
  /// The function as it works on these columns.
  func applied(to arguments: [Field]) -> any AggregateFunction
  func makeAccumulator() -> any Accumulator
}

extension AggregateFunction {
  package var details: String { "" }
  package var examples: [VerbExample] { [] }
  package var addsUp: Bool { false }
  package var poolsValues: Bool { addsUp }
  package func complaint(about arguments: [Expression]) -> String? { nil }
  package func applied(to arguments: [Field]) -> any AggregateFunction { self }
}

package protocol Accumulator {
  /// Makes room for groups `0..<count`.
  mutating func resize(to count: Int)
  /// Takes one batch: row `i` of `arguments` belongs to `groups[i]`. Measures come with their
  /// companions.
  mutating func update(_ arguments: [Column], groups: [Int32])
  /// One value a group.
  mutating func finish() -> Column
}
