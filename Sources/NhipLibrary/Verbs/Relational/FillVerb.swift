// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct FillVerb: Verb {
  let name = "fill"
  let summary = "fills missing cells by a rule that is named"
  let signature = "fill zero|previous|linear|remainder [limit N] [of COLUMN, …]"
  let details = """
    `zero` says that nothing reported is nothing there; `previous` carries the last value of the same \
    series forward; `linear` draws a line between the values before and after. Steps are periods, \
    never rows: `limit N` fills at most N periods after a value, or gaps of at most N periods. \
    No value outside `during` is taken: ask a longer time and keep what is wanted by `where`. Filled \
    cells are marked `derived`. `remainder` subtracts nested reports of a series: nine months less \
    six are the third quarter, a year less its first half the second. Cells that do not apply are never filled, and those that may not be \
    rolled up are no zeros.
    """
  let examples = [
    VerbExample(
      "series tips_received by commune, year in phường Ngọc Hà during 2022..2024 | fill previous limit 1",
      "a value carried into the next year"),
    VerbExample(
      "series fires_handled by place, year during 2022..2024 | fill zero",
      "no report taken as no fire"),
    VerbExample(
      "series tips_received by place, half during 2023 | fill remainder",
      "halves out of a half and its year, where both are reported"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 0...1, clauses: ["limit", "of"], signature: signature)
    if let operand = stage.operands.first, operand.parts.count == 1,
      binder.word(operand.parts[0]) == "remainder"
    {
      try binder.allow(
        stage, operands: 1...1, clauses: ["of"], signature: "fill remainder [of COLUMN, …]")
      return try FillRemainder.plan(stage, on: input, binder)
    }
    let method = try method(stage, binder)
    var limit: Int?
    if let clause = binder.clause("limit", stage) {
      guard clause.operands.count == 1 else {
        throw Diagnostic("E0311", "`limit` takes one number", at: clause.span)
      }
      limit = try binder.count(try binder.single(clause.operands[0]), "a number of periods")
    }
    let measures = try binder.measures(stage, input.schema)
    guard method != .zero else {
      return .extended(
        FillNode(input: input, method: method, limit: nil, measures: measures, period: nil))
    }
    let period = try binder.requirePeriod(stage, input.schema)
    guard case .period(let grain?) = input.schema.fields[period].role, grain.isRegular else {
      throw Diagnostic(
        "E0405", "`fill \(method.rawValue)` steps through periods of one length",
        at: stage.verb.span,
        notes: ["`\(input.schema.fields[period].name)` holds periods as reported"],
        helps: ["ask one length: `by …, year`"])
    }
    return .extended(
      FillNode(input: input, method: method, limit: limit, measures: measures, period: period))
  }

  private func method(
    _ stage: StageSyntax, _ binder: StageBinder
  ) throws(Diagnostic) -> FillNode.Method {
    guard let operand = stage.operands.first else {
      throw Diagnostic(
        "E0311", "`fill` needs a rule: nothing is filled unasked", at: stage.verb.span,
        helps: ["written `\(signature)`"])
    }
    let name = try binder.name(
      try binder.single(operand), "`zero`, `previous`, `linear` or `remainder`")
    guard let method = FillNode.Method(rawValue: name.text) else {
      let rules = FillNode.Method.allCases.map(\.rawValue) + ["remainder"]
      throw NameLookup.unknown("E0311", "rule of `fill`", name, among: rules)
    }
    return method
  }
}
