// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

extension StatementParser {
  /// A value, a name with what is attached to it, or an expression in parentheses.
  ///
  /// Only what recurs stands here: the rest is kept out of the frames that nesting repeats.
  mutating func parsePrimary(after what: String) throws(Diagnostic) -> MeasuredExpression {
    if at(.leftParenthesis) {
      let opening = try open(.leftParenthesis, "`(`")
      let inner = try parseMeasured(.or, after: "`(`")
      try close(.rightParenthesis, opening)
      return inner
    }
    if let value = try parseValue(after: what) { return value }
    return try parseNamed()
  }

  /// A value, or `nil` where a name begins; the leaf of every expression.
  @inline(never)
  private mutating func parseValue(after what: String) throws(Diagnostic) -> MeasuredExpression? {
    guard let token = current else {
      throw SyntaxMistake.missingExpression(after: what, found: found, at: here)
    }
    let first = index
    if let period = try parseReportPeriod() { return period }
    switch token.kind {
    case .number:
      advance()
      return try node(.number(token.value, token.text), first, [])
    case .period:
      advance()
      return try node(.period(token.text), first, [])
    case .text:
      advance()
      return try node(.text(token.text), first, [])
    case .word where Reserved.isValue(token):
      advance()
      return try node(.boolean(token.key == "true"), first, [])
    case .word where token.key == "last" && next?.kind == .number: return try parseLast()
    case .word where Reserved.contains(token.key):
      throw SyntaxMistake.clauseWordAsName(
        token.text, expected: "a value or a name after \(what)", at: token.span)
    case .word, .quotedName: return nil
    case .unknown:
      index += 1
      throw token.problem ?? SyntaxMistake.unknownCharacter(token.text, at: token.span)
    case .symbol(.dot) where next?.kind == .number:
      throw SyntaxMistake.unreadableNumber(
        ".\(next?.text ?? "")", at: token.span.union(next?.span ?? token.span)
      ).helped("write `0.\(next?.text ?? "")`")
    case .symbol:
      if at(.rightParenthesis) || at(.rightBracket), openBrackets == 0 {
        throw unexpected("a value")
      }
      throw SyntaxMistake.missingExpression(after: what, found: found, at: here)
    }
  }

  /// A name with its calls, members and filters.
  private mutating func parseNamed() throws(Diagnostic) -> MeasuredExpression {
    let first = index
    let name = passName()
    var left: MeasuredExpression
    if at(.leftParenthesis) {
      left = try parseCall(name, first)
    } else {
      left = try node(.name(name), first, [])
    }
    while true {
      if at(.dot) {
        left = try parseMember(of: left, first)
      } else if at(.leftBracket) {
        left = try parseFilter(of: left, first)
      } else {
        return left
      }
    }
  }

  /// Passes a name; a function's becomes the English word.
  private mutating func passName() -> NameSyntax {
    let first = index
    let isQuoted = current?.kind == .quotedName
    let function = isQuoted ? nil : functionPhrase()
    let written = current?.text ?? ""
    advance(function?.count ?? 1)
    return NameSyntax(
      function?.english ?? written, isQuoted: isQuoted, span: span(from: first))
  }

  @inline(never)
  private mutating func parseMember(
    of base: MeasuredExpression, _ first: Int
  ) throws(Diagnostic) -> MeasuredExpression {
    advance()
    guard let token = current, token.kind == .word || token.kind == .quotedName else {
      throw SyntaxMistake.missingName("a name after `.`", found: found, at: here)
    }
    advance()
    let member = NameSyntax(token.text, isQuoted: token.kind == .quotedName, span: token.span)
    return try node(.member(base.syntax, member), first, [base])
  }

  @inline(never)
  private mutating func parseFilter(
    of base: MeasuredExpression, _ first: Int
  ) throws(Diagnostic) -> MeasuredExpression {
    let opening = try open(.leftBracket, "`[`")
    let predicate = try parseMeasured(.or, after: "`[`")
    try close(.rightBracket, opening)
    return try node(.filtered(base.syntax, predicate.syntax), first, [base, predicate])
  }

  /// A function's name in either language, where a bracket follows it.
  private func functionPhrase() -> Phrase? {
    guard let phrase = match(.function), index + phrase.count < end,
      tokens[index + phrase.count].is(.leftParenthesis)
    else { return nil }
    return phrase
  }

  @inline(never)
  private mutating func parseCall(
    _ name: NameSyntax, _ first: Int
  ) throws(Diagnostic) -> MeasuredExpression {
    let opening = try open(.leftParenthesis, "`(`")
    var arguments: [CallArgumentSyntax] = []
    var measured: [MeasuredExpression] = []
    if !at(.rightParenthesis) {
      repeat {
        let argument = try parseMeasured(.or, after: arguments.isEmpty ? "`(`" : "`,`")
        measured.append(argument)
        arguments.append(CallArgumentSyntax(argument.syntax, over: try parseOver()))
      } while accept(.comma)
    }
    try close(.rightParenthesis, opening)
    return try node(.call(name, arguments), first, measured)
  }

  @inline(never)
  private mutating func parseOver() throws(Diagnostic) -> NameSyntax? {
    guard let phrase = match(.connective), phrase.english == "over" else { return nil }
    advance(phrase.count)
    return try parseDimension("a dimension after `over`")
  }
}
