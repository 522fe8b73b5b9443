// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CSQLite

/// A database in memory: the one place of these tests that calls SQLite.
///
/// A final class, because it owns the connection.
final class SQLiteDatabase {
  enum Value: Equatable {
    case null
    case number(Double)
    case text(String)
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// SQLite copies the bytes of a text bound with this.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private var handle: OpaquePointer?

  init() throws {
    guard sqlite3_open(":memory:", &handle) == SQLITE_OK else {
      throw Failure(description: "no database in memory")
    }
  }

  deinit { sqlite3_close(handle) }

  /// Runs one statement and gives its rows.
  @discardableResult
  func rows(_ sql: String, _ parameters: [Value] = []) throws -> [[Value]] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
      throw failure(sql)
    }
    defer { sqlite3_finalize(statement) }
    for (index, value) in parameters.enumerated() {
      let position = Int32(index + 1)
      switch value {
      case .null: sqlite3_bind_null(statement, position)
      case .number(let number): sqlite3_bind_double(statement, position, number)
      case .text(let text): sqlite3_bind_text(statement, position, text, -1, Self.transient)
      }
    }
    var rows: [[Value]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        rows.append((0..<sqlite3_column_count(statement)).map { value(statement, $0) })
      case SQLITE_DONE: return rows
      default: throw failure(sql)
      }
    }
  }

  private func value(_ statement: OpaquePointer?, _ column: Int32) -> Value {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_NULL: return .null
    case SQLITE_TEXT:
      guard let bytes = sqlite3_column_text(statement, column) else { return .null }
      return .text(String(cString: bytes))
    default: return .number(sqlite3_column_double(statement, column))
    }
  }

  private func failure(_ sql: String) -> Failure {
    Failure(description: "\(String(cString: sqlite3_errmsg(handle))) in \(sql)")
  }
}
