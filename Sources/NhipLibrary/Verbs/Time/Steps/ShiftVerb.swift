// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct ShiftVerb: Verb {
  let name = "shift"
  let summary = "puts an earlier value beside each row"
  let signature = "shift N GRAIN [of COLS]"
  let details = """
    Adds `_shifted`: the value N periods earlier by the calendar, as it stands there, with its \
    bounds and marks; with `-N` the value N periods later. A missing period gives no value. \
    Periods before and after `during` are read where they are needed.
    """
  let examples = [
    VerbExample(
      """
      series crime_cases from simulated by district, month in "Tỉnh 01" during 2023-01..2023-02 \
      | shift 1 year
      """, "the same month of the year before")
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1, clauses: ["of"], signature: signature)
    let schema = input.schema
    let periodIndex = try binder.requirePeriod(stage, schema)
    let operand = stage.operands[0]
    let length = try StepSyntax(operand, binder, signature: signature, allowsNegative: true)
    guard operand.parts.count == 2 else {
      throw Diagnostic(
        "E0311", "`shift` does not take this", at: operand.parts[2].span,
        helps: ["written `\(signature)`"])
    }
    let columns = try binder.measures(stage, schema)
    let step = length.step(-1)
    if case .period(let grain?) = schema.fields[periodIndex].role,
      step.ordinals(on: grain) == nil, length.grain != .year
    {
      throw length.refusal(.sample(grain))
    }
    let verb = VerbPosition(name: stage.verb.text, span: stage.verb.span)
    return .extended(
      AddedColumns(
        inputs: [try Self.input(input, schema.fields[periodIndex], length)],
        added: columns.map { Self.field(schema.fields[$0]) },
        title: "shift \(length.count) \(length.grain.word)"
      ) { tables, context throws(Diagnostic) in
        let table = tables[0]
        let steps = try SeriesSteps(
          table, usesBlocks: context.settings.usesFastPaths, verb: verb)
        let rows = steps.rows(at: step)
        if let grain = steps.grain, step.period(from: .sample(grain)) == nil {
          throw length.refusal(.sample(grain))
        }
        return (columns.map { table.columns[$0].gathered(rows) }, [])
      })
  }

  /// The input with as much of the time before what was asked as the step needs, or after it, where
  /// the grid has a length of time.
  private static func input(
    _ input: LogicalPlan, _ period: Field, _ length: StepSyntax
  ) throws(Diagnostic) -> LogicalPlan {
    guard length.count > 0 else {
      guard case .period(let grain?) = period.role, grain.isRegular else { return input }
      // `step(-1)` of a negative length leads to later periods.
      let later = length.step(-1).ordinals(on: grain) ?? -length.count * 366
      return input.addingHistory(later: later)
    }
    let months = (length.grain.months ?? 1) * length.count
    if let spec = SeriesReach.rows(of: input), spec.periodGrid == .none, let during = spec.during,
      during.grain == .monthRange, length.grain != .year
    {
      // An irregular stretch has neighbours of its own length, and those of other years.
      let own = Int(during.last) - Int(during.first) + 1
      if months % own == 0 { return input.addingHistory(buckets: months / own) }
      guard months % 12 == 0 else { throw length.refusal(during) }
      return input.addingHistory(years: months / 12)
    }
    if case .period(let grain?) = period.role, let count = length.step(1).ordinals(on: grain) {
      return input.addingHistory(buckets: count)
    }
    if length.grain == .year { return input.addingHistory(years: length.count) }
    return input.addingHistory(years: (months + 11) / 12)
  }

  private static func field(_ source: Field) -> Field {
    var field = source
    field.name = "\(source.name)_shifted"
    guard var info = source.measure else { return field }
    info.isTerm = false
    field.role = .measure(info)
    return field
  }
}
