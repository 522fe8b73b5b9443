// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipPlan

struct UnionVerb: Verb {
  let name = "union"
  let summary = "puts the rows of another table below"
  let signature = "union TABLE"
  let details = """
    Columns go together by name; one that only one side has is missing in the rows of the other. \
    No row is dropped: `distinct` after it drops those that stand twice. TABLE is a loaded table or \
    a query named by `let`.
    """
  let examples = [
    VerbExample(
      "from indicators | select indicator, unit | take 2 | union indicators | summarise n = count() by unit | top 3 by n",
      "two rows more than the table has")
  ]

  func bind(_ stage: StageSyntax, on input: LogicalPlan, _ binder: StageBinder)
    throws(Diagnostic) -> LogicalPlan
  {
    try binder.allow(stage, operands: 1...1, clauses: [], signature: signature)
    let syntax = try binder.single(stage.operands[0])
    let name = try binder.name(syntax, "the name of a table")
    let other = try binder.plan(named: name)
    let (a, b) = (input.schema, other.schema)
    guard a.names.contains(where: { b.index(of: $0) != nil }) else {
      throw Diagnostic(
        "E0211", "`\(name.text)` has none of these columns", at: name.span,
        notes: ["here: \(NearestName.list(a.names))", "there: \(NearestName.list(b.names))"],
        helps: ["give columns the same names with `rename`"])
    }
    var fields: [Field] = []
    for field in a.fields {
      if let index = b.index(of: field.name) {
        fields.append(try merged(field, b.fields[index], name))
      } else {
        fields.append(field)
      }
    }
    fields.append(contentsOf: b.fields.filter { a.index(of: $0.name) == nil })
    return .union(project(input, to: fields), project(other, to: fields))
  }

  private func merged(
    _ x: Field, _ y: Field, _ table: NameSyntax
  ) throws(Diagnostic) -> Field {
    guard x.type == y.type || (x.type.isNumeric && y.type.isNumeric) else {
      throw Diagnostic(
        "E0301", "`\(x.name)` is \(x.type.noun) here and \(y.type.noun) in `\(table.text)`",
        at: table.span, label: "a column has one type",
        helps: ["rename one of them, or turn it with `text(…)` or `number(…)`"])
    }
    if x.unit != y.unit, x.unit != .none, y.unit != .none {
      throw Diagnostic(
        "E0304", "`\(x.name)` is in \(x.unit.name) here and in \(y.unit.name) in `\(table.text)`",
        at: table.span, label: "a column has one unit")
    }
    var result = x
    if x.type != y.type { result.type = .float }
    switch (x.role, y.role) {
    case (.place(let a), .place(let b)) where a != b: result.role = .place(level: "place")
    case (.period(let a), .period(let b)) where a != b: result.role = .period(nil)
    case (.measure(let a), .measure(let b)): result.role = .measure(MeasureInference.merged(a, b))
    case (let a, let b) where a.isDimension && !b.isDimension: result.role = .attribute
    default: break
    }
    return result
  }

  private func project(_ plan: LogicalPlan, to fields: [Field]) -> LogicalPlan {
    .project(
      plan,
      fields.map { field in
        guard let index = plan.schema.index(of: field.name) else {
          return Projection(field, .missing(field.type))
        }
        return Projection(field, .column(index, plan.schema.fields[index]))
      })
  }
}
