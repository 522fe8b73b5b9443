// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

extension StatementParser {
  /// A `|` with its verb, operands and clauses; `nil` where no verb stands there.
  mutating func parseStage() -> StageSyntax? {
    advance()
    let first = index
    guard let verb = parseVerb() else {
      report(SyntaxMistake.missingVerb(found: found, at: here))
      recover { _ in false }
      return nil
    }
    var stage = StageSyntax(verb: verb, span: verb.span)
    do throws(Diagnostic) {
      if !verb.isQuoted && verb.text == "where" {
        try parseCondition(into: &stage)
      } else {
        try parseOperands(into: &stage.operands, of: nil, after: "`\(verb.text)`")
        try parseClauses(into: &stage)
      }
    } catch {
      report(error)
      let rest = index
      recover { _ in false }
      let span = rest < index ? span(from: rest) : here
      stage.operands.append(
        OperandSyntax(parts: [ExpressionSyntax(.invalid, span: span)], span: span))
    }
    stage.span = span(from: first)
    return stage
  }

  private mutating func parseVerb() -> NameSyntax? {
    guard let token = current else { return nil }
    if token.kind == .quotedName {
      advance()
      return NameSyntax(token.text, isQuoted: true, span: token.span)
    }
    guard token.kind == .word else { return nil }
    let connective = phrases.connective(at: index, before: end)
    if let phrase = match(.verb), phrase.count >= connective?.count ?? 0 {
      let first = index
      advance(phrase.count)
      return NameSyntax(phrase.english, span: span(from: first))
    }
    guard connective == nil, !Reserved.contains(token.key) else { return nil }
    advance()
    return NameSyntax(token.text, span: token.span)
  }

  private mutating func parseCondition(into stage: inout StageSyntax) throws(Diagnostic) {
    let condition = try parseExpression(.or, after: "`where`")
    stage.operands = [OperandSyntax(parts: [condition], span: condition.span)]
    if at(.rightParenthesis) || at(.rightBracket) {
      throw unexpected("`|` or the end of the query")
    }
    if !atStageEnd {
      let mistake = SyntaxMistake.whereTakesOneCondition(found: found, at: here)
      guard current?.isWord("in") ?? false else { throw mistake }
      throw mistake.helped("a list of values has brackets: `in (\"a\", \"b\")`")
    }
  }

  private mutating func parseClauses(into stage: inout StageSyntax) throws(Diagnostic) {
    while let phrase = phrases.connective(at: index, before: end) {
      let first = index
      advance(phrase.count)
      let word = NameSyntax(phrase.english, span: span(from: first))
      var operands: [OperandSyntax] = []
      try parseOperands(into: &operands, of: phrase.english, after: "`\(phrase.english)`")
      stage.clauses.append(ClauseSyntax(word: word, operands: operands, span: span(from: first)))
    }
    if !atStageEnd { throw unexpected("a clause, `,`, `|` or the end of the query") }
  }

  /// Operands up to a clause or the end of the stage; `clause` is `nil` for the verb's own.
  private mutating func parseOperands(
    into operands: inout [OperandSyntax], of clause: String?, after what: String
  ) throws(Diagnostic) {
    if atOperandsEnd {
      if clause == nil, let word = current, next?.is(.equal) ?? false {
        throw SyntaxMistake.clauseWordAsName(
          word.text, expected: "a name before `=`", at: word.span)
      }
      return
    }
    operands.append(try parseOperand(of: clause, after: what))
    while accept(.comma) {
      if atOperandsEnd {
        let mistake = SyntaxMistake.missingExpression(after: "`,`", found: found, at: here)
        guard let word = current, word.kind == .word else { throw mistake }
        throw mistake.helped("a column of that name needs backticks: `` `\(word.text)` ``")
      }
      operands.append(try parseOperand(of: clause, after: "`,`"))
    }
  }

  private var atOperandsEnd: Bool {
    atStageEnd || phrases.connective(at: index, before: end) != nil
  }

  private mutating func parseOperand(
    of clause: String?, after what: String
  ) throws(Diagnostic) -> OperandSyntax {
    let first = index
    var name: NameSyntax?
    if clause == nil, let token = current, token.kind == .word || token.kind == .quotedName,
      next?.is(.equal) ?? false, !Reserved.isValue(token)
    {
      name = try parseName("a name before `=`")
      advance()
    }
    var parts: [ExpressionSyntax] = []
    repeat {
      try parsePart(into: &parts, of: clause, after: parts.isEmpty ? what : "this")
    } while startsPart
    if parts.count > 1 { parts[0] = translated(parts[0], as: .word) }
    return OperandSyntax(name: name, parts: parts, span: span(from: first))
  }

  /// One expression, or a Vietnamese phrase as the English words it stands for.
  private mutating func parsePart(
    into parts: inout [ExpressionSyntax], of clause: String?, after what: String
  ) throws(Diagnostic) {
    for role in [WordRole.word, .dimension] {
      guard let phrase = match(role), phrase.count > 1, !opensBracket(after: phrase.count) else {
        continue
      }
      let first = index
      advance(phrase.count)
      let words = phrase.english.split(separator: " ")
      for (offset, word) in words.enumerated() {
        let span =
          words.count == phrase.count ? tokens[first + offset].span : self.span(from: first)
        parts.append(ExpressionSyntax(.name(NameSyntax(String(word), span: span)), span: span))
      }
      return
    }
    var part = try parseExpression(.or, after: what)
    switch clause {
    case "by", "within", "over", "effects": part = translated(part, as: .dimension)
    case "vs", "with", "to", "for", "including", "calendar", "on":
      part = translated(part, as: .word)
    default: break
    }
    if parts.contains(where: { if case .number = $0.kind { true } else { false } }) {
      part = translated(part, as: .word)
    }
    parts.append(part)
  }

  private func opensBracket(after count: Int) -> Bool {
    index + count < end && tokens[index + count].is(.leftParenthesis)
  }

  /// A bare name as the English word of `role` that it spells, if it spells one.
  private func translated(_ part: ExpressionSyntax, as role: WordRole) -> ExpressionSyntax {
    guard case .name(let name) = part.kind, !name.isQuoted,
      let english = Vocabulary.canonical(of: name.text, as: role), !english.contains(" ")
    else { return part }
    return ExpressionSyntax(.name(NameSyntax(english, span: name.span)), span: part.span)
  }

  /// Whether one more juxtaposed part begins here.
  private var startsPart: Bool {
    guard let token = current else { return false }
    switch token.kind {
    case .quotedName, .text, .number, .period, .symbol(.leftParenthesis): return true
    case .word:
      if phrases.connective(at: index, before: end) != nil { return false }
      return !["and", "or", "is"].contains(token.key)
    case .symbol, .unknown: return false
    }
  }
}
