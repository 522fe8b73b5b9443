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
  private let other: RandomTable
  private let database: SQLiteDatabase
  private var random: SeededGenerator
  private var names = 0

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

  private mutating func freshName() -> String {
    names += 1
    return "c\(names)"
  }

  private mutating func some(_ limit: Int) -> [TwinColumn] {
    Array(columns.shuffled(using: &random).prefix(1 + random.below(limit)))
  }

  /// Takes a stage over: rows of `sql` in the order of `order`.
  private mutating func stage(
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
      var calls = [TwinText(query: "count()", sql: "COUNT(*)")]
      let any = random.pick(columns)
      calls.append(TwinText(query: "count(\(any.query))", sql: "COUNT(\(any.sql))"))
      calls.append(
        TwinText(query: "count_distinct(\(any.query))", sql: "COUNT(DISTINCT \(any.sql))"))
      let condition = maker.predicate(&random, depth: 1)
      calls.append(
        TwinText(
          query: "count(\(condition.query))", sql: "COUNT(CASE WHEN \(condition.sql) THEN 1 END)"))
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

  private mutating func addJoin() {
    let right = other.columns.map { TwinColumn(name: $0.name, type: $0.type) }
    let wanted = random.pick(["k", "g", "n", "id"])
    guard let key = right.first(where: { $0.name == wanted }),
      let own = columns.filter({
        $0.type == key.type || ($0.type.isNumeric && key.type.isNumeric)
      }).randomElement(using: &random)
    else { return }
    let kind = random.pick(["", "left ", "inner "])
    var shown = columns
    var list = columns.map { "a.\($0.sql) AS \($0.sql)" }
    for column in right where column != key {
      var name = column.name
      var number = 1
      while shown.contains(where: { $0.name == name }) {
        number += 1
        name = "\(column.name)_\(number)"
      }
      let renamed = TwinColumn(name: name, type: column.type)
      shown.append(renamed)
      list.append("b.\(column.sql) AS \(renamed.sql)")
    }
    stage(
      "join \(kind)\(other.name) on \(own.query) = \(key.query)",
      sql: """
        SELECT a._o AS _l, b._o AS _r, \(list.joined(separator: ", ")) FROM (\(sql)) AS a \
        \(kind == "left " ? "LEFT" : "INNER") JOIN \(other.name) AS b ON a.\(own.sql) = b.\(key.sql)
        """, order: "_l, _r", shown)
  }

  private mutating func addUnion() {
    let right = other.columns.map { TwinColumn(name: $0.name, type: $0.type) }
    let clash = columns.contains { own in
      right.contains {
        $0.name == own.name && $0.type != own.type && !($0.type.isNumeric && own.type.isNumeric)
      }
    }
    guard !clash, columns.contains(where: { own in right.contains { $0.name == own.name } })
    else { return }
    let all = columns + right.filter { other in !columns.contains { $0.name == other.name } }
    func list(_ own: [TwinColumn]) -> String {
      all.map { column -> String in
        let source = own.first { $0.name == column.name }?.sql ?? "NULL"
        return "\(source) AS \(column.sql)"
      }.joined(separator: ", ")
    }
    stage(
      "union \(other.name)",
      sql: """
        SELECT 0 AS _t, _o AS _p, \(list(columns)) FROM (\(sql)) UNION ALL \
        SELECT 1, _o, \(list(right)) FROM \(other.name)
        """, order: "_t, _p", all)
  }

  private mutating func addPivot() throws {
    let texts = columns.filter { $0.type == .text }
    let numeric = columns.filter(\.type.isNumeric)
    guard texts.count > 0, numeric.count > 0 else { return }
    let dimension = random.pick(texts)
    let measure = random.pick(numeric)
    // One row a cell: pooled before by the dimension and at most one more key.
    let keys = random.chance(70) ? columns.filter { $0 != dimension && $0 != measure } : []
    let key = keys.isEmpty ? [] : [random.pick(keys)]
    let pooled = TwinColumn(name: freshName(), type: .float)
    let by = ([dimension] + key).map(\.query).joined(separator: ", ")
    let group = ([dimension] + key).map(\.sql).joined(separator: ", ")
    stage(
      "summarise \(pooled.name) = sum(\(measure.query)) by \(by)",
      sql: """
        SELECT MIN(_o) AS _m, \(group), SUM(\(measure.sql)) AS \(pooled.sql) \
        FROM (\(sql)) GROUP BY \(group)
        """, order: "_m", [dimension] + key + [pooled])
    let found = try database.rows(
      "SELECT \(dimension.sql) FROM (\(sql)) GROUP BY 1 ORDER BY \(dimension.sql) IS NULL, MIN(_o)")
    var shown = key
    var list = key.map(\.sql)
    for row in found {
      var name = "missing"
      var test = "\(dimension.sql) IS NULL"
      if case .text(let text) = row[0] {
        name = text.isEmpty ? "empty" : text
        test = "\(dimension.sql) = \(ExpressionMaker.literal(text).sql)"
      }
      var free = name
      var number = 1
      while shown.contains(where: { $0.name == free }) {
        number += 1
        free = "\(name)_\(number)"
      }
      names += 1
      let column = TwinColumn(name: free, type: .float, alias: "p\(names)")
      shown.append(column)
      list.append("MAX(CASE WHEN \(test) THEN \(pooled.sql) END) AS \(column.sql)")
    }
    guard !shown.isEmpty else { return }
    let groups = key.isEmpty ? "" : " GROUP BY \(key[0].sql)"
    // Without keys and rows there is no row, where SQL would give one of nothing.
    stage(
      "pivot \(dimension.query) of \(pooled.query)",
      sql: "SELECT MIN(_o) AS _m, \(list.joined(separator: ", ")) FROM (\(sql))\(groups)"
        + " HAVING COUNT(*) > 0", order: "_m", shown)
  }
}
