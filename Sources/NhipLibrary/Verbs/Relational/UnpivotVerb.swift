// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct UnpivotVerb: Verb {
  let name = "unpivot"
  let summary = "makes a row of each of several columns"
  let signature = "unpivot [COLUMN, …] [to NAME, VALUE]"
  let details = """
    The column `term` holds the names and `value` the values; `to` names them otherwise. Names that \
    are all periods (`2022`, `2023`) become periods, in a column `period`. Without columns the \
    measures go; the other columns repeat. The columns must have one type.
    """
  let examples = [
    VerbExample(
      "series homicide, robbery from us_states by state, year during 2019 | unpivot | take 4",
      "a row for each term"),
    VerbExample(
      "series homicide from us_states by state, year during 2016..2019 | pivot year | unpivot 2016, 2019 to year, homicide | take 4",
      "back from columns to years"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 0...1_000, clauses: ["to"], signature: signature)
    let schema = input.schema
    var columns: [Int] = []
    for operand in stage.operands { columns.append(try column(operand, schema, binder)) }
    if stage.operands.isEmpty { columns = try binder.measures(stage, schema) }
    let first = schema.fields[columns[0]]
    for (position, index) in columns.enumerated() {
      let field = schema.fields[index]
      let span = stage.operands.isEmpty ? stage.verb.span : stage.operands[position].span
      guard field.type == first.type || (field.type.isNumeric && first.type.isNumeric) else {
        throw Diagnostic(
          "E0301", "`\(first.name)` is \(first.type.noun), `\(field.name)` \(field.type.noun)",
          at: span, label: "one column holds one type")
      }
      if columns[..<position].contains(index) { throw ColumnNaming.twice(field.name, at: span) }
    }
    let (name, value) = try names(stage, columns, schema, binder)
    return .extended(
      UnpivotNode(input: input, columns: columns, termName: name, valueName: value))
  }

  /// A column by its name; a number or a period is a name here too.
  private func column(
    _ operand: OperandSyntax, _ schema: Schema, _ binder: StageBinder
  ) throws(Diagnostic) -> Int {
    let syntax = try binder.single(operand)
    switch syntax.kind {
    case .number(_, let text), .period(let text):
      return try NameLookup.column(
        NameSyntax(text, isQuoted: true, span: syntax.span), in: schema)
    default: return try binder.column(syntax, schema)
    }
  }

  private func names(
    _ stage: StageSyntax, _ columns: [Int], _ schema: Schema, _ binder: StageBinder
  ) throws(Diagnostic) -> (String, String) {
    let kept = schema.names.enumerated().filter { !columns.contains($0.offset) }.map(\.element)
    guard let clause = binder.clause("to", stage) else {
      let arePeriods = UnpivotNode.periods(columns.map { schema.fields[$0].name }) != nil
      return (
        ColumnNaming.free(arePeriods ? "period" : "term", among: kept),
        ColumnNaming.free("value", among: kept)
      )
    }
    guard clause.operands.count == 2 else {
      throw Diagnostic(
        "E0311", "`to` names two columns", at: clause.span, helps: ["written `\(signature)`"])
    }
    var names: [String] = []
    for operand in clause.operands {
      let name = try binder.name(try binder.single(operand), "a name")
      if (kept + names).contains(name.text) { throw ColumnNaming.twice(name.text, at: name.span) }
      names.append(name.text)
    }
    return (names[0], names[1])
  }
}

/// Each row once for each of the columns.
struct UnpivotNode: LogicalExtension, ExecutableExtension {
  /// A result larger than this is a mistake in the columns, not an answer.
  static let rowLimit = 200_000_000

  let input: LogicalPlan
  let columns: [Int]
  let termName: String
  let valueName: String

  var inputs: [LogicalPlan] { [input] }
  var title: String {
    "unpivot \(columns.map { input.schema.fields[$0].name }.joined(separator: ", "))"
  }
  private var kept: [Int] { input.schema.fields.indices.filter { !columns.contains($0) } }

  /// The names as periods of time, where all of them are.
  static func periods(_ names: [String]) -> [Period]? {
    let periods = names.compactMap { Period($0) }.filter { $0.grain != .none }
    return periods.count == names.count ? periods : nil
  }

  var schema: Schema {
    let fields = columns.map { input.schema.fields[$0] }
    var term = Field(termName, .text)
    if let periods = Self.periods(fields.map(\.name)) {
      let grains = Set(periods.map(\.grain))
      let grain = grains.count == 1 ? grains.first.flatMap { $0.isRegular ? $0 : nil } : nil
      let role = FieldRole.period(grain)
      term = Field(termName, .period, role: input.schema.periodIndex == nil ? role : .attribute)
    }
    return Schema(kept.map { input.schema.fields[$0] } + [term, value(fields)])
  }

  private func value(_ fields: [Field]) -> Field {
    let areAlike = fields.allSatisfy { $0.type == fields[0].type }
    let type: LogicalType = areAlike ? fields[0].type : .float
    let infos = fields.compactMap(\.measure)
    guard infos.count == fields.count, var info = infos.first else { return Field(valueName, type) }
    for other in infos.dropFirst() { info = MeasureInference.merged(info, other) }
    info.term = valueName
    // Numbers of unlike things in one column are never added up.
    if Set(infos.map(\.term)).count > 1, Self.periods(fields.map(\.name)) == nil {
      info.kind = .rate
      info.additiveOverPlaces = false
      info.additiveOverTime = false
    }
    return Field(valueName, type, role: .measure(info))
  }

  func with(inputs: [LogicalPlan]) -> any LogicalExtension {
    UnpivotNode(input: inputs[0], columns: columns, termName: termName, valueName: valueName)
  }

  func makeOperator(_ inputs: [any PhysicalOperator]) -> any PhysicalOperator {
    TableOperator(title, inputs) { tables, context throws(Diagnostic) in
      let table = tables[0]
      let total = table.rowCount * columns.count
      guard total <= Self.rowLimit else {
        throw Diagnostic(
          "E0603", "`unpivot` would make \(total) rows, more than \(Self.rowLimit)",
          helps: ["take fewer columns or rows"])
      }
      // Row numbers twice, the name of each value, the values before and after they are crossed.
      let keptBytes = kept.reduce(0) { $0 + table.columns[$1].gatheredBytes(total) }
      let valueBytes = columns.reduce(0) { $0 + table.columns[$1].gatheredBytes(table.rowCount) }
      try context.reserve(bytes: total * 12 + keptBytes + 2 * valueBytes, for: "`unpivot`")
      let count = Int32(table.rowCount)
      let width = Int32(columns.count)
      let repeated = (0..<count * width).map { $0 / width }
      let crossed = (0..<count * width).map { $0 % width * count + $0 / width }
      let names = columns.map { table.schema.fields[$0].name }
      var result = kept.map { table.columns[$0].gathered(repeated) }
      if let periods = Self.periods(names) {
        result.append(
          Column(.periods((0..<count * width).map { periods[Int($0 % width)] })))
      } else {
        let codes = (0..<count * width).map { $0 % width }
        result.append(Column(.text(codes, TextDictionary(names))))
      }
      let values = Column.concatenated(
        columns.map { table.columns[$0] }, type: schema.fields[schema.fields.count - 1].type,
        keepingDetail: true)
      result.append(values.gathered(crossed))
      return Table(schema: schema, columns: result, rowCount: repeated.count)
    }
  }
}
