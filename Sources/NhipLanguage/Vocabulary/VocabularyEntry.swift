// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Where a word of the language may stand.
package enum WordRole: String, CaseIterable, Sendable {
  /// What a statement begins with: `series`, `from`, `let`.
  case opening
  /// What heads a stage.
  case verb
  /// The closed list of connectives: they begin a clause of a verb or of `series`.
  case connective
  /// What begins a clause of `series`; most are connectives too.
  case seriesClause
  /// Place levels and grains, after `by`, `within`, `over` and `effects`.
  case dimension
  /// A word that a verb or a clause reads: `same period`, `previous`, `rest`.
  case word
  /// `and`, `or`, `not`, `is`, …
  case operation
  /// What stands after `is`.
  case predicate
  /// A function that Vietnamese names too: `mean`, `count`.
  case function
  /// A word of the periods that reports write: `6 tháng đầu năm 2024`.
  case report
}

/// One word of the language (or several that stand for one) with all its spellings.
package struct VocabularyEntry: Hashable, Sendable {
  /// The English word, which the syntax tree holds.
  package let english: String
  /// Other English spellings: `summarize`, `months`.
  package let otherEnglish: [String]
  /// Vietnamese spellings with their marks; each counts without any mark too.
  package let vietnamese: [String]
  package let roles: [WordRole]

  init(
    _ english: String, _ roles: [WordRole], _ vietnamese: [String] = [], also: [String] = []
  ) {
    self.english = english
    self.otherEnglish = also
    self.vietnamese = vietnamese
    self.roles = roles
  }

  /// Every spelling, the English word first.
  package var spellings: [String] { [english] + otherEnglish + vietnamese }
}
