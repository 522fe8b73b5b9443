// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipLanguage

/// A syntax tree as text without spans, so that trees can be compared and read in tests.
enum TreeText {
  static func of(_ statement: StatementSyntax) -> String {
    let binding = statement.letName.map { "let \(of($0)) " } ?? ""
    return ([binding + of(statement.pipeline.source)] + statement.pipeline.stages.map(of))
      .joined(separator: " | ")
  }

  static func of(_ source: SourceSyntax) -> String {
    switch source {
    case .from(let name, _): return "from \(of(name))"
    case .series(let series):
      var parts = ["series"]
      parts += series.terms.map { of($0.expression) + ($0.name.map { " as \(of($0))" } ?? "") }
      parts += series.table.map { ["from:\(of($0))"] } ?? []
      parts += series.dimensions.map { "by:\(of($0))" }
      parts += series.places.map { "in:\($0.path)" }
      parts += series.during.map { ["during:\(of($0))"] } ?? []
      parts += series.predicate.map { ["where:\(of($0))"] } ?? []
      parts += series.boundaries.map { ["boundaries:\(of($0))"] } ?? []
      parts += series.knownOn.map { ["known:\(of($0))"] } ?? []
      parts += series.calendar.map { ["calendar:\(of($0))"] } ?? []
      parts += series.preferredSources.map { "prefer:\(of($0))" }
      parts += series.matched == nil ? [] : ["matched"]
      parts += ["{\(series.clauseSpans.keys.sorted().joined(separator: " "))}"]
      return parts.joined(separator: " ")
    }
  }

  static func of(_ stage: StageSyntax) -> String {
    let clauses = stage.clauses.map { " \(of($0.word)):\(of($0.operands))" }
    return "\(of(stage.verb))\(of(stage.operands))\(clauses.joined())"
  }

  static func of(_ operands: [OperandSyntax]) -> String {
    let texts = operands.map { operand in
      (operand.name.map { "\(of($0)):=" } ?? "") + operand.parts.map(of).joined(separator: " ")
    }
    return "<\(texts.joined(separator: ", "))>"
  }

  static func of(_ name: NameSyntax) -> String { name.isQuoted ? "`\(name.text)`" : name.text }

  static func of(_ expression: ExpressionSyntax) -> String {
    switch expression.kind {
    case .name(let name): return of(name)
    case .member(let base, let name): return "(. \(of(base)) \(of(name)))"
    case .filtered(let base, let predicate): return "([] \(of(base)) \(of(predicate)))"
    case .text(let text): return "\"\(text)\""
    case .number(let value, let digits): return Double(digits) == value ? digits : "?\(value)"
    case .boolean(let value): return "#\(value)"
    case .period(let text): return "@\(text)"
    case .range(let low, let high): return "(.. \(of(low)) \(of(high)))"
    case .last(let count, let grain): return "(last \(count) \(grain))"
    case .unary(let sign, let operand): return "(\(sign.rawValue) \(of(operand)))"
    case .binary(let sign, let left, let right):
      return "(\(sign.rawValue) \(of(left)) \(of(right)))"
    case .inList(let value, let items, let isNegated):
      let list = items.map(of).joined(separator: " ")
      return "(\(isNegated ? "not-in" : "in") \(of(value)) [\(list)])"
    case .isPredicate(let value, let predicate, let isNegated):
      return "(is\(isNegated ? "-not" : "") \(of(value)) '\(predicate)')"
    case .call(let name, let arguments):
      let texts = arguments.map { of($0.expression) + ($0.over.map { " over \(of($0))" } ?? "") }
      return "\(of(name))(\(texts.joined(separator: ", ")))"
    case .invalid: return "<invalid>"
    }
  }
}
