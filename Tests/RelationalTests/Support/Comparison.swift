// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipEngine

/// Running a query in the engine and reading its rows as SQLite would give them.
enum Engine {
  /// A session over tables of these tests alone.
  static func session(_ tables: [RandomTable]) throws -> Session {
    let session = try Session(datasets: nil)
    for table in tables { session.workspace.setTable(table.table, named: table.name) }
    return session
  }

  static func table(_ query: String, _ session: Session) throws -> Table {
    let outcomes = session.run(SourceText(name: "test", text: query))
    guard let outcome = outcomes.last else { throw Mismatch("no statement in \(query)") }
    switch outcome.result {
    case .success(let result): return result.table
    case .failure(let failure):
      let source = SourceText(name: "test", text: query)
      throw Mismatch(DiagnosticRenderer().render(failure.diagnostics, in: source))
    }
  }

  static func rows(_ table: Table) -> [[SQLiteDatabase.Value]] {
    (0..<table.rowCount).map { row in table.columns.map { value($0, row) } }
  }

  private static func value(_ column: Column, _ row: Int) -> SQLiteDatabase.Value {
    if column.isMissing(row) { return .null }
    if case .booleans(let values) = column.storage { return .number(Double(values[row])) }
    if let numbers = column.numbers { return .number(numbers[row]) }
    if let period = column.period(row) { return .text("\(period)") }
    return column.text(row).map { .text($0) } ?? .null
  }
}

struct Mismatch: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Whether two results hold the same rows in the same order. Both zeros are one; a quotient may
/// differ in its last bits.
func same(_ a: [[SQLiteDatabase.Value]], _ b: [[SQLiteDatabase.Value]]) -> Bool {
  guard a.count == b.count else { return false }
  return zip(a, b).allSatisfy { x, y in
    x.count == y.count
      && zip(x, y).allSatisfy { p, q in
        guard case .number(let u) = p, case .number(let v) = q else { return p == q }
        return u == v || (u - v).magnitude <= 1e-12 * max(u.magnitude, v.magnitude)
      }
  }
}
