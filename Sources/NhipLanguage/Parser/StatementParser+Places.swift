// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

extension StatementParser {
  /// The places after `in`: runs of words or quoted names, `>` between the steps of a path.
  mutating func parsePlaces() throws(Diagnostic) -> [PlaceSyntax] {
    var places: [PlaceSyntax] = []
    repeat {
      let first = index
      var path: [String] = []
      repeat { path.append(try parsePlaceName()) } while accept(.greater)
      places.append(PlaceSyntax(path: path, span: span(from: first)))
    } while accept(.comma)
    return places
  }

  private mutating func parsePlaceName() throws(Diagnostic) -> String {
    if let token = current, token.kind == .text || token.kind == .quotedName {
      advance()
      guard !token.text.isEmpty else {
        throw SyntaxMistake.missingPlace(found: "an empty name", at: token.span)
      }
      return token.text
    }
    let first = index
    while let token = current, index == first || !token.startsLine, continuesPlace(first: first) {
      passPlaceToken(token)
    }
    guard first < index,
      tokens[first..<index].contains(where: { $0.kind == .word || $0.kind == .number })
    else { throw SyntaxMistake.missingPlace(found: found, at: here) }
    let written = lexed.slice(span(from: first))
    let words = written.unicodeScalars.split { Lexer.isBlank($0) }.map { String($0) }
    return Normalization.compose(words.joined(separator: " "))
  }

  private func continuesPlace(first: Int) -> Bool {
    guard let token = current else { return false }
    switch token.kind {
    case .word: return !endsPlace(token, isFirst: index == first)
    case .number, .period: return true
    case .symbol(.dot), .symbol(.minus), .symbol(.slash): return index > first
    case .unknown: return token.text == "'" || token.text == "\u{2019}"
    default: return false
    }
  }

  /// Whether a word of a run begins the next clause. A word like `Từ` in `Từ Sơn` does not,
  /// nor does the first word of a name (`tu son`) unless it is spelt just like a clause.
  private func endsPlace(_ token: Token, isFirst: Bool) -> Bool {
    if token.isTitleCase { return false }
    guard let phrase = phrases.seriesClause(at: index, before: end) else { return false }
    if !isFirst { return true }
    if Reserved.contains(token.key) { return true }
    let spelling = tokens[index..<(index + phrase.count)].map(\.key).joined(separator: " ")
    return Vocabulary.spellings(of: phrase.english).contains(spelling)
  }

  /// Passes a token of a name: what would be wrong with it in an expression is right here.
  private mutating func passPlaceToken(_ token: Token) {
    if token.problem?.code == SyntaxErrorCode.decimalComma.rawValue {
      advance()
    } else {
      index += 1
    }
  }
}
