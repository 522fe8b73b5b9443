// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipPlan

struct RollingVerb: Verb {
  let name = "rolling"
  let summary = "the mean, sum or another figure of a window that moves along"
  let signature = "rolling N GRAIN mean|sum|median|min|max|sd [of COLS] [including partial]"
  let details = """
    Adds `_rolling`: the figure over the N last periods, the row's own included. The window steps \
    through the calendar: one with a gap gives no number, unless `including partial`, which uses \
    what is there and marks the result, a sum with `≥` where no value can be negative. Periods before `during` are read where the window needs \
    them. A sum is refused for what does not add up over time, such as stocks and rates.
    """
  let examples = [
    VerbExample(
      """
      series crime_cases from simulated by district, month in "Tỉnh 01" during 2023-01..2023-03 \
      | rolling 12 month sum
      """, "the sum of twelve months"),
    VerbExample(
      """
      series tips_received from simulated by month during 2023 \
      | rolling 3 month mean including partial
      """, "a moving average over what is there"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(
      stage, operands: 1...1, clauses: ["of", "including"], signature: signature)
    let schema = input.schema
    let periodIndex = try binder.requirePeriod(stage, schema)
    let operand = stage.operands[0]
    let length = try StepSyntax(operand, binder, signature: signature)
    guard operand.parts.count == 3, let word = binder.word(operand.parts[2]),
      let function = RollingFunction(rawValue: word)
    else {
      throw Diagnostic(
        "E0311", "expected what to make of the window",
        at: operand.parts.last?.span ?? operand.span,
        notes: [
          "one of \(RollingFunction.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))"
        ],
        helps: ["written `\(signature)`"])
    }
    let columns = try binder.measures(stage, schema)
    if function == .sum {
      try AdditionRefusal.check(
        columns, schema, stage,
        help: "`rolling \(length.count) \(length.grain.word) mean` smooths it instead")
    }
    var width = length.count
    if case .period(let grain?) = schema.fields[periodIndex].role {
      width = try length.periods(of: grain)
    }
    let request = RollingRequest(
      columns: columns, function: function, length: length,
      includesPartial: try IncludingPartial.read(stage, binder, signature: signature),
      verb: VerbPosition(name: stage.verb.text, span: stage.verb.span))
    return .extended(
      AddedColumns(
        inputs: [input.addingHistory(buckets: width - 1)],
        added: columns.map { Self.field(schema.fields[$0], function) },
        title: "rolling \(length.count) \(length.grain.word) \(function.rawValue)"
      ) { tables, context throws(Diagnostic) in
        try RollingOperator(request: request).columns(tables[0], context)
      })
  }

  /// What the result of a column is called.
  static func name(of source: Field) -> String { "\(source.name)_rolling" }

  /// The result keeps the unit; windows overlap, so that it adds up over time no more.
  private static func field(_ source: Field, _ function: RollingFunction) -> Field {
    var field = source
    field.name = name(of: source)
    guard var info = source.measure else { return field }
    info.isTerm = false
    info.additiveOverTime = false
    info.isCount = info.isCount && function == .sum
    if function == .sd { info.isNonNegative = true }
    if function != .sum && function != .mean { info.additiveOverPlaces = false }
    if function != .sum && info.kind == .ratio { info.kind = .rate }
    field.role = .measure(info)
    return field
  }
}
