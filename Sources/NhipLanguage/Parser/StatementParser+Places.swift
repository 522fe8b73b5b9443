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

  /// Whether a word of a run begins the next clause. A word like `Từ` in `Từ Sơn` does not, nor
  /// does one without its marks that begins a name (`tu son`) or ends it (`tan loc`).
  private func endsPlace(_ token: Token, isFirst: Bool) -> Bool {
    if token.isTitleCase { return false }
    if Vocabulary.english(token.key, as: .connective) == token.key { return true }
    guard let phrase = phrases.match(at: index, before: end, as: .seriesClause) else {
      return false
    }
    let after = index + phrase.count
    let spelling = tokens[index..<after].map(\.key).joined(separator: " ")
    if Vocabulary.isExact(spelling) { return true }
    if isFirst { return false }
    // A clause without its marks must have something to say, or it is the end of a name.
    if phrase.english == "matched" { return true }
    guard after < end else { return false }
    switch tokens[after].kind {
    case .symbol(.comma), .symbol(.pipe), .symbol(.greater): return false
    default: return phrases.seriesClause(at: after, before: end) == nil
    }
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
