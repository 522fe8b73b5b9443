// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipObservations
import NhipPlan

struct WhereVerb: Verb {
  let name = "where"
  let summary = "keeps the rows for which a condition is true"
  let signature = "where CONDITION"
  let details = """
    Compares with `= != < <= > >=`, `in (…)` and `is missing`, `is partial`, `is approximate`, \
    `is conflict`; joins with `and`, `or`, `not`. A missing value makes a comparison unknown: the \
    row goes, and the note counts it. `certainly` and `possibly` compare bounds instead of the \
    stated value.
    """
  let examples = [
    VerbExample(
      "series tips_valuable by place, period | where tips_valuable > 100", "rows above a number"),
    VerbExample(
      "series outreach_participants by place, period | where certainly outreach_participants > 10000",
      "what is sure in spite of \"trên 10.300\""),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1, clauses: [], signature: signature)
    let syntax = try binder.single(stage.operands[0])
    let predicate = try binder.expressions(input.schema).bindPredicate(syntax)
    let plan = LogicalPlan.filter(input, predicate)
    guard let index = input.schema.placeIndex, input.schema.fields[index].role == Self.mixed,
      let level = level(predicate, index, input.schema, binder.catalog.store.registry)
    else { return plan }
    // One level is left: verbs that pool places may follow.
    var items = plan.schema.fields.enumerated().map { Projection($1, .column($0, $1)) }
    items[index].field.role = .place(level: level)
    return .project(plan, items)
  }

  private static let mixed = FieldRole.place(level: "place")

  /// The only level that a condition leaves of places of mixed levels.
  private func level(
    _ predicate: Expression, _ place: Int, _ schema: Schema, _ registry: PlaceRegistry
  ) -> String? {
    switch predicate {
    case .logical(.and, let a, let b):
      return level(a, place, schema, registry) ?? level(b, place, schema, registry)
    case .compare(.equal, .column(_, let field), .text(let text)),
      .compare(.equal, .text(let text), .column(_, let field)):
      return field.name == "level" ? text : nil
    case .inPlaces(.column(let column, _), let places, isNegated: false) where column == place:
      let levels = Set(places.map { registry[$0].level.name })
      return levels.count == 1 ? levels.first : nil
    default: return nil
    }
  }
}
