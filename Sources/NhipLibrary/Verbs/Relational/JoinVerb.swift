// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipPlan

struct JoinVerb: Verb {
  let name = "join"
  let summary = "puts the columns of another table beside the rows that match"
  let signature = "join [left|inner|asof] TABLE on COLUMN [= OTHER], …"
  let details = """
    `inner`, the default, keeps the rows with a partner, `left` keeps all of them. `asof` keeps all \
    too and takes the last row of the other table that is not later: its last pair of columns is \
    compared by time, the ones before must be equal. A column whose name is taken gets `_2`. A \
    missing key matches nothing. The note counts rows without a partner, and rows that stand several \
    times because they have several: sums over those would count twice. TABLE is a loaded table or a \
    query named by `let`.
    """
  let examples = [
    VerbExample(
      "from observations | join indicators on indicator | select document, name_en, value | take 3",
      "titles beside figures"),
    VerbExample(
      "from places | select place, parent, level | join left observations on place | summarise figures = count(value) by place | top 3 by figures",
      "places with or without figures"),
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1, clauses: ["on"], signature: signature)
    let (kind, table) = try operand(stage.operands[0], binder)
    let other = try binder.plan(named: table)
    let pairs = try KeyPairs(stage, input.schema, other.schema, binder, signature: signature)
    if kind == .asof { try requireTime(pairs, input.schema, stage, binder) }
    var names = input.schema.names
    var shown: [(column: Int, field: Field)] = []
    for (index, field) in other.schema.fields.enumerated() {
      // Equal keys are there already; the time that `asof` found is not.
      let isTime = kind == .asof && index == pairs.right.last
      if pairs.right.contains(index) && !isTime { continue }
      var copy = field.renamed(ColumnNaming.free(field.name, among: names))
      let isSecond =
        (field.isPlace && input.schema.placeIndex != nil)
        || (field.isPeriod && input.schema.periodIndex != nil)
      if isSecond { copy.role = .attribute }
      names.append(copy.name)
      shown.append((index, copy))
    }
    return .join(
      input, other, kind, JoinKeys(left: pairs.left, right: pairs.right, shown: shown),
      schema: Schema(input.schema.fields + shown.map(\.field)))
  }

  private func operand(
    _ operand: OperandSyntax, _ binder: StageBinder
  ) throws(Diagnostic) -> (JoinKind, NameSyntax) {
    guard operand.name == nil, let last = operand.parts.last, operand.parts.count <= 2 else {
      throw Diagnostic(
        "E0311", "expected the name of a table here", at: operand.span,
        helps: ["written `\(signature)`"])
    }
    let table = try binder.name(last, "the name of a table")
    guard operand.parts.count == 2 else { return (.inner, table) }
    let word = try binder.name(operand.parts[0], "`left`, `inner` or `asof`")
    guard let kind = JoinKind(rawValue: word.text) else {
      throw NameLookup.unknown("E0311", "kind of join", word, among: ["left", "inner", "asof"])
    }
    return (kind, table)
  }

  private func requireTime(
    _ pairs: KeyPairs, _ schema: Schema, _ stage: StageSyntax, _ binder: StageBinder
  ) throws(Diagnostic) {
    guard let last = pairs.left.last, let clause = binder.clause("on", stage) else { return }
    switch schema.fields[last].type {
    case .period, .date, .integer, .float: return
    default:
      throw Diagnostic(
        "E0301", "`asof` goes by time in its last column",
        at: clause.operands.last?.span ?? clause.span,
        label: "this is \(schema.fields[last].type.noun)",
        helps: ["write the period last: `on district, month`"])
    }
  }
}
