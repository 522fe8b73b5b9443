// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
package import NhipLanguage

/// What a verb binds with: the catalogue, and the readings of operands that verbs share.
package struct StageBinder {
  package let catalog: Catalog
  /// Binds another query (`diff with july`, `join TABLE`).
  let bindSource: (NameSyntax) throws(Diagnostic) -> LogicalPlan

  package func plan(named name: NameSyntax) throws(Diagnostic) -> LogicalPlan {
    try bindSource(name)
  }

  package func expressions(_ schema: Schema) -> ExpressionBinder {
    ExpressionBinder(schema: schema, catalog: catalog)
  }

  // MARK: Operands

  /// The operand's only part; an error where it has several or a name.
  package func single(_ operand: OperandSyntax) throws(Diagnostic) -> ExpressionSyntax {
    guard operand.name == nil, operand.parts.count == 1 else {
      throw Diagnostic(
        "E0311", "expected one expression here", at: operand.span,
        helps: operand.name == nil ? ["separate them by commas"] : [])
    }
    return operand.parts[0]
  }

  /// The plain word that an expression is, if it is one.
  package func word(_ syntax: ExpressionSyntax) -> String? {
    if case .name(let name) = syntax.kind { return name.text }
    return nil
  }

  /// The name that an expression is.
  package func name(_ syntax: ExpressionSyntax, _ what: String) throws(Diagnostic) -> NameSyntax {
    guard case .name(let name) = syntax.kind else {
      throw Diagnostic("E0311", "expected \(what) here", at: syntax.span)
    }
    return name
  }

  /// A whole number of at least `minimum`.
  package func count(
    _ syntax: ExpressionSyntax, minimum: Int = 1, _ what: String = "a whole number"
  ) throws(Diagnostic) -> Int {
    guard case .number(let value, _) = syntax.kind, value == value.rounded(),
      value >= Double(minimum), value < 1e9
    else {
      throw Diagnostic(
        "E0311", "expected \(what) of at least \(minimum)", at: syntax.span,
        label: "not one")
    }
    return Int(value)
  }

  package func grain(_ syntax: ExpressionSyntax) throws(Diagnostic) -> Grain {
    guard let word = word(syntax), let grain = Grain(word: word) else {
      throw Diagnostic(
        "E0311", "expected a length of time", at: syntax.span,
        helps: ["write `year`, `half`, `quarter`, `month`, `week` or `day`"])
    }
    return grain
  }

  /// The columns that operands name, in order.
  package func columns(
    _ operands: [OperandSyntax], _ schema: Schema
  ) throws(Diagnostic) -> [Int] {
    var result: [Int] = []
    for operand in operands { result.append(try column(try single(operand), schema)) }
    return result
  }

  package func column(_ syntax: ExpressionSyntax, _ schema: Schema) throws(Diagnostic) -> Int {
    switch try expressions(schema).bind(syntax) {
    case .column(let index, _): return index
    default: throw Diagnostic("E0311", "expected a column here", at: syntax.span)
    }
  }

  // MARK: Clauses

  package func clause(_ word: String, _ stage: StageSyntax) -> ClauseSyntax? {
    stage.clauses.first { $0.word.text == word }
  }

  /// Refuses operands and clauses that the verb does not know.
  package func allow(
    _ stage: StageSyntax, operands: ClosedRange<Int>, clauses: [String], signature: String
  ) throws(Diagnostic) {
    if stage.operands.count > operands.upperBound {
      throw Diagnostic(
        "E0311", "`\(stage.verb.text)` does not take this",
        at: stage.operands[operands.upperBound].span, helps: ["written `\(signature)`"])
    }
    if stage.operands.count < operands.lowerBound {
      throw Diagnostic(
        "E0311", "`\(stage.verb.text)` needs more to go on", at: stage.verb.span,
        helps: ["written `\(signature)`"])
    }
    var seen: Set<String> = []
    for clause in stage.clauses {
      if !clauses.contains(clause.word.text) {
        throw Diagnostic(
          "E0311", "`\(stage.verb.text)` knows no `\(clause.word.text)`", at: clause.word.span,
          helps: ["written `\(signature)`"])
      }
      if !seen.insert(clause.word.text).inserted {
        throw Diagnostic("E0311", "`\(clause.word.text)` stands twice", at: clause.word.span)
      }
    }
  }

  /// The measure columns a verb works on: those after `of`, else the terms of the series.
  package func measures(
    _ stage: StageSyntax, _ schema: Schema
  ) throws(Diagnostic) -> [Int] {
    if let clause = clause("of", stage) {
      let chosen = try columns(clause.operands, schema)
      for (index, column) in chosen.enumerated() where !schema.fields[column].type.isNumeric {
        throw Diagnostic(
          "E0303", "`\(stage.verb.text)` needs numbers", at: clause.operands[index].span,
          label: "this is \(schema.fields[column].type.noun)")
      }
      return chosen
    }
    let terms = schema.termIndices
    if !terms.isEmpty { return terms }
    let numbers = schema.fields.indices.filter {
      schema.fields[$0].type.isNumeric && !schema.fields[$0].role.isDimension
    }
    guard !numbers.isEmpty else {
      throw Diagnostic(
        "E0405", "`\(stage.verb.text)` finds no column of numbers", at: stage.verb.span,
        notes: ["columns here: \(NearestName.list(schema.names))"])
    }
    return numbers
  }

  /// The period column, or an error that names what is missing.
  package func requirePeriod(
    _ stage: StageSyntax, _ schema: Schema
  ) throws(Diagnostic) -> Int {
    guard let index = schema.periodIndex else {
      throw Diagnostic(
        "E0405", "`\(stage.verb.text)` steps through periods, and no period column is left",
        at: stage.verb.span, notes: ["columns here: \(NearestName.list(schema.names))"],
        helps: ["keep one: `series … by …, year`"])
    }
    return index
  }

  package func requirePlace(_ stage: StageSyntax, _ schema: Schema) throws(Diagnostic) -> Int {
    guard let index = schema.placeIndex else {
      throw Diagnostic(
        "E0405", "`\(stage.verb.text)` works across places, and no place column is left",
        at: stage.verb.span, notes: ["columns here: \(NearestName.list(schema.names))"],
        helps: ["keep one: `series … by district, …`"])
    }
    return index
  }
}
