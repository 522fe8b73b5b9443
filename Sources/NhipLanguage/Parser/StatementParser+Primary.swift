// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

extension StatementParser {
  /// A value, a name with what is attached to it, or an expression in parentheses.
  mutating func parsePrimary(after what: String) throws(Diagnostic) -> MeasuredExpression {
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
    case .symbol(.leftParenthesis):
      let opening = try open(.leftParenthesis, "`(`")
      let inner = try parseMeasured(.or, after: "`(`")
      try close(.rightParenthesis, opening)
      return inner
    case .word where token.key == "true" || token.key == "false":
      advance()
      return try node(.boolean(token.key == "true"), first, [])
    case .word where token.key == "last" && next?.kind == .number: return try parseLast()
    case .word where Reserved.contains(token.key):
      throw SyntaxMistake.clauseWordAsName(
        token.text, expected: "a value or a name after \(what)", at: token.span)
    case .word, .quotedName: return try parseNamed()
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
    var left: MeasuredExpression
    let function = current?.kind == .word ? functionPhrase() : nil
    let count = function?.count ?? 1
    let isCall = index + count < end && tokens[index + count].is(.leftParenthesis)
    let written = tokens[index]
    let isQuoted = written.kind == .quotedName
    advance(count)
    let name = NameSyntax(
      function?.english ?? written.text, isQuoted: isQuoted, span: span(from: first))
    if isCall {
      let (arguments, heights) = try parseArguments()
      left = try node(.call(name, arguments), first, heights)
    } else {
      left = try node(.name(name), first, [])
    }
    while true {
      if at(.dot) {
        advance()
        guard let token = current, token.kind == .word || token.kind == .quotedName else {
          throw SyntaxMistake.missingName("a name after `.`", found: found, at: here)
        }
        advance()
        let member = NameSyntax(
          token.text, isQuoted: token.kind == .quotedName, span: token.span)
        left = try node(.member(left.syntax, member), first, [left])
      } else if at(.leftBracket) {
        let opening = try open(.leftBracket, "`[`")
        let predicate = try parseMeasured(.or, after: "`[`")
        try close(.rightBracket, opening)
        left = try node(.filtered(left.syntax, predicate.syntax), first, [left, predicate])
      } else {
        return left
      }
    }
  }

  /// A function's name in either language, where a bracket follows it.
  private func functionPhrase() -> Phrase? {
    guard let phrase = match(.function), index + phrase.count < end,
      tokens[index + phrase.count].is(.leftParenthesis)
    else { return nil }
    return phrase
  }

  private mutating func parseArguments() throws(Diagnostic) -> (
    [CallArgumentSyntax], [MeasuredExpression]
  ) {
    let opening = try open(.leftParenthesis, "`(`")
    var arguments: [CallArgumentSyntax] = []
    var measured: [MeasuredExpression] = []
    if !at(.rightParenthesis) {
      repeat {
        let argument = try parseMeasured(.or, after: arguments.isEmpty ? "`(`" : "`,`")
        var over: NameSyntax?
        if let phrase = match(.connective), phrase.english == "over" {
          advance(phrase.count)
          over = try parseDimension("a dimension after `over`")
        }
        measured.append(argument)
        arguments.append(CallArgumentSyntax(argument.syntax, over: over))
      } while accept(.comma)
    }
    try close(.rightParenthesis, opening)
    return (arguments, measured)
  }
}
