// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// Reads one statement; the parts of the grammar are its extensions.
///
/// A mistake is thrown to the clause or stage it stands in, told there, and reading goes on at
/// the next clause of `series` or the next `|`.
struct StatementParser {
  /// Levels of brackets and prefixes: far beyond any query, far below the end of the stack.
  static let nestingLimit = 64
  /// Levels of an expression's tree; it bounds every walk over the tree after the parser.
  static let heightLimit = 256

  let lexed: LexedText
  let phrases: Phrases
  let start: Int
  let end: Int
  var index: Int
  var diagnostics: [Diagnostic] = []
  /// Brackets open at `index`, so that recovery knows which commas are its own.
  var openBrackets = 0
  var nesting = 0

  var tokens: [Token] { phrases.tokens }

  init(_ lexed: LexedText, _ range: Range<Int>) {
    self.lexed = lexed
    phrases = Phrases(tokens: lexed.tokens)
    start = range.lowerBound
    end = range.upperBound
    index = range.lowerBound
  }

  mutating func parseStatement() -> StatementSyntax {
    var letName: NameSyntax?
    if let opening = match(.opening), opening.english == "let" {
      advance(opening.count)
      do throws(Diagnostic) {
        letName = try parseName("a name after `let`")
        try expect(.equal, "`=` after the name")
      } catch {
        report(error)
        recover { $0.match(.opening) != nil }
      }
    }
    let pipelineStart = index
    let source = parseSource()
    var stages: [StageSyntax] = []
    while index < end {
      if !at(.pipe) {
        report(unexpected("`|` or the end of the query"))
        recover { _ in false }
      } else if let stage = parseStage() {
        stages.append(stage)
      }
    }
    let pipelineSpan = span(from: pipelineStart)
    return StatementSyntax(
      letName: letName,
      pipeline: PipelineSyntax(source: source, stages: stages, span: pipelineSpan),
      span: span(from: start))
  }
}

// MARK: - Tokens

extension StatementParser {
  var current: Token? { index < end ? tokens[index] : nil }

  var next: Token? { index + 1 < end ? tokens[index + 1] : nil }

  func at(_ symbol: Symbol) -> Bool { current?.is(symbol) ?? false }

  /// Whether nothing more belongs to the stage.
  var atStageEnd: Bool { index >= end || at(.pipe) }

  func match(_ role: WordRole) -> Phrase? { phrases.match(at: index, before: end, as: role) }

  /// Passes tokens; what the lexer found wrong with them is told now.
  mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where index < end {
      if let problem = tokens[index].problem { report(problem) }
      index += 1
    }
  }

  mutating func accept(_ symbol: Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Symbol, _ expected: String) throws(Diagnostic) {
    guard accept(symbol) else { throw unexpected(expected) }
  }

  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < Parser.diagnosticLimit { diagnostics.append(diagnostic) }
  }

  /// Passes everything up to the next `|`, or to where `isEnd` holds outside brackets.
  mutating func recover(where isEnd: (StatementParser) -> Bool) {
    while index < end, !at(.pipe) {
      if at(.leftParenthesis) || at(.leftBracket) { openBrackets += 1 }
      if at(.rightParenthesis) || at(.rightBracket) { openBrackets = max(0, openBrackets - 1) }
      if openBrackets == 0 && isEnd(self) { break }
      advance()
    }
    openBrackets = 0
    nesting = 0
  }

  /// From the token `first` to the last one passed.
  func span(from first: Int) -> Span {
    guard first < index else { return here }
    return tokens[first].span.union(tokens[index - 1].span)
  }

  /// The current token, or the last one where the statement ends here.
  var here: Span { current?.span ?? (end > 0 ? tokens[end - 1].span : .start) }

  /// What an error calls the current token.
  var found: String {
    guard let token = current else { return "the end of the query" }
    switch token.kind {
    case .text: return "text"
    case .symbol(let symbol): return "`\(symbol.rawValue)`"
    case .word, .quotedName, .number, .period, .unknown:
      return "`\(SyntaxMistake.shown(token.text))`"
    }
  }

  /// The mistake of the current token standing where `expected` should.
  func unexpected(_ expected: String) -> Diagnostic {
    if at(.rightParenthesis) || at(.rightBracket), openBrackets == 0 {
      return SyntaxMistake.unopenedBracket(found.filter { $0 != "`" }, at: here)
    }
    return SyntaxMistake.unexpected(found, expected: expected, at: here)
  }

  /// A bare or quoted name.
  mutating func parseName(_ what: String) throws(Diagnostic) -> NameSyntax {
    guard let token = current, token.kind == .word || token.kind == .quotedName else {
      throw SyntaxMistake.missingName(what, found: found, at: here)
    }
    if token.kind == .word && Reserved.contains(token.key) {
      throw SyntaxMistake.clauseWordAsName(token.text, expected: what, at: token.span)
    }
    advance()
    return NameSyntax(token.text, isQuoted: token.kind == .quotedName, span: token.span)
  }
}
