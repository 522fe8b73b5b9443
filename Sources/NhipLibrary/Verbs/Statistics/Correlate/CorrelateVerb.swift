// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipPlan

struct CorrelateVerb: Verb {
  let name = "correlate"
  let summary = "tells how two figures go together across places, over time or within places"
  let signature =
    "correlate [METHOD] [over time | within place] [lag N] [given COLUMN, …] [of COLUMN, …] [including partial]"
  let details = """
    Works across places: one row per pair of terms and period (and breakdown value), each place \
    one point. `over time` pairs the periods of each place's own series instead, one row per \
    place. `within place` pools places and periods after taking out each place's mean (the \
    correlation of repeated measures). `lag N` sets the first figure beside the second one N \
    periods later. `given` takes out what other columns explain (partial correlation). Places of \
    unlike levels are never pooled.

    Without METHOD a row has Pearson's r (interval by Fisher) and Spearman's rank correlation \
    (interval by Bonett and Wright) beside it; `pearson`, `spearman` or `kendall` gives that one. \
    p of ranks is exact up to nine points. q counts all pairs of the table as one family \
    (Benjamini and Hochberg). `detrended` is r after each series has lost its straight line (over \
    time) or the means of its periods too (within places): both rising is no connection.

    The notes warn where n is small, where both figures are divided by the same thing, where both \
    series trend and where many pairs were tried.
    """
  let examples = [
    VerbExample(
      "series 1000 * models_total / households_total as model_density, 10000 * crime_cases / population as crime_rate from simulated by district, year during 2023 | correlate",
      "density of models and crime across districts"),
    VerbExample(
      "series crmrte, prbarr, density from north_carolina by county, year | correlate spearman within place of crmrte, prbarr",
      "inside counties, through the years"),
    VerbExample(
      "series burglary, robbery from us_states by state, year during 1995..2019 | correlate over time lag 1",
      "this year's burglaries and next year's robberies in each state"),
    VerbExample(
      "series models_total, tips_valuable by province, year | correlate",
      "too few figures for a correlation"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(
      stage, operands: 0...1, clauses: ["over", "within", "lag", "given", "of", "including"],
      signature: signature)
    let schema = input.schema
    let kind: CorrelationKind? = try binder.choice(stage, "method")
    let scope = try scope(stage, schema, binder)
    let lag = try lag(stage, scope, binder)
    let controls = try binder.clause("given", stage).map { clause throws(Diagnostic) in
      try binder.columns(clause.operands, schema)
    }
    for (index, column) in (controls ?? []).enumerated()
    where !schema.fields[column].type.isNumeric {
      throw Diagnostic(
        "E0303", "`given` needs numbers",
        at: binder.clause("given", stage)?.operands[index].span ?? stage.span,
        label: "this is \(schema.fields[column].type.noun)")
    }
    if kind == .kendall, controls != nil {
      throw Diagnostic(
        "E0311", "`given` goes with `pearson` and `spearman`", at: stage.operands[0].span)
    }
    let measures = try binder.measures(stage, schema).filter { !(controls ?? []).contains($0) }
    guard measures.count >= 2 else {
      throw Diagnostic(
        "E0311", "`correlate` needs two columns of numbers", at: stage.verb.span,
        notes: ["columns here: \(NearestName.list(schema.names))"],
        helps: ["name them: `correlate of a, b`"])
    }
    let work = CorrelateOperator(
      kind: kind, scope: scope, lag: lag, measures: measures, controls: controls ?? [],
      place: schema.placeIndex, period: schema.periodIndex,
      includesPartial: try binder.includesPartial(stage), verb: stage.verb)
    var node = StatisticsNode(
      input, work.schema(schema), title: "correlate \(scope.rawValue)",
      work: { table, context throws(Diagnostic) in try work.run(table, context) })
    node.reads = work.includesPartial ? .values : .marks
    return .extended(node)
  }

  private func scope(
    _ stage: StageSyntax, _ schema: Schema, _ binder: StageBinder
  ) throws(Diagnostic) -> CorrelationScope {
    let over = binder.clause("over", stage)
    let within = binder.clause("within", stage)
    if let over {
      guard within == nil, word(over, binder) == "time" else {
        throw Diagnostic(
          "E0311", "`correlate` works across places, `over time` or `within place`", at: over.span)
      }
      _ = try binder.requirePeriod(stage, schema)
      return .overTime
    }
    if let within {
      let place = schema.placeIndex.map { schema.fields[$0].name }
      guard let found = word(within, binder), found == "place" || found == place else {
        throw Diagnostic(
          "E0311", "`within place` is meant here", at: within.span,
          helps: ["`correlate over time` takes each place by itself"])
      }
      _ = try binder.requirePlace(stage, schema)
      _ = try binder.requirePeriod(stage, schema)
      return .withinPlace
    }
    if schema.placeIndex == nil, schema.periodIndex != nil {
      throw Diagnostic(
        "E0405", "`correlate` works across places, and no place column is left",
        at: stage.verb.span, helps: ["pair the periods instead: `correlate over time`"])
    }
    _ = try binder.requirePlace(stage, schema)
    return .acrossPlaces
  }

  private func word(_ clause: ClauseSyntax, _ binder: StageBinder) -> String? {
    guard clause.operands.count == 1, clause.operands[0].parts.count == 1 else { return nil }
    return binder.word(clause.operands[0].parts[0])
  }

  private func lag(
    _ stage: StageSyntax, _ scope: CorrelationScope, _ binder: StageBinder
  ) throws(Diagnostic) -> Int {
    guard let clause = binder.clause("lag", stage) else { return 0 }
    guard clause.operands.count == 1 else {
      throw Diagnostic("E0311", "`lag` takes a number of periods", at: clause.span)
    }
    guard scope != .acrossPlaces else {
      throw Diagnostic(
        "E0311", "`lag` steps through time", at: clause.span,
        helps: ["write `over time` or `within place` with it"])
    }
    return try binder.count(
      try binder.single(clause.operands[0]), minimum: 0, "a number of periods")
  }
}

enum CorrelationKind: String, CaseIterable, Sendable {
  case pearson
  case spearman
  case kendall
}

/// What the points of a correlation are.
enum CorrelationScope: String, Sendable {
  case acrossPlaces = "across places"
  case overTime = "over time"
  case withinPlace = "within place"
}
