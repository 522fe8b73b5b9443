// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The language and the number form of everything a person reads in a result.
package struct NumberLocale: Hashable, Sendable {
  package enum Language: Hashable, Sendable {
    case english
    case vietnamese
  }

  package var language: Language
  /// Between groups of three digits: `1,370` or `1.370`.
  package var groupMark: Character
  /// Before the fraction: `14.7` or `14,7`.
  package var decimalMark: Character

  package init(language: Language, groupMark: Character, decimalMark: Character) {
    self.language = language
    self.groupMark = groupMark
    self.decimalMark = decimalMark
  }

  package static let en = NumberLocale(language: .english, groupMark: ",", decimalMark: ".")
  package static let vi = NumberLocale(language: .vietnamese, groupMark: ".", decimalMark: ",")

  /// The names that `--locale` accepts.
  package static let names = ["en", "vi"]

  /// The locale called `en` or `vi`, also inside longer names such as `vi_VN.UTF-8`.
  package init?(_ name: String) {
    let start = name.lowercased().prefix { $0.isLetter }
    switch start {
    case "en", "english": self = .en
    case "vi", "vietnamese": self = .vi
    default: return nil
    }
  }
}
