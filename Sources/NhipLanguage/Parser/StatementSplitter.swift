// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// Finds where the statements of a text begin and end, by the rules of LANGUAGE 1, "Lines".
struct StatementSplitter {
  private let tokens: [Token]
  private let phrases: Phrases
  private(set) var ranges: [Range<Int>] = []
  private var start = 0
  private(set) var depth = 0
  private var isSeries = false
  private var hasStage = false
  private var hasFrom = false

  init(_ tokens: [Token]) {
    self.tokens = tokens
    phrases = Phrases(tokens: tokens)
  }

  /// The token ranges of the statements, without the `;` that end them.
  static func split(_ tokens: [Token]) -> [Range<Int>] {
    var splitter = StatementSplitter(tokens)
    splitter.run()
    splitter.close(before: tokens.count)
    return splitter.ranges
  }

  /// Whether the last statement must go on: an open bracket, or a last word that wants more.
  static func isOpen(_ tokens: [Token]) -> Bool {
    var splitter = StatementSplitter(tokens)
    splitter.run()
    guard splitter.start < tokens.count else { return false }
    return splitter.depth > 0
      || splitter.phrases.wantsMore(endingBefore: tokens.count, from: splitter.start)
      || splitter.isOpening(at: tokens.count - 1, ["series", "let", "from"])
        && splitter.start == tokens.count - 1
  }

  private mutating func run() {
    for index in tokens.indices {
      let token = tokens[index]
      if token.is(.semicolon) {
        close(before: index)
        start = index + 1
        continue
      }
      if index > start && token.startsLine && endsStatement(before: index) { close(before: index) }
      note(index)
    }
  }

  private func endsStatement(before index: Int) -> Bool {
    let token = tokens[index]
    if token.followsBlankLine { return true }
    if token.is(.pipe) { return false }
    // A forgotten bracket must not swallow the statements after it.
    if !token.isIndented && isOpening(at: index, ["series", "let"]) {
      return !followsLetSign(index)
    }
    if depth > 0 || token.isIndented { return false }
    if phrases.wantsMore(endingBefore: index, from: start) { return false }
    guard let clause = phrases.seriesClause(at: index, before: tokens.count) else { return true }
    // `from` may begin a statement: it goes on only where the series still lacks it.
    if clause.english == "from" { return !isSeries || hasStage || hasFrom }
    let isConnective = phrases.connective(at: index, before: tokens.count) != nil
    return !isConnective && (!isSeries || hasStage)
  }

  /// Whether `let NAME =` stands right before: its query may begin on the next line.
  private func followsLetSign(_ index: Int) -> Bool {
    index == start + 3 && tokens[index - 1].is(.equal) && isOpening(at: start, ["let"])
  }

  private mutating func note(_ index: Int) {
    let token = tokens[index]
    if index == start { isSeries = false }
    switch token.kind {
    case .symbol(.leftParenthesis), .symbol(.leftBracket): depth += 1
    case .symbol(.rightParenthesis), .symbol(.rightBracket): depth = max(0, depth - 1)
    case .symbol(.pipe):
      // No bracket reaches over a `|`: one that does was forgotten.
      depth = 0
      hasStage = true
    case .word:
      if isOpening(at: index, ["series"]) { isSeries = true }
      if index > start && isOpening(at: index, ["from"]) { hasFrom = true }
    default: break
    }
  }

  private func isOpening(at index: Int, _ words: [String]) -> Bool {
    phrases.match(at: index, before: tokens.count, as: .opening)
      .map { words.contains($0.english) } ?? false
  }

  private mutating func close(before index: Int) {
    if index > start { ranges.append(start..<index) }
    start = index
    depth = 0
    isSeries = false
    hasStage = false
    hasFrom = false
  }
}
