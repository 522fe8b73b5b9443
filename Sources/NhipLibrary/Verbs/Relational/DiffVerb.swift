// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct DiffVerb: Verb {
  let name = "diff"
  let summary = "sets the rows of two queries side by side and shows what differs"
  let signature = "diff with QUERY [on COLUMN, …]"
  let details = """
    Rows with equal keys stand together: each number with the other query's (`_other`) and the \
    difference, each text with the other's. The column `diff` says `same`, `changed`, `only here` or \
    `only there`; no row of either side is dropped. Without `on` the dimensions that both have are the \
    keys. Keys must name one row of each side.
    """
  let examples = [
    VerbExample(
      "from places | select place, name | diff with places on place | where diff != \"same\"",
      "no row: nothing differs")
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 0...0, clauses: ["with", "on"], signature: signature)
    guard let clause = binder.clause("with", stage), clause.operands.count == 1 else {
      throw Diagnostic(
        "E0311", "`diff` needs one query to compare with", at: stage.verb.span,
        helps: ["written `\(signature)`", "name a query before: `let july = …`"])
    }
    let name = try binder.name(try binder.single(clause.operands[0]), "the name of a query")
    let other = try binder.plan(named: name)
    var pairs = KeyPairs(shared: input.schema, other.schema)
    if binder.clause("on", stage) != nil || pairs.left.isEmpty {
      pairs = try KeyPairs(stage, input.schema, other.schema, binder, signature: signature)
    }
    return .extended(
      DiffNode(left: input, right: other, otherName: name.text, keys: pairs, span: stage.verb.span))
  }
}

/// The rows of both inputs side by side.
struct DiffNode: LogicalExtension, ExecutableExtension {
  let left: LogicalPlan
  let right: LogicalPlan
  let otherName: String
  let keys: KeyPairs
  let span: Span
  let schema: Schema
  /// Columns that both sides have besides the keys.
  let shared: [(left: Int, right: Int)]

  init(left: LogicalPlan, right: LogicalPlan, otherName: String, keys: KeyPairs, span: Span) {
    self.left = left
    self.right = right
    self.otherName = otherName
    self.keys = keys
    self.span = span
    let (a, b) = (left.schema, right.schema)
    var shared: [(left: Int, right: Int)] = []
    var fields = keys.left.map { a.fields[$0] }
    var names = fields.map(\.name)
    func add(_ field: Field, _ name: String) {
      fields.append(field.renamed(ColumnNaming.free(name, among: names)))
      names.append(fields[fields.count - 1].name)
    }
    for (index, field) in a.fields.enumerated() where !keys.left.contains(index) {
      guard let other = b.index(of: field.name), !keys.right.contains(other) else { continue }
      let twin = b.fields[other]
      guard twin.type == field.type || (twin.type.isNumeric && field.type.isNumeric) else {
        continue
      }
      shared.append((index, other))
      var derived = field
      if case .measure(var info) = derived.role {
        info.isTerm = false
        derived.role = .measure(info)
      } else {
        derived.role = .attribute
      }
      add(field, field.name)
      add(derived, field.name + "_other")
      guard field.type.isNumeric else { continue }
      if case .measure(var info) = derived.role {
        info.isNonNegative = false
        info.isCount = false
        derived.role = .measure(info)
      }
      if derived.unit == .percent { derived.unit = .points }
      add(derived, field.name + "_difference")
    }
    add(Field("diff", .text), "diff")
    self.shared = shared
    schema = Schema(fields)
  }

  var inputs: [LogicalPlan] { [left, right] }
  var title: String { "diff with \(otherName)" }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    DiffNode(left: inputs[0], right: inputs[1], otherName: otherName, keys: keys, span: span)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    // Each row stands in the result once, at most, with the columns of both sides.
    TableOperator(
      title, inputs,
      takes: { tables in
        let count = tables[0].rowCount + tables[1].rowCount
        return tables[0].gatheredBytes(count) + tables[1].gatheredBytes(count)
      }
    ) { tables, _ throws(Diagnostic) in
      try rows(tables[0], tables[1])
    }
  }

  private func rows(_ a: Table, _ b: Table) throws(Diagnostic) -> Table {
    let combined = zip(keys.left, keys.right).map { x, y in
      Column.concatenated(
        [a.columns[x].withoutDetail(), b.columns[y].withoutDetail()], type: a.schema.fields[x].type)
    }
    let groups = GroupKeys(combined, rowCount: a.rowCount + b.rowCount)
    var leftRows = [Int32](repeating: -1, count: groups.count)
    var rightRows = leftRows
    for row in 0..<a.rowCount {
      try place(row, Int(groups.groupOfRow[row]), in: &leftRows, "the query")
    }
    for row in 0..<b.rowCount {
      try place(row, Int(groups.groupOfRow[a.rowCount + row]), in: &rightRows, "`\(otherName)`")
    }
    var columns = combined.map { $0.gathered(groups.firstRows) }
    var changed = [Bool](repeating: false, count: groups.count)
    for pair in shared {
      let x = a.columns[pair.left].gathered(leftRows)
      let y = b.columns[pair.right].gathered(rightRows)
      for row in changed.indices where !same(x, y, row) { changed[row] = true }
      columns.append(x)
      columns.append(y)
      if a.schema.fields[pair.left].type.isNumeric { columns.append(x.minus(y)) }
    }
    columns.append(
      Column(
        texts: changed.indices.map { row in
          if leftRows[row] < 0 { return "only there" }
          if rightRows[row] < 0 { return "only here" }
          return changed[row] ? "changed" : "same"
        }))
    return Table(schema: schema, columns: columns, rowCount: groups.count)
  }

  private func place(
    _ row: Int, _ group: Int, in rows: inout [Int32], _ side: String
  ) throws(Diagnostic) {
    guard rows[group] < 0 else {
      let names = keys.left.map { left.schema.fields[$0].name }
      throw Diagnostic(
        "E0410", "two rows of \(side) have the same \(names.joined(separator: ", "))", at: span,
        notes: ["rows \(rows[group] + 1) and \(row + 1)"],
        helps: ["name more columns after `on`, or pool the rows first with `summarise`"])
    }
    rows[group] = Int32(row)
  }

  private func same(_ x: Column, _ y: Column, _ row: Int) -> Bool {
    if x.isMissing(row) || y.isMissing(row) { return x.isMissing(row) == y.isMissing(row) }
    if let a = x.numbers, let b = y.numbers { return a[row] == b[row] }
    if case .booleans(let a) = x.storage, case .booleans(let b) = y.storage {
      return a[row] == b[row]
    }
    return x.text(row) == y.text(row) && x.place(row) == y.place(row)
      && x.period(row) == y.period(row)
  }
}

extension Column {
  /// The difference of two columns of numbers, with its bounds.
  func minus(_ other: Column) -> Column {
    guard let x = numbers, let y = other.numbers else { return self }
    let values = x.indices.map { x[$0] - y[$0] }
    guard detail?.lower != nil || other.detail?.lower != nil else { return Column(numbers: values) }
    var result = MeasureDetail()
    let (a, b) = (detail, other.detail)
    let lower = x.indices.map { (a?.lower?[$0] ?? x[$0]) - (b?.upper?[$0] ?? y[$0]) }
    let upper = x.indices.map { (a?.upper?[$0] ?? x[$0]) - (b?.lower?[$0] ?? y[$0]) }
    result.lower = lower
    result.upper = upper
    result.marks = values.indices.map { row in
      values[row].isNaN
        ? [] : Marks.signs(value: values[row], lower: lower[row], upper: upper[row])
    }
    return Column(.numbers(values), detail: result)
  }
}
