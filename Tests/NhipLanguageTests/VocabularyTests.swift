// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

struct VocabularyTests {
  @Test(arguments: [
    ("xu hướng", "trend"), ("xu huong", "trend"), ("Xu Hướng", "trend"),
    ("tương quan", "correlate"),
    ("so sánh", "compare"), ("theo", "by"), ("tại", "in"), ("tai", "in"), ("trong", "during"),
    ("xếp hạng", "rank"), ("biến động", "change"), ("cùng kỳ", "same period"),
    ("kỳ trước", "previous"), ("dự báo", "forecast"), ("biểu đồ", "chart"), ("xuất", "export"),
    ("vì sao", "why"), ("summarize", "summarise"), ("lũy kế", "cumulative"),
    ("đối soát", "reconcile"), ("doi soat", "reconcile"),
  ])
  func knowsTheWord(spelling: String, english: String) {
    #expect(Vocabulary.canonical(of: spelling) == english)
  }

  @Test func refusesHalfMarkedWords() {
    #expect(Vocabulary.canonical(of: "xu hương") == nil)
    #expect(Vocabulary.canonical(of: "đoi soat") == nil)
  }

  @Test func readsDecomposedWords() {
    #expect(Vocabulary.canonical(of: "xu hu\u{31B}o\u{31B}\u{301}ng") == "trend")
  }

  @Test(arguments: WordRole.allCases)
  func noSpellingStandsForTwoWordsOfOneRole(role: WordRole) {
    var owners: [String: String] = [:]
    for entry in Vocabulary.entries where entry.roles.contains(role) {
      for spelling in Set(entry.spellings.flatMap { [$0, TextFolding.fold($0)] }) {
        #expect(owners[spelling, default: entry.english] == entry.english, "\(spelling)")
        owners[spelling] = entry.english
      }
    }
  }

  @Test func hasEveryVerbOfTheLanguage() {
    let verbs = """
      where select derive summarise sort take top distinct join union diff pivot unpivot rename \
      fill describe share change rolling cumulative shift index trend correlate compare rank \
      funnel breaks seasonal outliers forecast regress study inequality check reconcile conflicts \
      coverage chart export why explain
      """.split(separator: " ").map(String.init)
    #expect(Set(Vocabulary.verbs) == Set(verbs))
    #expect(verbs.allSatisfy { Vocabulary.spellings(of: $0).count > 1 })
  }

  @Test func hasTheClosedListOfConnectives() {
    let words = """
      by in during where on from calendar known as of vs with per within over to for effects lag \
      limit including given
      """.split(separator: " ").map(String.init)
    #expect(Set(Vocabulary.clauses) == Set(words))
  }

  @Test func spellingsAreComposedAndInLowerCase() {
    for spelling in Vocabulary.entries.flatMap(\.spellings) {
      #expect(
        Array(spelling.unicodeScalars) == Array(Normalization.compose(spelling).unicodeScalars))
      #expect(spelling == spelling.lowercased())
    }
  }
}
