// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension RandomPipeline {
  mutating func addJoin() {
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

  mutating func addUnion() {
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

  mutating func addPivot() throws {
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
