// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The words that stand for no name unless in backticks: connectives and operators, in English.
///
/// A Vietnamese spelling is a word of the language only by its place and reserves nothing.
enum Reserved {
  static let operators = ["and", "or", "not", "is", "certainly", "possibly", "true", "false"]

  private static let words = Set(Vocabulary.clauses + operators)

  /// Whether a word stands for a value: `true`, `false`.
  static func isValue(_ token: Token) -> Bool { token.isWord("true") || token.isWord("false") }

  static func contains(_ key: String) -> Bool { words.contains(key) }
}
