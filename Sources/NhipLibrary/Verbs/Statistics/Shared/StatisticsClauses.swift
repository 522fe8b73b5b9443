// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipLanguage
import NhipObservations
import NhipPlan

/// Clauses that several statistics share.
extension StageBinder {
  /// Whether `including partial` stands there.
  func includesPartial(_ stage: StageSyntax) throws(Diagnostic) -> Bool {
    guard let clause = clause("including", stage) else { return false }
    guard clause.operands.count == 1, clause.operands[0].parts.count == 1,
      word(clause.operands[0].parts[0]) == "partial"
    else {
      throw Diagnostic(
        "E0311", "`including` keeps partial cells", at: clause.span,
        helps: ["write `including partial`"])
    }
    return true
  }

  /// A word out of a closed list, as the verb's only operand; `nil` where there is none.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ stage: StageSyntax, _ what: String
  ) throws(Diagnostic) -> Choice? where Choice.RawValue == String {
    guard let operand = stage.operands.first else { return nil }
    let syntax = try single(operand)
    let name = try self.name(syntax, "a \(what)")
    if let found = Choice(rawValue: name.text.lowercased()) { return found }
    throw NameLookup.unknown(
      "E0311", what, name, among: Choice.allCases.map(\.rawValue))
  }

  /// What counts are measured against: the column after `per`, added to the series below where it
  /// is an indicator that the series does not show.
  func exposure(
    _ stage: StageSyntax, _ input: LogicalPlan
  ) throws(Diagnostic) -> (plan: LogicalPlan, column: Int?) {
    guard let clause = clause("per", stage) else { return (input, nil) }
    guard clause.operands.count == 1 else {
      throw Diagnostic("E0311", "`per` takes one column", at: clause.span)
    }
    let syntax = try single(clause.operands[0])
    var plan = input
    if case .name(let name) = syntax.kind,
      NameLookup.find(name.text, in: input.schema.names) == nil,
      let wider = adding(name, to: input)
    {
      plan = wider
    }
    let index =
      plan.schema.fields.count > input.schema.fields.count
      ? plan.schema.fields.count - 1 : try column(syntax, plan.schema)
    guard plan.schema.fields[index].type.isNumeric else {
      throw Diagnostic(
        "E0303", "`per` needs numbers", at: clause.operands[0].span,
        label: "this is \(plan.schema.fields[index].type.noun)")
    }
    return (plan, index)
  }
}

extension StageBinder {
  /// Refuses a measure that is no count per exposure, and one that `per` would give a second base.
  func requireRate(
    _ stage: StageSyntax, _ field: Field, per exposure: Int?
  ) throws(Diagnostic) {
    if exposure != nil { try requireAmount(stage, field) }
    guard !RateParts.hasExposure(field, per: exposure) else { return }
    let verb = stage.verb.text
    let isCount = exposure == nil
    throw Diagnostic(
      "E0311", "`\(verb)` needs a count and what it is out of", at: stage.verb.span,
      label: isCount
        ? "`\(field.name)` has no second part" : "`\(field.name)` is not declared as a count",
      helps: isCount
        ? ["write `\(verb) of COUNT per population`, or a quotient of the two in `series`"]
        : ["where it counts cases, load it with `--unit \(field.name)=count`"])
  }

  /// Refuses `per` after what has a base of its own, or does not grow with any.
  func requireAmount(_ stage: StageSyntax, _ field: Field) throws(Diagnostic) {
    guard let info = field.measure, let clause = clause("per", stage) else { return }
    let hasBase = !info.exposure.isEmpty
    let isFraction: Bool
    switch info.kind {
    case .share, .rate, .change: isFraction = true
    default: isFraction = false
    }
    guard hasBase || isFraction else { return }
    throw Diagnostic(
      "E0311", "`\(field.name)` is a quotient already", at: clause.span,
      label: "a second base would be left out",
      helps: ["leave out `per`, or name the counts: `\(stage.verb.text) of COUNT per …`"])
  }
}

/// Refuses to pool places of unlike levels: a ward lies inside its province.
struct LevelGuard {
  let place: Int
  let verb: NameSyntax

  /// - Parameter isUsed: whether a row enters the statistic.
  func check(
    _ table: Table, _ context: ExecutionContext, _ isUsed: (Int) -> Bool
  ) throws(Diagnostic) {
    guard case .place(let level) = table.schema.fields[place].role, level == "place" else { return }
    let column = table.columns[place].flattened()
    var found: Set<PlaceID> = []
    for row in 0..<table.rowCount where isUsed(row) {
      if let place = column.place(row) { found.insert(place) }
    }
    let pooled = PooledPlaces(found, context.store.registry)
    guard pooled.levels.count > 1 else { return }
    throw pooled.refusal(verb, table.schema, apart: nil)
  }
}
