// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage

/// An expression in both languages.
struct TwinText {
  var query: String
  var sql: String
}

/// A column as both languages see it.
struct TwinColumn: Equatable {
  var name: String
  var type: LogicalType
  /// The name in SQL where it is another: SQLite takes `a` and `A` for one.
  var alias: String?

  /// Backticks are always allowed, and needed by names that `pivot` makes.
  var query: String { NameWriter.name(NameSyntax(name, isQuoted: true, span: .start)) }
  var sql: String { "\"\((alias ?? name).replacing("\"", with: "\"\""))\"" }
}

/// Makes random expressions over columns.
struct ExpressionMaker {
  let columns: [TwinColumn]

  private func columns(_ wanted: (LogicalType) -> Bool) -> [TwinColumn] {
    columns.filter { wanted($0.type) }
  }

  static func literal(_ text: String) -> TwinText {
    TwinText(query: NameWriter.text(text), sql: "'\(text.replacing("'", with: "''"))'")
  }

  func number(_ random: inout SeededGenerator, depth: Int = 2) -> TwinText {
    let numeric = columns { $0.isNumeric }
    if depth == 0 || random.chance(35) {
      guard let column = numeric.isEmpty ? nil : random.pick(numeric), random.chance(75) else {
        let value = random.below(9) - 4
        return TwinText(query: "(\(value))", sql: "(\(value).0)")
      }
      return TwinText(query: column.query, sql: column.sql)
    }
    let a = number(&random, depth: depth - 1)
    let b = number(&random, depth: depth - 1)
    switch random.below(9) {
    case 0: return TwinText(query: "(\(a.query) + \(b.query))", sql: "(\(a.sql) + \(b.sql))")
    case 1: return TwinText(query: "(\(a.query) - \(b.query))", sql: "(\(a.sql) - \(b.sql))")
    case 2: return TwinText(query: "(\(a.query) * \(b.query))", sql: "(\(a.sql) * \(b.sql))")
    case 3: return TwinText(query: "(\(a.query) / \(b.query))", sql: "(\(a.sql) / \(b.sql))")
    case 4: return TwinText(query: "(-\(a.query))", sql: "(-\(a.sql))")
    case 5: return TwinText(query: "abs(\(a.query))", sql: "abs(\(a.sql))")
    case 6:
      return TwinText(
        query: "coalesce(\(a.query), \(b.query))", sql: "coalesce(\(a.sql), \(b.sql))")
    case 7:
      let name = random.chance(50) ? ("least", "min") : ("greatest", "max")
      return TwinText(
        query: "\(name.0)(\(a.query), \(b.query))", sql: "\(name.1)(\(a.sql), \(b.sql))")
    default:
      let condition = predicate(&random, depth: depth - 1)
      return TwinText(
        query: "if(\(condition.query), \(a.query), \(b.query))",
        sql: "(CASE WHEN \(condition.sql) THEN \(a.sql) "
          + "WHEN NOT \(condition.sql) THEN \(b.sql) END)")
    }
  }

  func predicate(_ random: inout SeededGenerator, depth: Int = 2) -> TwinText {
    if depth > 0, random.chance(45) {
      let a = predicate(&random, depth: depth - 1)
      let b = predicate(&random, depth: depth - 1)
      switch random.below(3) {
      case 0: return TwinText(query: "(\(a.query) and \(b.query))", sql: "(\(a.sql) AND \(b.sql))")
      case 1: return TwinText(query: "(\(a.query) or \(b.query))", sql: "(\(a.sql) OR \(b.sql))")
      default: return TwinText(query: "(not \(a.query))", sql: "(NOT \(a.sql))")
      }
    }
    let sign = random.pick(["=", "!=", "<", "<=", ">", ">="])
    let texts = columns { $0 == .text }
    if !texts.isEmpty, random.chance(40) {
      let column = random.pick(texts)
      let value = Self.literal(random.pick(RandomTable.texts))
      switch random.below(5) {
      case 0:
        let other = Self.literal(random.pick(RandomTable.texts))
        let isNegated = random.chance(30)
        return TwinText(
          query: "\(column.query) \(isNegated ? "not in" : "in") (\(value.query), \(other.query))",
          sql: "(\(column.sql) \(isNegated ? "NOT IN" : "IN") (\(value.sql), \(other.sql)))")
      case 1:
        return TwinText(
          query: "contains(\(column.query), \(value.query))",
          sql: "(instr(\(column.sql), \(value.sql)) > 0)")
      case 2:
        return TwinText(
          query: "starts_with(\(column.query), \(value.query))",
          sql: "(substr(\(column.sql), 1, length(\(value.sql))) = \(value.sql))")
      default:
        return TwinText(
          query: "\(column.query) \(sign) \(value.query)",
          sql: "(\(column.sql) \(sign) \(value.sql))")
      }
    }
    if random.chance(15), !columns.isEmpty {
      let column = random.pick(columns)
      let isNegated = random.chance(40)
      return TwinText(
        query: "\(column.query) is \(isNegated ? "not " : "")missing",
        sql: "(\(column.sql) IS \(isNegated ? "NOT " : "")NULL)")
    }
    let a = number(&random, depth: min(depth, 1))
    let b = number(&random, depth: min(depth, 1))
    return TwinText(query: "\(a.query) \(sign) \(b.query)", sql: "(\(a.sql) \(sign) \(b.sql))")
  }
}
