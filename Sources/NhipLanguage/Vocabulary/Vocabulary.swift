// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// Looks words of the language up, in either direction.
package enum Vocabulary {
  /// Every word with its spellings, in the order of the table.
  package static let entries: [VocabularyEntry] = VocabularyTable.entries

  /// The verbs, in the order of the language's reference.
  package static let verbs: [String] = words(as: .verb)

  /// The closed list of connectives; a column of such a name needs backticks.
  package static let clauses: [String] = words(as: .connective)

  /// The words that begin a clause of `series`.
  package static let seriesClauses: [String] = words(as: .seriesClause)

  /// The English words of one role.
  package static func words(as role: WordRole) -> [String] {
    entries.filter { $0.roles.contains(role) }.map(\.english)
  }

  /// Every spelling of an English word, itself first; empty where the language has no such word.
  package static func spellings(of english: String) -> [String] {
    entries.filter { $0.english == english }.flatMap(\.spellings)
  }

  /// The English word that `spelling` stands for, in any case, with its right marks or none.
  ///
  /// Without a role the first entry of the table that has the spelling answers.
  package static func canonical(of spelling: String, as role: WordRole? = nil) -> String? {
    let key = Normalization.compose(spelling).lowercased()
    guard let role else {
      return WordRole.allCases.lazy.compactMap { tables[$0]?[key] }.first
    }
    return tables[role]?[key]
  }

  /// As `canonical`, for a key already composed and in lower case. Complexity: O(1).
  static func english(_ key: String, as role: WordRole) -> String? { tables[role]?[key] }

  /// Whether `key`, in lower case, is the English or the marked spelling of a word, not a
  /// Vietnamese one with its marks left out.
  static func isExact(_ key: String) -> Bool { exactSpellings.contains(key) }

  /// Whether `key`, in lower case, is an English spelling.
  static func isEnglish(_ key: String) -> Bool { englishSpellings.contains(key) }

  private static let exactSpellings = Set(
    entries.flatMap(\.spellings).map { Normalization.compose($0) })

  private static let englishSpellings = Set(entries.flatMap { [$0.english] + $0.otherEnglish })

  /// The longest spelling, in words: no match tries more.
  static let longestPhrase: Int =
    entries.flatMap(\.spellings).map { $0.split(separator: " ").count }.max() ?? 1

  /// How many words the longest spelling has that begins with `key`, in lower case; 0 for none.
  static func longestPhrase(beginning key: String) -> Int { longestByFirstWord[key] ?? 0 }

  private static let longestByFirstWord: [String: Int] = {
    var longest: [String: Int] = [:]
    for spelling in tables.values.flatMap(\.keys) {
      let words = spelling.split(separator: " ")
      guard let first = words.first.map(String.init) else { continue }
      longest[first] = max(words.count, longest[first] ?? 0)
    }
    return longest
  }()

  /// Spelling to English word, one table a role.
  private static let tables: [WordRole: [String: String]] = {
    var tables: [WordRole: [String: String]] = [:]
    for entry in entries {
      for role in entry.roles {
        for spelling in entry.spellings {
          let key = Normalization.compose(spelling)
          for form in [key, TextFolding.fold(key)] where tables[role]?[form] == nil {
            tables[role, default: [:]][form] = entry.english
          }
        }
      }
    }
    return tables
  }()
}
