// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// The sentences of the note line.
///
/// A template holds `%1` (the value as it is), `%#1` (the value as a number, grouped), `%w1` (the
/// value as a word of the reader's language), `%.1` (digits as they are, with the reader's decimal
/// mark) and `{1:cell|cells}` (by the number of value 1).
package enum NoteWords {
  /// What may stand between `%` and the number of a value.
  static let forms: Set<Character> = ["#", "w", "."]

  /// The note's sentence. An unknown key gives the key and its values.
  package static func text(_ note: Note, _ locale: NumberLocale) -> String {
    guard let wording = NoteTable.wordings[note.key] else {
      return note.values.isEmpty ? note.key : "\(note.key) (\(note.values.joined(separator: ", ")))"
    }
    return fill(wording[locale], note.values, locale)
  }

  /// The template with the values set in. A placeholder without a value gives nothing.
  static func fill(_ template: String, _ values: [String], _ locale: NumberLocale) -> String {
    var out = ""
    var rest = Substring(template)
    while let next = rest.firstIndex(where: { $0 == "%" || $0 == "{" }) {
      out += rest[..<next]
      let mark = rest[next]
      rest = rest[rest.index(after: next)...]
      if mark == "{" {
        guard let end = rest.firstIndex(of: "}") else {
          out.append(mark)
          continue
        }
        out += choice(rest[..<end], values)
        rest = rest[rest.index(after: end)...]
      } else {
        var form: Character = " "
        if let first = rest.first, forms.contains(first) {
          form = first
          rest = rest.dropFirst()
        }
        guard let digit = rest.first?.wholeNumberValue, digit > 0 else {
          out.append(mark)
          if form != " " { out.append(form) }
          continue
        }
        rest = rest.dropFirst()
        guard digit <= values.count else { continue }
        out += value(values[digit - 1], form, locale)
      }
    }
    return out + rest
  }

  private static func value(_ text: String, _ form: Character, _ locale: NumberLocale) -> String {
    switch form {
    case "#": Double(text).map { NumberText.people($0, locale: locale) } ?? text
    case "w": Words.word(text, locale)
    case ".": String(text.map { $0 == "." ? locale.decimalMark : $0 })
    default: text
    }
  }

  /// `1:cell|cells` picks by whether value 1 is one.
  private static func choice(_ body: Substring, _ values: [String]) -> String {
    guard let digit = body.first?.wholeNumberValue, let colon = body.firstIndex(of: ":") else {
      return "{\(body)}"
    }
    let forms = body[body.index(after: colon)...].split(
      separator: "|", omittingEmptySubsequences: false)
    guard digit > 0, digit <= values.count, let many = forms.last, let one = forms.first else {
      return ""
    }
    return String(values[digit - 1] == "1" ? one : many)
  }
}
