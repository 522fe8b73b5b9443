// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipPlan
import NhipStatistics

struct DescribeVerb: Verb {
  let name = "describe"
  let summary = "says of each column of numbers how many, how large and how spread its values are"
  let signature = "describe [COLUMN, …] [by DIMENSION, …]"
  let details = """
    One row per column, or per group and column: n, missing, mean, sd (divisor n - 1), min, q1, \
    median, q3, max. Quartiles are of type 7 (Hyndman and Fan), as in spreadsheets. Without columns \
    the terms of the series are described, in a table without terms all numbers.
    """
  let examples = [
    VerbExample(
      "series homicide, robbery from us_states by state, year during 2019 | describe",
      "two terms at a glance"),
    VerbExample(
      "series homicide from us_states by state, year during 2017..2019 | describe by year",
      "year by year"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 0...1_000, clauses: ["by", "of"], signature: signature)
    let schema = input.schema
    let groups = try binder.columns(binder.clause("by", stage)?.operands ?? [], schema)
    var columns = try binder.columns(stage.operands, schema)
    for (operand, column) in zip(stage.operands, columns)
    where !schema.fields[column].type.isNumeric {
      throw Diagnostic(
        "E0303", "`describe` needs numbers", at: operand.span,
        label: "this is \(schema.fields[column].type.noun)")
    }
    if columns.isEmpty {
      columns = try binder.measures(stage, schema).filter { !groups.contains($0) }
    }
    let facts = PlanFacts(input)
    let isMixed = facts.pooled(by: Set(groups)).contains { $0.role == .place(level: "place") }
    let keepsLevel = groups.contains { schema.fields[$0].name == "level" }
    var notes: [Note] = []
    if isMixed && !keepsLevel {
      let pooled = PlacesRead(input, binder.catalog).map {
        PooledPlaces($0.places, binder.catalog.store.registry)
      }
      if pooled?.mayBePooled != true { notes.append(Note("mixedLevels")) }
      if pooled?.hasUnknownLevel == true { notes.append(Note("unknownLevels")) }
    }
    return .extended(DescribeNode(input: input, columns: columns, groups: groups)).noting(notes)
  }
}

/// Figures of each column, one row per group and column.
struct DescribeNode: LogicalExtension, ExecutableExtension {
  let input: LogicalPlan
  let columns: [Int]
  let groups: [Int]

  private static let names = ["mean", "sd", "min", "q1", "median", "q3", "max"]

  var inputs: [LogicalPlan] { [input] }
  var title: String {
    "describe \(columns.map { input.schema.fields[$0].name }.joined(separator: ", "))"
  }
  var schema: Schema {
    var fields = groups.map { input.schema.fields[$0] }
    func add(_ name: String, _ type: LogicalType, _ unit: Unit = .none) {
      fields.append(
        Field(ColumnNaming.free(name, among: fields.map(\.name)), type, unit: unit))
    }
    let units = Set(columns.map { input.schema.fields[$0].unit })
    let unit = units.count == 1 ? units.first ?? .none : .none
    add("term", .text)
    add("n", .integer)
    add("missing", .integer)
    for figure in Self.names { add(figure, .float, unit) }
    return Schema(fields)
  }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    DescribeNode(input: inputs[0], columns: columns, groups: groups)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    // The rows of each group, and the figures of one column at a time.
    TableOperator(title, inputs, takes: { $0[0].rowCount * 16 }) {
      tables, context throws(Diagnostic) in
      try rows(of: tables[0], context)
    }
  }

  private func rows(of table: Table, _ context: ExecutionContext) throws(Diagnostic) -> Table {
    let keys = GroupKeys(groups.map { table.columns[$0].withoutDetail() }, rowCount: table.rowCount)
    // Without groups there is a row per column, even over no rows.
    let groupCount = groups.isEmpty ? 1 : keys.count
    var members = [[Int32]](repeating: [], count: groupCount)
    for row in 0..<table.rowCount { members[Int(keys.groupOfRow[row])].append(Int32(row)) }
    var first: [Int32] = []
    var terms: [String?] = []
    var figures = [[Double]](repeating: [], count: Self.names.count + 2)
    for group in 0..<groupCount {
      for column in columns {
        try context.checkCancelled()
        first.append(groups.isEmpty ? -1 : keys.firstRows[group])
        terms.append(table.schema.fields[column].name)
        let values = table.columns[column].numbers ?? []
        let own = members[group].map { values[Int($0)] }
        for (index, figure) in Self.figures(of: own).enumerated() {
          figures[index].append(figure)
        }
      }
    }
    let keyColumns = groups.map { table.columns[$0].gathered(first) }
    return Table(
      schema: schema,
      columns: keyColumns + [Column(texts: terms)] + figures.map { Column(numbers: $0) },
      rowCount: terms.count)
  }

  private static func figures(of values: [Double]) -> [Double] {
    let missing = values.count { $0.isNaN }
    let counts = [Double(values.count - missing), Double(missing)]
    guard let found = try? Describe(values, probabilities: [0.25, 0.5, 0.75]) else {
      return counts + [Double](repeating: .nan, count: names.count)
    }
    return counts + [
      found.mean, found.sd ?? .nan, found.min, found.quantiles[0], found.median,
      found.quantiles[2], found.max,
    ]
  }
}
