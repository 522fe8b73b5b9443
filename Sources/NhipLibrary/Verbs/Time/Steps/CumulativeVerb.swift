// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct CumulativeVerb: Verb {
  let name = "cumulative"
  let summary = "adds up from the first period, or from the start of each year"
  let signature = "cumulative [within year] [of COLS] [including partial]"
  let details = """
    Adds `_cumulative`. It begins with the first period asked, or, `within year`, anew with each \
    year (months before `during` are read). After a gap there is no number until the next start, \
    unless `including partial`, which goes on and marks the result as partial, `≥` where no value \
    can be negative. Refused for what does not add up over time, such as stocks and rates.
    """
  let examples = [
    VerbExample(
      """
      series crime_cases from simulated by district, month in "Tỉnh 01" during 2023-01..2023-03 \
      | cumulative within year
      """, "the running total of a year"),
    VerbExample(
      """
      series crime_cases from simulated by district, month in "Tỉnh 01" during 2023-10 \
      | cumulative within year | change vs same period of crime_cases_cumulative
      """, "the total to the end of October against the year before"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(
      stage, operands: 0...0, clauses: ["within", "of", "including"], signature: signature)
    var isWithinYear = false
    if let clause = binder.clause("within", stage) {
      guard clause.operands.count == 1, clause.operands[0].parts.count == 1,
        binder.word(clause.operands[0].parts[0]) == "year"
      else {
        throw Diagnostic(
          "E0311", "expected `year` after `within`", at: clause.span,
          helps: ["written `\(signature)`"])
      }
      isWithinYear = true
    }
    let schema = input.schema
    let periodIndex = try binder.requirePeriod(stage, schema)
    let columns = try binder.measures(stage, schema)
    try AdditionRefusal.check(
      columns, schema, stage, help: "`shift` and `change` step through it instead")
    var input = input
    if isWithinYear, case .period(let grain?) = schema.fields[periodIndex].role,
      let start = SeriesReach.rows(of: input)?.during?.firstDay
    {
      let ordinal = Period.ordinal(ofDay: start, grain)
      let year = Period(grain, ordinal).startYear ?? 0
      let first = CumulativeOperator.firstOrdinal(ofYear: year, grain)
      input = input.addingHistory(buckets: max(0, Int(ordinal) - Int(first)))
    } else if isWithinYear {
      // Where the rows begin is known with the data only.
      input = input.addingHistory(years: 1)
    }
    let cumulative = CumulativeOperator(
      columns: columns, isWithinYear: isWithinYear,
      includesPartial: try IncludingPartial.read(stage, binder, signature: signature),
      verb: VerbPosition(name: stage.verb.text, span: stage.verb.span))
    return .extended(
      AddedColumns(
        inputs: [input], added: columns.map { Self.field(schema.fields[$0]) },
        title: isWithinYear ? "cumulative within year" : "cumulative", isFinite: true
      ) { tables, context throws(Diagnostic) in
        try cumulative.columns(tables[0], context)
      })
  }

  private static func field(_ source: Field) -> Field {
    var field = source
    field.name = "\(source.name)_cumulative"
    guard var info = source.measure else { return field }
    info.isTerm = false
    info.additiveOverTime = false
    field.role = .measure(info)
    return field
  }
}
