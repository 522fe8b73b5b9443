// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct FunnelVerb: Verb {
  let name = "funnel"
  let summary = "shows which rates lie outside what chance allows for a place of that size"
  let signature = "funnel [of COLUMN, …] [per COLUMN] [within DIMENSION, …] [including partial]"
  let details = """
    Sets each place of a period against the rate of all together: limits of 95 and 99.8 % that \
    narrow as places grow (Spiegelhalter 2005), the standard score `z`, p, q over the table and \
    the verdict `within`, `above 95 %`, `above 99.8 %`, `below 95 %` or `below 99.8 %`. Where the \
    places differ by more than chance (phi above 1, from scores winsorised at 10 %), limits and \
    scores are widened by it, and the note says so. Needs counts and what they are out of: \
    `per population`, or a quotient such as `100000 * homicide / population`.
    """
  let examples = [
    VerbExample(
      "series homicide, population from us_states by state during 2019 | funnel of homicide per population | sort -homicide_z | take 5",
      "states beyond the limits"),
    VerbExample(
      "series 10000 * crime_cases / population as crime_rate from simulated by province during 2023 | funnel | take 5",
      "a quotient brings its own parts"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(
      stage, operands: 0...0, clauses: ["of", "per", "within", "including"], signature: signature)
    let (input, exposure) = try binder.exposure(stage, input)
    let schema = input.schema
    _ = try binder.requirePlace(stage, schema)
    let measures = try binder.measures(stage, schema).filter { $0 != exposure }
    for measure in measures {
      try binder.requireRate(stage, schema.fields[measure], per: exposure)
    }
    let work = FunnelOperator(
      measures: measures, exposure: exposure, peers: try PeerGroups(stage, schema, binder),
      includesPartial: try binder.includesPartial(stage))
    return .extended(
      StatisticsNode(
        input, work.schema(schema), title: "funnel", keepsRows: true,
        work: { table, context throws(Diagnostic) in try work.run(table, context) }))
  }
}
