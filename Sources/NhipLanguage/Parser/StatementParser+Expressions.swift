// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// An expression with the height of its tree, which the parser bounds.
struct MeasuredExpression {
  var syntax: ExpressionSyntax
  var height: Int
}

/// An operator that may follow an operand, and the tokens it takes.
private enum InfixOperator {
  case binary(BinaryOperator)
  case range
  case isPredicate
  case inList(isNegated: Bool)

  var precedence: Precedence {
    switch self {
    case .binary(let binary): binary.precedence
    case .range: .range
    case .isPredicate, .inList: .comparison
    }
  }
}

extension StatementParser {
  /// An expression of operators at least as tight as `floor`.
  mutating func parseExpression(
    _ floor: Precedence, after what: String
  ) throws(Diagnostic) -> ExpressionSyntax {
    try parseMeasured(floor, after: what).syntax
  }

  mutating func parseMeasured(
    _ floor: Precedence, after what: String
  ) throws(Diagnostic) -> MeasuredExpression {
    let first = index
    var left = try parsePrefixed(floor, after: what)
    var unchained: (level: Precedence, span: Span, leftEnd: Int)?
    while let (infix, count) = infixOperator(), infix.precedence >= floor {
      let level = infix.precedence
      if let unchained, unchained.level == level {
        throw try chained(level, first: first, unchained)
      }
      let operatorStart = index
      let leftEnd = index
      advance(count)
      let sign = "`\(lexed.slice(span(from: operatorStart)))`"
      left = try parseRight(of: infix, left: left, first: first, after: sign)
      let isUnchained = level == .comparison || level == .range
      unchained = isUnchained ? (level, tokens[operatorStart].span, leftEnd) : nil
    }
    return left
  }

  @inline(never)
  private mutating func parseRight(
    of infix: InfixOperator, left: MeasuredExpression, first: Int, after sign: String
  ) throws(Diagnostic) -> MeasuredExpression {
    switch infix {
    case .binary(let binary):
      let right = try parseMeasured(binary.precedence.tighter, after: sign)
      return try node(.binary(binary, left.syntax, right.syntax), first, [left, right])
    case .range:
      let right = try parseMeasured(.sum, after: sign)
      return try node(.range(left.syntax, right.syntax), first, [left, right])
    case .isPredicate:
      let (predicate, isNegated) = try parsePredicate()
      return try node(
        .isPredicate(left.syntax, predicate, isNegated: isNegated), first, [left])
    case .inList(let isNegated):
      let items = try parseList()
      return try node(
        .inList(left.syntax, items.map(\.syntax), isNegated: isNegated), first, [left] + items)
    }
  }

  /// A node over its children, refused where the tree grows too high.
  @inline(never)
  func node(
    _ kind: ExpressionSyntax.Kind, _ first: Int, _ children: [MeasuredExpression]
  ) throws(Diagnostic) -> MeasuredExpression {
    let height = 1 + (children.map(\.height).max() ?? 0)
    let span = span(from: first)
    guard height <= Self.heightLimit else {
      throw SyntaxMistake.tooDeep(limit: Self.heightLimit, at: span)
    }
    return MeasuredExpression(syntax: ExpressionSyntax(kind, span: span), height: height)
  }

  @inline(never)
  private mutating func parsePrefixed(
    _ floor: Precedence, after what: String
  ) throws(Diagnostic) -> MeasuredExpression {
    let first = index
    guard let (prefix, count) = prefixOperator() else {
      return try parsePrimary(after: what)
    }
    let level: Precedence = prefix == .minus ? .sign : .not
    if level < floor {
      throw unexpected("a value").helped("put parentheses around `\(prefix.rawValue) …`")
    }
    try enter()
    advance(count)
    let operand = try parseMeasured(level, after: "`\(prefix.rawValue)`")
    nesting -= 1
    return try node(.unary(prefix, operand.syntax), first, [operand])
  }

  /// One level of nesting more.
  @inline(never)
  mutating func enter() throws(Diagnostic) {
    nesting += 1
    if nesting > Self.nestingLimit {
      throw SyntaxMistake.tooDeep(limit: Self.nestingLimit, at: here)
    }
  }

  @inline(never)
  private func prefixOperator() -> (UnaryOperator, Int)? {
    if at(.minus) { return (.minus, 1) }
    guard let phrase = match(.operation) else { return nil }
    switch phrase.english {
    case "not": return (.not, phrase.count)
    case "certainly": return (.certainly, phrase.count)
    case "possibly": return (.possibly, phrase.count)
    default: return nil
    }
  }

  @inline(never)
  private func infixOperator() -> (InfixOperator, Int)? {
    guard let token = current else { return nil }
    if case .symbol(let symbol) = token.kind {
      if symbol == .range { return (.range, 1) }
      switch symbol {
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .star,
        .slash, .percent:
        return BinaryOperator(rawValue: symbol.rawValue).map { (.binary($0), 1) }
      default: return nil
      }
    }
    if token.isWord("in") && (next?.is(.leftParenthesis) ?? false) {
      return (.inList(isNegated: false), 1)
    }
    guard let phrase = match(.operation) else { return nil }
    switch phrase.english {
    case "and": return (.binary(.and), phrase.count)
    case "or": return (.binary(.or), phrase.count)
    case "is": return (.isPredicate, phrase.count)
    case "not":
      let after = index + phrase.count
      guard after < end, tokens[after].isWord("in") else { return nil }
      return (.inList(isNegated: true), phrase.count + 1)
    default: return nil
    }
  }

  @inline(never)
  private mutating func chained(
    _ level: Precedence, first: Int, _ earlier: (level: Precedence, span: Span, leftEnd: Int)
  ) throws(Diagnostic) -> Diagnostic {
    let span = here
    if level == .range { return SyntaxMistake.chainedRange(at: span) }
    let middle = lexed.slice(Span(earlier.span.upper, tokens[index - 1].span.upper))
    let left = lexed.slice(Span(tokens[first].span.lower, tokens[index - 1].span.upper))
    let parts = [left, "and", middle, lexed.slice(span), "…"]
    let written = parts.joined(separator: " ").split(whereSeparator: \.isWhitespace)
    let help = "write `\(SyntaxMistake.shown(written.joined(separator: " ")))`"
    return SyntaxMistake.chainedComparison(help, first: earlier.span, at: span)
  }

  @inline(never)
  private mutating func parsePredicate() throws(Diagnostic) -> (String, Bool) {
    var isNegated = false
    if match(.predicate) == nil, let phrase = match(.operation), phrase.english == "not" {
      advance(phrase.count)
      isNegated = true
    }
    guard let phrase = match(.predicate) else {
      let names = Vocabulary.words(as: .predicate)
      let nearest = current.flatMap {
        $0.kind == .word ? NearestName.find($0.text, in: names) : nil
      }
      throw SyntaxMistake.unknownPredicate(found, nearest: nearest, at: here)
    }
    advance(phrase.count)
    return (phrase.english, isNegated)
  }

  /// `(a, b)` with at least one value.
  @inline(never)
  private mutating func parseList() throws(Diagnostic) -> [MeasuredExpression] {
    let opening = try open(.leftParenthesis, "`(` and values after `in`")
    var items: [MeasuredExpression] = []
    repeat {
      items.append(try parseMeasured(.or, after: items.isEmpty ? "`(`" : "`,`"))
    } while accept(.comma)
    try close(.rightParenthesis, opening)
    return items
  }

  @inline(never)
  mutating func open(_ bracket: Symbol, _ expected: String) throws(Diagnostic) -> Span {
    let span = here
    try enter()
    try expect(bracket, expected)
    openBrackets += 1
    return span
  }

  @inline(never)
  mutating func close(_ bracket: Symbol, _ opening: Span) throws(Diagnostic) {
    guard at(bracket) else {
      if atStageEnd {
        let opened = bracket == .rightParenthesis ? "(" : "["
        throw SyntaxMistake.unclosedBracket(opened, opened: opening, at: tokens[index - 1].span)
      }
      throw SyntaxMistake.unexpected(
        found, expected: bracket == .rightParenthesis ? "`,` or `)`" : "`]`", at: here)
    }
    openBrackets -= 1
    nesting -= 1
    advance()
  }
}
