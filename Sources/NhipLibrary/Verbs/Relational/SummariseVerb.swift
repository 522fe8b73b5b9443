// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipObservations
import NhipPlan

struct SummariseVerb: Verb {
  let name = "summarise"
  let aliases = ["summarize"]
  let summary = "pools rows into one, or into one of each group"
  let signature = "summarise [NAME =] AGGREGATE(…), … [by DIMENSION, …]"
  let details = """
    Aggregates may be combined: `rate = 100 * sum(a) / sum(b)`. Groups stand in the order of their \
    first rows; missing values are left out, and a group without any gives a missing value. A column \
    keeps its kind: what `series` would not add up (a stock over time, a percent, a rate) is refused \
    here too, and a sum over cells that are partial or missing is partial itself. The rows of a \
    series without `during` end at a place's last figure: months after it are not among the cells \
    and not missed. `by year` groups finer periods by the year that holds them, `by province` finer \
    places by their province.
    """
  let examples = [
    VerbExample(
      "from observations | summarise n = count() by document", "how many figures each document has"),
    VerbExample(
      "series homicide, population from us_states by state, year during 2018..2019 | summarise sum(homicide), rate = 100000 * sum(homicide) / sum(population) by year",
      "a total, and a ratio of sums"),
    VerbExample(
      "series homicide from us_states by state, year | summarise mean(homicide), highest = max(homicide) by state | top 3 by mean_homicide",
      "over the years of each state"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1_000, clauses: ["by"], signature: signature)
    var groups: [Projection] = []
    for operand in binder.clause("by", stage)?.operands ?? [] {
      let group = try self.group(try binder.single(operand), input, binder)
      if groups.contains(where: { $0.field.name == group.field.name }) {
        throw ColumnNaming.twice(group.field.name, at: operand.span)
      }
      groups.append(group)
    }
    var aggregates = AggregateBinder(binder, stage, on: input, groups: groups)
    for operand in stage.operands { try aggregates.add(operand) }
    return aggregates.plan
  }

  private func group(
    _ syntax: ExpressionSyntax, _ input: LogicalPlan, _ binder: StageBinder
  ) throws(Diagnostic) -> Projection {
    let schema = input.schema
    if case .name(let name) = syntax.kind, NameLookup.find(name.text, in: schema.names) == nil,
      let grain = Grain(word: name.text), let index = schema.periodIndex,
      case .period(let own) = schema.fields[index].role, own.map({ $0.tiles(grain) }) ?? true
    {
      return Projection(
        Field(grain.word, .period, role: .period(grain)),
        .call(PeriodBucketFunction(grain: grain), [.column(index, schema.fields[index])]))
    }
    if case .name(let name) = syntax.kind, NameLookup.find(name.text, in: schema.names) == nil,
      let index = schema.placeIndex, case .place(let own) = schema.fields[index].role,
      let level = level(name.text, above: own, binder.catalog.store.registry)
    {
      return Projection(
        Field(level.name, .place, role: .place(level: level.name)),
        .call(
          PlaceAncestorFunction(level, binder.catalog.store.registry),
          [.column(index, schema.fields[index])]))
    }
    let expression = try binder.expressions(schema).bind(syntax)
    if case .column(_, let field) = expression { return Projection(field, expression) }
    guard let name = ColumnNaming.natural(expression) else {
      throw Diagnostic(
        "E0208", "this group needs a name", at: syntax.span, label: "an expression",
        helps: ["make it a column before: `| derive NAME = …`"])
    }
    return Projection(MeasureInference.field(named: name, expression), expression)
  }

  /// The level of that name, where it lies above the one that the rows have.
  private func level(
    _ name: String, above own: String, _ registry: PlaceRegistry
  ) -> PlaceLevel? {
    let levels = registry.levels.union(PlaceLevel.standard)
    guard let level = levels.first(where: { $0.name == name }) else { return nil }
    // Rows of mixed levels have some at or above it, which would fall out unnoticed.
    guard let finer = levels.first(where: { $0.name == own }) else { return nil }
    return level.rank < finer.rank ? level : nil
  }
}
