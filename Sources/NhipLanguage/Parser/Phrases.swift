// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// A word of the language found in the tokens: its English form and how many tokens it takes.
struct Phrase: Equatable {
  var english: String
  var count: Int
}

/// Joins bare words into words of the language, longest first.
struct Phrases {
  let tokens: [Token]

  /// The longest word of `role` that begins at `index`, within the tokens before `end`.
  func match(at index: Int, before end: Int, as role: WordRole) -> Phrase? {
    guard index < end, tokens[index].kind == .word else { return nil }
    var key = tokens[index].key
    // Most words begin nothing.
    let longest = Vocabulary.longestPhrase(beginning: key)
    guard longest > 0 else { return nil }
    var best = Vocabulary.english(key, as: role).map { Phrase(english: $0, count: 1) }
    var next = index + 1
    while next < end, next - index < longest, tokens[next].kind == .word {
      key += " " + tokens[next].key
      next += 1
      if let english = Vocabulary.english(key, as: role) {
        best = Phrase(english: english, count: next - index)
      }
    }
    return best
  }

  /// The connective that begins at `index`.
  func connective(at index: Int, before end: Int) -> Phrase? {
    match(at: index, before: end, as: .connective)
  }

  /// The clause of `series` that begins at `index`; a connective where that is longer.
  func seriesClause(at index: Int, before end: Int) -> Phrase? {
    let clause = match(at: index, before: end, as: .seriesClause)
    guard let connective = connective(at: index, before: end) else { return clause }
    guard let clause, clause.count >= connective.count else { return connective }
    return clause
  }

  /// Whether the words that end before `index` leave the query open: a clause word or `and`.
  func wantsMore(endingBefore index: Int, from start: Int) -> Bool {
    guard index > start else { return false }
    let last = tokens[index - 1]
    if case .symbol(let symbol) = last.kind { return symbol.wantsMore }
    guard last.kind == .word else { return false }
    for begin in max(start, index - Vocabulary.longestPhrase)..<index
    where !tokens[begin].isTitleCase {
      for role in [WordRole.connective, .operation]
      where match(at: begin, before: index, as: role)
        .map({ begin + $0.count == index && leavesOpen($0, at: begin) }) ?? false
      {
        return true
      }
    }
    return false
  }

  /// `son la` ends in no `là`: a single word without its marks is a clause word only before
  /// something.
  private func leavesOpen(_ phrase: Phrase, at index: Int) -> Bool {
    if phrase.english == "true" || phrase.english == "false" { return false }
    return phrase.count > 1 || Vocabulary.isExact(tokens[index].key)
  }
}
