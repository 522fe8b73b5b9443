// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct TrendVerb: Verb {
  let name = "trend"
  let summary = "tells whether each series rises or falls, and by how much a year"
  let signature = "trend [METHOD] [of COLUMN, …] [including partial]"
  let details = """
    One row per series (all dimensions but the period) and term: the slope a year, whatever the \
    length of the periods (`each` says so), with its interval, p, q over the table, and the verdict `increase`, `decrease`, `no clear change` or \
    `too few to judge` (fewer than five values). Missing periods stay gaps.

    METHOD is `ols` (the default: a straight line, errors by Newey and West, which allow \
    neighbouring years to resemble each other), `theil_sen` (the median of the slopes of all \
    pairs, which single odd years do not move; p by Mann and Kendall), `mann_kendall` (the same \
    slope; p corrected for autocorrelation where the series calls for it), `seasonal` (months, \
    quarters or half-years, each against its own season) or `poisson` (percent a year of a \
    count, or of a count per exposure such as `homicide / population`; interval by quasi-Poisson).
    """
  let examples = [
    VerbExample(
      "series homicide, 100000 * homicide / population as rate from us_states by state, year during 2010..2019 | trend theil_sen of rate",
      "a robust slope of a rate for each state"),
    VerbExample(
      "series homicide / population as rate from us_states by year | trend poisson",
      "percent a year, with the population as exposure"),
    VerbExample(
      "series crime_cases from simulated by province, month during 2019..2024 | trend seasonal",
      "months against the same month of other years"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(
      stage, operands: 0...1, clauses: ["of", "including"], signature: signature)
    let schema = input.schema
    let period = try binder.requirePeriod(stage, schema)
    let method: TrendMethod = try binder.choice(stage, "method") ?? .ols
    let work = TrendOperator(
      method: method, period: period, keys: schema.dimensionIndices.filter { $0 != period },
      measures: try binder.measures(stage, schema),
      includesPartial: try binder.includesPartial(stage))
    return .extended(Self.node(input, work))
  }

  private static func node(_ input: LogicalPlan, _ work: TrendOperator) -> StatisticsNode {
    var node = StatisticsNode(
      input, work.schema(input.schema), title: "trend \(work.method.rawValue)",
      work: { table, context throws(Diagnostic) in try work.run(table, context) })
    node.reads = work.includesPartial ? .values : .marks
    node.narrow = { inputs, names in
      var less = work
      less.wanted = names
      return Self.node(inputs[0], less)
    }
    return node
  }
}

enum TrendMethod: String, CaseIterable, Sendable {
  case ols
  case theilSen = "theil_sen"
  case mannKendall = "mann_kendall"
  case seasonal
  case poisson

  /// The column that only this method fills.
  var extraColumn: Field? {
    switch self {
    case .ols: Field("r2", .float, digits: 3)
    case .theilSen, .mannKendall: Field("tau", .float, digits: 3)
    case .seasonal: nil
    case .poisson: Field("dispersion", .float, digits: 2)
    }
  }
}
