// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipPlan

struct ChangeVerb: Verb {
  let name = "change"
  let summary = "compares each value with an earlier one, a mean or a target"
  let signature =
    "change [vs same period|previous|PERIOD|mean of PERIODS|target, …] [of COLS] [like for like] [including partial]"
  let details = """
    Adds, for each term, `_base`, `_difference`, `_percent`, for counts the 95 % interval of the \
    percent (`_low`, `_high`), the mid-P p-value `_p`, `_q` (Benjamini-Hochberg over the column) \
    and the `_verdict` from q: increase, decrease, no clear change, too few to judge, base zero. \
    `_contribution` is the row's share, in points, in the percent change of its period. With \
    several comparators their names stand in the columns: `crime_cases_previous_percent`.

    Steps go by the calendar: a missing period gives no number. A change of a percentage is in \
    points. Where the two periods differ in days, `_adjusted_percent` compares the values per day, \
    and so do the interval and the test. `mean of 2021..2023` takes, on a finer grid, the same \
    month, quarter or half-year of each year. Partial cells are left out and counted, unless \
    `including partial`, which compares the bounds that they are: at least 15 after 20 is a \
    difference of at least -5, and no decrease. `like for like` reads both sides anew from the \
    places that report both; `_value` is then the value over these.
    """
  let examples = [
    VerbExample(
      "series crime_cases from simulated by province, year during 2023 | change",
      "each province against the year before"),
    VerbExample(
      """
      series crime_cases from simulated by province, month during 2023-06 \
      | change vs same period, previous
      """, "two comparators at once"),
    VerbExample(
      "series homicide from us_states by state, year during 2019 | change vs mean of 2014..2018",
      "against the mean of five years"),
    VerbExample(
      """
      series 100000 * homicide / population as rate from us_states by state, year during 2019 \
      | change
      """, "a rate, tested with its exposures"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    let syntax = try ChangeSyntax(stage, binder, signature: signature)
    let schema = input.schema
    let periodIndex = try binder.requirePeriod(stage, schema)
    let origin = SeriesReach.origin(of: input)
    let reached = SeriesReach.rows(of: input)
    let measures = try binder.measures(syntax.columns, schema).map {
      ChangeMeasure(column: $0, schema: schema, origin: origin, catalog: binder.catalog)
    }
    let length = Self.length(of: schema.fields[periodIndex], reached)
    let plan = ChangePlan(
      verb: VerbPosition(name: stage.verb.text, span: stage.verb.span), measures: measures,
      reached: reached, length: length)
    var input = input
    var sides: [LogicalPlan] = []
    var sideInputs: [Int?] = []
    for comparator in syntax.comparators {
      if let length, let complaint = comparator.complaint(against: length) { throw complaint }
      switch try plan.base(of: comparator) {
      case .table(let buckets, let years):
        input = input.addingHistory(buckets: buckets, years: years)
        sideInputs.append(nil)
      case .beside(let spec):
        let table = LogicalPlan.series(spec, schema: plan.schema(of: spec, like: input))
        sides.append(table)
        sideInputs.append(sides.count)
      }
    }
    let likeForLike = try syntax.likeForLike.map { span throws(Diagnostic) in
      try LikeForLike(input, measures, at: span)
    }
    let request = ChangeRequest(
      measures: measures, comparators: syntax.comparators, sideInputs: sideInputs,
      includesPartial: syntax.includesPartial,
      adjustsLength: syntax.comparators.map { plan.lengthsDiffer($0) }, likeForLike: likeForLike,
      verb: plan.verb)
    return .extended(Self.node([input] + sides, request))
  }

  private static func node(_ inputs: [LogicalPlan], _ request: ChangeRequest) -> AddedColumns {
    AddedColumns(
      inputs: inputs, added: request.fields,
      title: "change vs " + request.comparators.map(\.label).joined(separator: ", "),
      narrow: { names in
        var less = request
        less.wanted = names
        return node(inputs, less)
      }
    ) { tables, context throws(Diagnostic) in
      try ChangeOperator(request: request).columns(tables, context)
    }
  }

  /// A period as long as every row's, where the plan tells it.
  private static func length(of field: Field, _ spec: SeriesSpec?) -> Period? {
    if case .period(let grain?) = field.role { return .sample(grain) }
    guard let spec, spec.periodGrid == .none else { return nil }
    return spec.during
  }
}
