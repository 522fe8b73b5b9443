// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
public import NhipDiagnostics
package import NhipObservations

/// What one statement gave.
public struct QueryResult: Sendable {
  /// The rows; empty for statements that only say something.
  package let table: Table
  /// The registry that place columns of the table refer to.
  package let registry: PlaceRegistry
  /// Text instead of a table: a plan, a definition.
  public let message: String?
  public let seconds: Double

  package init(table: Table, registry: PlaceRegistry, message: String? = nil, seconds: Double) {
    self.table = table
    self.registry = registry
    self.message = message
    self.seconds = seconds
  }

  public var rowCount: Int { table.rowCount }
  public var columnNames: [String] { table.schema.names }

  /// The value at a row and column as text at full precision; `nil` where it is missing.
  public func text(row: Int, column name: String) -> String? {
    guard let index = table.schema.index(of: name) else { return nil }
    let column = table.columns[index]
    if let place = column.place(row) { return registry[place].name }
    if let period = column.period(row) { return "\(period)" }
    if let text = column.text(row) { return text }
    guard let value = number(row: row, column: name) else { return nil }
    return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
  }

  /// The number at a row and column; `nil` where it is missing or no number.
  public func number(row: Int, column name: String) -> Double? {
    guard let index = table.schema.index(of: name), let numbers = table.columns[index].numbers
    else { return nil }
    return numbers[row].isNaN ? nil : numbers[row]
  }
}

/// One statement of a text and how it ended.
public struct StatementOutcome: Sendable {
  public let source: SourceText
  public let result: Result<QueryResult, QueryFailure>

  public init(source: SourceText, result: Result<QueryResult, QueryFailure>) {
    self.source = source
    self.result = result
  }
}
