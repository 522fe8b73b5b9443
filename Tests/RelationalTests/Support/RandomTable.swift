// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// A table of random rows, for the engine and for SQLite: ties, missing values, both zeros, texts
/// with quotes and letters beyond ASCII, a column without any value.
struct RandomTable {
  static let texts = [
    "a", "b", "it's", "say \"no\"", "đường Lê Lợi", "Hà Giang", "", "Ω≈ç", "%_", "back\\slash",
    "A", "🙂 two", "missing",
  ]

  struct ColumnPlan {
    var name: String
    var type: LogicalType
    var values: [SQLiteDatabase.Value]
  }

  let name: String
  let columns: [ColumnPlan]
  let rowCount: Int

  init(_ name: String, rows: Int? = nil, _ random: inout SeededGenerator) {
    self.name = name
    let count = rows ?? (random.chance(8) ? 0 : random.chance(10) ? 1 : 2 + random.below(40))
    let few = (0..<4).map { _ in random.pick(Self.texts) }
    var made: [ColumnPlan] = []
    func add(_ name: String, _ type: LogicalType, _ value: () -> SQLiteDatabase.Value) {
      made.append(
        ColumnPlan(name: name, type: type, values: (0..<count).map { _ in value() }))
    }
    add("k", .text) { random.chance(12) ? .null : .text(random.pick(few)) }
    add("g", .text) { random.chance(5) ? .null : .text(["x", "y", "z"][random.below(3)]) }
    add("n", .integer) { random.chance(15) ? .null : .number(Double(random.below(7) - 3)) }
    // Quarters add up without rounding, so that sums can be compared to the last bit.
    add("x", .float) {
      if random.chance(15) { return .null }
      return random.chance(8) ? .number(-0.0) : .number(Double(random.below(400) - 200) / 4)
    }
    let isUnique = random.chance(50)
    var number = 0
    add("id", .integer) {
      number += 1
      return .number(Double(isUnique ? number : random.below(12)))
    }
    add("e", .float) { .null }
    rowCount = count
    columns = made
  }

  var table: Table {
    let fields = columns.map { Field($0.name, $0.type) }
    let data = columns.map { column in
      if column.type == .text {
        return Column(
          texts: column.values.map { value in
            if case .text(let text) = value { return text }
            return nil
          })
      }
      return Column(
        numbers: column.values.map { value in
          if case .number(let number) = value { return number }
          return .nan
        })
    }
    return Table(schema: Schema(fields), columns: data, rowCount: rowCount)
  }

  /// Makes the same table in a database, with the position of each row as `_o`.
  func create(in database: SQLiteDatabase) throws {
    let fields = columns.map { "\"\($0.name)\" \($0.type == .text ? "TEXT" : "REAL")" }
    try database.rows("CREATE TABLE \(name) (_o REAL, \(fields.joined(separator: ", ")))")
    let marks = [String](repeating: "?", count: columns.count + 1).joined(separator: ", ")
    for row in 0..<rowCount {
      try database.rows(
        "INSERT INTO \(name) VALUES (\(marks))",
        [.number(Double(row + 1))] + columns.map { $0.values[row] })
    }
  }
}
