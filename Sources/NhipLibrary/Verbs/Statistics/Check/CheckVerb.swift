// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct CheckVerb: Verb {
  let name = "check"
  let summary = "tests reported percents against whole counts, and parts against totals"
  let signature =
    "check [of COLUMN, …]  or  check PERCENT of AFTER [with DIFFERENCE | from BEFORE] [to DECIMALS]"
  let details = """
    On a series: a reported change without its counts is put on the smallest whole counts that \
    give it, and told whether such counts differ by more than chance; with the counts in the same \
    query (`series crime_cases, crime_change … | check`) count, base and percent must agree. The \
    values of each breakdown are added up and set against the figure reported without it; a part \
    must not exceed its whole, and a printed share must follow from its parts. What was noted \
    about the observations behind a cell is listed too. One row per finding, with `what`, \
    `finding` and the verdict `consistent`, `not consistent` or `cannot tell`.

    On any table: each row's PERCENT is tested against the count AFTER the change, with the \
    DIFFERENCE or the count BEFORE where there is one; alone, it is told which whole bases are \
    possible, and the nearest percents where none is. `to` says how many decimals were printed \
    (a number or a column; otherwise those the figure has). Adds the columns `finding` and \
    `verdict`. A percent counts as right when rounding half up or half to even gives it.
    """
  let examples = [
    VerbExample(
      "series crime_change by place, year | check", "what a percent without counts can mean"),
    VerbExample(
      "series models_built by model_type in \"Ha Giang\" during 2023 | check",
      "eight kinds against the reported total"),
    VerbExample(
      "series households_registered by province, year | check", "a share and its two parts"),
    VerbExample(
      "series homicide from us_states by state, year in Texas, Ohio during 2018..2019 | check -20 of homicide",
      "which of these counts could be \"down 20 %\""),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(
      stage, operands: 0...1, clauses: ["of", "with", "from", "to"], signature: signature)
    if let operand = stage.operands.first {
      return try bindTable(stage, operand, input, binder)
    }
    for word in ["with", "from", "to"] {
      guard let clause = binder.clause(word, stage) else { continue }
      throw Diagnostic(
        "E0311", "`\(word)` goes with a column of percents", at: clause.span,
        helps: ["write `check PERCENT of AFTER \(word) …`"])
    }
    guard let spec = Self.series(below: input) else {
      throw Diagnostic(
        "E0311", "`check` needs to know which column is a percent", at: stage.verb.span,
        notes: ["columns here: \(NearestName.list(input.schema.names))"],
        helps: ["write `check PERCENT of AFTER with DIFFERENCE`, or `… from BEFORE`"])
    }
    let measures = try binder.measures(stage, input.schema)
    let work = SeriesCheckOperator(spec: spec, schema: input.schema, measures: measures)
    // Bases of reported changes may lie before what was asked.
    let history = work.needsHistory ? [Self.wholeTime(spec, input)] : []
    return .extended(
      StatisticsNode(
        [input] + history, work.output, title: "check the series",
        work: { tables, context throws(Diagnostic) in try work.run(tables, context) }))
  }

  /// The series whose rows a plan passes on.
  private static func series(below plan: LogicalPlan) -> SeriesSpec? {
    switch plan {
    case .series(let spec, _): return spec
    case .filter(let input, _), .project(let input, _), .sort(let input, _, _),
      .limit(let input, _):
      return series(below: input)
    case .extended(let node) where node.keepsRows: return node.inputs.first.flatMap(series)
    default: return nil
    }
  }

  /// The same series over all time.
  private static func wholeTime(_ spec: SeriesSpec, _ input: LogicalPlan) -> LogicalPlan {
    var copy = spec
    copy.during = nil
    copy.last = nil
    copy.historyBuckets = 0
    copy.laterBuckets = 0
    copy.historyYears = 0
    return .series(copy, schema: schema(of: input) ?? input.schema)
  }

  private static func schema(of plan: LogicalPlan) -> Schema? {
    if case .series(_, let schema) = plan { return schema }
    return plan.inputs.first.flatMap(schema)
  }

  // MARK: Tables

  private func bindTable(
    _ stage: StageSyntax, _ operand: OperandSyntax, _ input: LogicalPlan, _ binder: StageBinder
  ) throws(Diagnostic) -> LogicalPlan {
    func number(_ word: String) throws(Diagnostic) -> Expression? {
      guard let clause = binder.clause(word, stage) else { return nil }
      guard clause.operands.count == 1 else {
        throw Diagnostic("E0311", "`\(word)` takes one column here", at: clause.span)
      }
      return try self.number(clause.operands[0], "`\(word)`", input.schema, binder)
    }
    guard let after = try number("of") else {
      throw Diagnostic(
        "E0311", "`check` needs the count that the percent is about", at: operand.span,
        helps: ["write `check PERCENT of AFTER`"])
    }
    let difference = try number("with")
    let before = try number("from")
    if difference != nil, before != nil, let clause = binder.clause("from", stage) {
      throw Diagnostic(
        "E0311", "one of `with` and `from` is enough", at: clause.span,
        notes: ["`with` gives the difference, `from` the count before"])
    }
    let work = TableCheckOperator(
      percent: try percent(operand, input.schema, binder), after: after, difference: difference,
      before: before, decimals: try number("to"))
    return .extended(
      StatisticsNode(
        input, work.schema(input.schema), title: "check percents", keepsRows: true,
        work: { table, context throws(Diagnostic) in try work.run(table, context) }))
  }

  private func number(
    _ operand: OperandSyntax, _ what: String, _ schema: Schema, _ binder: StageBinder
  ) throws(Diagnostic) -> Expression {
    let bound = try binder.expressions(schema).bind(try binder.single(operand))
    guard bound.type.isNumeric else {
      throw Diagnostic(
        "E0303", "\(what) needs numbers", at: operand.span, label: "this is \(bound.type.noun)")
    }
    return bound
  }

  /// Percents may be numbers, or texts as printed (`-14,7 %`).
  private func percent(
    _ operand: OperandSyntax, _ schema: Schema, _ binder: StageBinder
  ) throws(Diagnostic) -> Expression {
    let bound = try binder.expressions(schema).bind(try binder.single(operand))
    guard bound.type.isNumeric || bound.type == .text else {
      throw Diagnostic(
        "E0303", "`check` needs percents", at: operand.span, label: "this is \(bound.type.noun)")
    }
    return bound
  }
}
