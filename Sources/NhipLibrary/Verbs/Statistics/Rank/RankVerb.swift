// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct RankVerb: Verb {
  let name = "rank"
  let summary = "ranks the places of each period, with intervals and steadied rates"
  let signature = "rank [of COLUMN, …] [per COLUMN] [within DIMENSION, …] [including partial]"
  let details = """
    Adds to each row its place in the order, the largest first; equal values share a rank (1, 2, \
    2, 4). Rows of one period, and of one breakdown value, are ranked together; `within district` \
    ranks the communes of each district by themselves.

    A count gets its `share` of the sum. With `per population` (a column, or an indicator that the \
    series does not show yet), or for a quotient such as \
    `100000 * crime_cases / population`, the rate is ranked: with its exact 95 % Poisson interval \
    (`low`, `high`; Garwood) and `shrunk`, the rate pulled towards the mean of all as far as the \
    place's few cases demand (empirical Bayes, Marshall). Of an amount \
    that is no count (its unit is not `count`) only the `rate` is told. Ranks of small places lean on chance; \
    `shrunk` shows how far. It is no official rate.
    """
  let examples = [
    VerbExample(
      "series homicide, population from us_states by state during 2019 | rank of homicide per population | sort homicide_rank | take 5",
      "the highest rates, with intervals"),
    VerbExample(
      "series crime_cases from simulated by district during 2024 | rank within province | take 5",
      "districts inside their province"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(
      stage, operands: 0...0, clauses: ["of", "per", "within", "including"], signature: signature)
    let (input, exposure) = try binder.exposure(stage, input)
    let schema = input.schema
    let measures = try binder.measures(stage, schema).filter { $0 != exposure }
    if exposure != nil {
      for measure in measures { try binder.requireAmount(stage, schema.fields[measure]) }
    }
    let work = RankOperator(
      measures: measures, exposure: exposure, peers: try PeerGroups(stage, schema, binder),
      includesPartial: try binder.includesPartial(stage))
    return .extended(
      StatisticsNode(
        input, work.schema(schema), title: "rank", keepsRows: true,
        work: { table, context throws(Diagnostic) in try work.run(table, context) }))
  }
}
