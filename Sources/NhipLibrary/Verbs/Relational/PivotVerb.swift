// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipPlan

struct PivotVerb: Verb {
  /// More columns than this are no table to read; an export in rows serves them.
  static let columnLimit = 500

  let name = "pivot"
  let summary = "makes a column of each value of a dimension"
  let signature = "pivot DIMENSION [of COLUMN, …]"
  let details = """
    The values stand in the order of time, places or numbers, texts in the order of the rows. One \
    measure gives columns named by the value (`2023`), several give `MEASURE_VALUE`. The rows are the \
    other dimensions, or all other columns where the table has no other dimension; two rows for one \
    cell are an error, never added up. Without `of` the terms of the series are spread.
    """
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2016..2019 | pivot year | take 3",
      "states by years"),
    VerbExample(
      "series homicide, robbery from us_states by state, year during 2018..2019 | pivot year | take 3",
      "two measures"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1, clauses: ["of"], signature: signature)
    let schema = input.schema
    let syntax = try binder.single(stage.operands[0])
    let dimension = try binder.column(syntax, schema)
    var measures: [Int]
    if let clause = binder.clause("of", stage) {
      // Named columns may be of any type: a verdict is spread like a number.
      measures = try binder.columns(clause.operands, schema)
    } else {
      measures = try binder.measures(stage, schema)
    }
    measures.removeAll { $0 == dimension }
    guard !measures.isEmpty else {
      throw Diagnostic(
        "E0405", "`pivot` finds no column to spread", at: stage.verb.span,
        notes: ["columns here: \(NearestName.list(schema.names))"], helps: ["name one with `of`"])
    }
    let values = try self.values(of: dimension, in: input, binder, at: syntax.span)
    let count = values.count * measures.count
    guard count <= Self.columnLimit else {
      throw Diagnostic(
        "E0411", "`pivot` would make \(count) columns, more than \(Self.columnLimit)",
        at: syntax.span, label: "\(values.count) values",
        helps: ["keep fewer rows with `where`, or pivot another dimension"])
    }
    return .extended(
      PivotNode(
        input: input, dimension: dimension, measures: measures,
        keys: keys(schema, besides: Set(measures + [dimension])), values: values,
        names: names(values, binder.catalog.store.registry), span: stage.verb.span))
  }

  /// What names a row: the other dimensions, with the level of a place; else all other columns.
  private func keys(_ schema: Schema, besides used: Set<Int>) -> [Int] {
    let rest = schema.fields.indices.filter { !used.contains($0) }
    let dimensions = rest.filter { schema.fields[$0].role.isDimension }
    guard !dimensions.isEmpty else {
      return schema.dimensionIndices.isEmpty ? rest : []
    }
    let hasPlace = dimensions.contains { schema.fields[$0].isPlace }
    return rest.filter {
      schema.fields[$0].role.isDimension || (hasPlace && schema.fields[$0].name == "level")
    }
  }

  private func values(
    of dimension: Int, in input: LogicalPlan, _ binder: StageBinder, at span: Span
  ) throws(Diagnostic) -> [CellValue] {
    guard let evaluator = binder.catalog.evaluator else {
      throw Diagnostic("E0405", "`pivot` needs data to name its columns", at: span)
    }
    let field = input.schema.fields[dimension]
    let distinct = LogicalPlan.aggregate(
      input, groups: [Projection(field, .column(dimension, field))], calls: [])
    let table: Table
    do throws(Diagnostic) {
      table = try evaluator.table(of: distinct)
    } catch {
      throw error.placed(at: span)
    }
    let column = table.columns[0].flattened()
    let all = (0..<table.rowCount).map { CellValue(column, $0) }
    return CellValue.sorted(all, binder.catalog.store.registry)
  }

  /// Names of the values; places of one name are told apart by their types, then by numbers.
  private func names(_ values: [CellValue], _ registry: PlaceRegistry) -> [String] {
    let plain = values.map { $0.name(registry) }
    var names: [String] = []
    for (value, name) in zip(values, plain) {
      var own = name
      if case .place(let id) = value, plain.count(where: { $0 == name }) > 1 {
        own = registry.typedName(id)
      }
      names.append(ColumnNaming.free(own, among: names))
    }
    return names
  }
}

/// Spreads the rows of each key over the columns of the values.
struct PivotNode: LogicalExtension, ExecutableExtension {
  let input: LogicalPlan
  let dimension: Int
  let measures: [Int]
  let keys: [Int]
  let values: [CellValue]
  let names: [String]
  let span: Span

  var inputs: [LogicalPlan] { [input] }
  var title: String { "pivot \(input.schema.fields[dimension].name)" }
  var schema: Schema {
    var fields = keys.map { input.schema.fields[$0] }
    for measure in measures {
      let field = input.schema.fields[measure]
      for name in names {
        let wanted = measures.count == 1 ? name : "\(field.name)_\(name)"
        fields.append(field.renamed(ColumnNaming.free(wanted, among: fields.map(\.name))))
      }
    }
    return Schema(fields)
  }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    PivotNode(
      input: inputs[0], dimension: dimension, measures: measures, keys: keys, values: values,
      names: names, span: span)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    TableOperator(title, inputs) { tables, context throws(Diagnostic) in
      try spread(tables[0], context)
    }
  }

  private func spread(
    _ table: Table, _ context: ExecutionContext
  ) throws(Diagnostic) -> Table {
    try context.reserve(bytes: 4 * table.rowCount, for: "grouping")
    let groups = GroupKeys(keys.map { table.columns[$0].withoutDetail() }, rowCount: table.rowCount)
    // A row number and the measures for each group and value.
    let cells = groups.count * values.count
    let width = measures.reduce(4) { $0 + table.columns[$1].gatheredBytes(1) }
    try context.reserve(bytes: cells * width, for: "`pivot`")
    let position = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    var rows = [[Int32]](
      repeating: [Int32](repeating: -1, count: groups.count), count: values.count)
    let column = table.columns[dimension].flattened()
    for row in 0..<table.rowCount {
      let value = CellValue(column, row)
      guard let place = position[value] else { continue }
      let group = Int(groups.groupOfRow[row])
      guard rows[place][group] < 0 else {
        throw twice(value, rows[place][group], row, context.store.registry)
      }
      rows[place][group] = Int32(row)
    }
    var columns = keys.map { table.columns[$0].gathered(groups.firstRows) }
    for measure in measures {
      for place in values.indices { columns.append(table.columns[measure].gathered(rows[place])) }
    }
    return Table(schema: schema, columns: columns, rowCount: groups.count)
  }

  private func twice(
    _ value: CellValue, _ first: Int32, _ second: Int, _ registry: PlaceRegistry
  ) -> Diagnostic {
    let names = keys.map { input.schema.fields[$0].name }
    let cell = names.isEmpty ? "" : " and the same \(names.joined(separator: ", "))"
    return Diagnostic(
      "E0410", "two rows have `\(value.name(registry))`\(cell)", at: span,
      notes: ["rows \(first + 1) and \(second + 1) of the input"],
      helps: ["pool them first with `summarise`, or keep one with `where`"])
  }
}
