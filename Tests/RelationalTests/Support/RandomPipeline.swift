// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// A random pipeline in both languages. The SQL keeps the position of each row in `_o`, so that
/// results can be compared row by row.
struct RandomPipeline {
  private(set) var query: String
  private(set) var sql: String
  private(set) var columns: [TwinColumn]
  let other: RandomTable
  let database: SQLiteDatabase
  var random: SeededGenerator
  var names = 0

  init(
    over table: RandomTable, and other: RandomTable, in database: SQLiteDatabase,
    _ random: SeededGenerator
  ) throws {
    self.other = other
    self.database = database
    self.random = random
    query = "from \(table.name)"
    columns = table.columns.map { TwinColumn(name: $0.name, type: $0.type) }
    sql = "SELECT _o, \(columns.map(\.sql).joined(separator: ", ")) FROM \(table.name)"
    for _ in 0..<(1 + self.random.below(4)) { try addStage() }
  }

  private var maker: ExpressionMaker { ExpressionMaker(columns: columns) }

  mutating func freshName() -> String {
    names += 1
    return "c\(names)"
  }

  private mutating func some(_ limit: Int) -> [TwinColumn] {
    Array(columns.shuffled(using: &random).prefix(1 + random.below(limit)))
  }

  /// Takes a stage over: rows of `sql` in the order of `order`.
  mutating func stage(
    _ text: String, sql inner: String, order: String, _ columns: [TwinColumn]
  ) {
    query += "\n| \(text)"
    self.columns = columns
    let list = columns.map(\.sql).joined(separator: ", ")
    sql = "SELECT ROW_NUMBER() OVER (ORDER BY \(order)) AS _o, \(list) FROM (\(inner))"
  }

  private mutating func addStage() throws {
    switch random.below(13) {
    case 0, 1: addWhere()
    case 2: addDerive()
    case 3: addSelect()
    case 4: addRename()
    case 5, 6: addSummarise()
    case 7: addSort()
    case 8: addTop()
    case 9: addDistinct()
    case 10: addJoin()
    case 11: addUnion()
    default:
      if random.chance(50) { try addPivot() } else { addTake() }
    }
  }

  private mutating func addWhere() {
    let condition = maker.predicate(&random)
    stage(
      "where \(condition.query)", sql: "SELECT * FROM (\(sql)) WHERE \(condition.sql)",
      order: "_o", columns)
  }

  private mutating func addDerive() {
    let expression = maker.number(&random)
    let name = TwinColumn(name: freshName(), type: .float)
    stage(
      "derive \(name.name) = \(expression.query)",
      sql: "SELECT *, (\(expression.sql)) AS \(name.sql) FROM (\(sql))", order: "_o",
      columns + [name])
  }

  private mutating func addSelect() {
    let kept = some(4)
    let expression = maker.number(&random)
    let name = TwinColumn(name: freshName(), type: .float)
    stage(
      "select \(kept.map(\.query).joined(separator: ", ")), \(name.name) = \(expression.query)",
      sql: "SELECT *, (\(expression.sql)) AS \(name.sql) FROM (\(sql))", order: "_o",
      kept + [name])
  }

  private mutating func addRename() {
    let old = random.pick(columns)
    let new = TwinColumn(name: freshName(), type: old.type)
    stage(
      "rename \(new.name) = \(old.query)", sql: "SELECT *, \(old.sql) AS \(new.sql) FROM (\(sql))",
      order: "_o", columns.map { $0 == old ? new : $0 })
  }

  private mutating func addTake() {
    let count = random.below(12)
    stage(
      "take \(count)", sql: "SELECT * FROM (\(sql)) WHERE _o <= \(count)", order: "_o", columns)
  }

  private mutating func addSummarise() {
    let groups = random.chance(75) ? some(2) : []
    let numeric = columns.filter(\.type.isNumeric)
    var query: [String] = []
    var list: [String] = groups.map { "\($0.sql)" }
    var made = groups
    for _ in 0..<(1 + random.below(4)) {
      let name = TwinColumn(name: freshName(), type: .float)
      // Counts as real numbers: SQLite divides whole ones as such.
      var calls = [TwinText(query: "count()", sql: "1.0 * COUNT(*)")]
      let any = random.pick(columns)
      calls.append(TwinText(query: "count(\(any.query))", sql: "1.0 * COUNT(\(any.sql))"))
      calls.append(
        TwinText(query: "count_distinct(\(any.query))", sql: "1.0 * COUNT(DISTINCT \(any.sql))"))
      let condition = maker.predicate(&random, depth: 1)
      calls.append(
        TwinText(
          query: "count(\(condition.query))",
          sql: "1.0 * COUNT(CASE WHEN \(condition.sql) THEN 1 END)"))
      var type = LogicalType.float
      if let column = numeric.isEmpty ? nil : random.pick(numeric) {
        for (function, own) in [("sum", "SUM"), ("mean", "AVG"), ("min", "MIN"), ("max", "MAX")] {
          calls.append(
            TwinText(query: "\(function)(\(column.query))", sql: "\(own)(\(column.sql))"))
        }
        let expression = maker.number(&random, depth: 1)
        calls.append(
          TwinText(query: "sum(\(expression.query))", sql: "SUM(\(expression.sql))"))
        calls.append(
          TwinText(
            query: "sum(\(column.query)) / count()", sql: "SUM(\(column.sql)) / COUNT(*)"))
      }
      var call = random.pick(calls)
      let texts = columns.filter { $0.type == .text }
      if !texts.isEmpty, random.chance(15) {
        let text = random.pick(texts)
        let function = random.pick(["min", "max"])
        call = TwinText(query: "\(function)(\(text.query))", sql: "\(function)(\(text.sql))")
        type = .text
      }
      query.append("\(name.name) = \(call.query)")
      list.append("\(call.sql) AS \(name.sql)")
      made.append(TwinColumn(name: name.name, type: type))
    }
    let keys = groups.map(\.sql).joined(separator: ", ")
    stage(
      "summarise \(query.joined(separator: ", "))"
        + (groups.isEmpty ? "" : " by \(groups.map(\.query).joined(separator: ", "))"),
      sql: "SELECT MIN(_o) AS _m, \(list.joined(separator: ", ")) FROM (\(sql))"
        + (groups.isEmpty ? "" : " GROUP BY \(keys)"), order: "_m", made)
  }

  private mutating func addSort() {
    let keys = some(3).map { ($0, random.chance(50)) }
    let order = keys.map { "\($0.0.sql) \($0.1 ? "DESC" : "ASC") NULLS LAST" }
    stage(
      "sort \(keys.map { ($0.1 ? "-" : "") + $0.0.query }.joined(separator: ", "))",
      sql: sql, order: order.joined(separator: ", ") + ", _o", columns)
  }

  private mutating func addTop() {
    let count = random.below(5)
    let key = random.pick(columns)
    let isSmallest = random.chance(40)
    let groups = random.chance(50) ? some(2) : []
    let partition =
      groups.isEmpty ? "" : "PARTITION BY \(groups.map(\.sql).joined(separator: ", "))"
    let order = "\(key.sql) \(isSmallest ? "ASC" : "DESC") NULLS LAST, _o"
    stage(
      "top \(count) by \(isSmallest ? "-" : "")\(key.query)"
        + (groups.isEmpty ? "" : " within \(groups.map(\.query).joined(separator: ", "))"),
      sql: """
        SELECT * FROM (SELECT *, ROW_NUMBER() OVER (\(partition) ORDER BY \(order)) AS _r, \
        MIN(_o) OVER (\(partition)) AS _g FROM (\(sql))) \
        WHERE _r <= \(count) AND \(key.sql) IS NOT NULL
        """, order: "_g, _r", columns)
  }

  private mutating func addDistinct() {
    let isAll = random.chance(40)
    let kept = isAll ? columns : some(3)
    let keys = kept.map(\.sql).joined(separator: ", ")
    stage(
      isAll ? "distinct" : "distinct \(kept.map(\.query).joined(separator: ", "))",
      sql: "SELECT MIN(_o) AS _m, \(keys) FROM (\(sql)) GROUP BY \(keys)", order: "_m", kept)
  }
}
