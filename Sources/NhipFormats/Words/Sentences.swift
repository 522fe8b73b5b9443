// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Sentences inside cells. The data holds stable English; here each is recognised by its template
/// and said in the reader's language, its numbers in the reader's form.
package enum Sentences {
  /// What joins sentences of one cell.
  static let joint = "; "

  /// The text as the reader reads it: word by the table, sentence by its template, else itself.
  package static func text(_ english: String, _ locale: NumberLocale) -> String {
    split(english).map { one($0, locale) ?? $0 }.joined(separator: joint)
  }

  private static func one(_ english: String, _ locale: NumberLocale) -> String? {
    let word = Words.word(english, locale)
    if word != english || Words.isKnown(english) { return word }
    for template in templates where english.hasPrefix(template.start) {
      if let values = template.values(in: english) {
        return NoteWords.fill(template.wording[locale], values, locale)
      }
    }
    return nil
  }

  private static func split(_ text: String) -> [String] {
    var parts: [String] = []
    var part = ""
    for character in text {
      part.append(character)
      if part.hasSuffix(joint) {
        parts.append(String(part.dropLast(joint.count)))
        part = ""
      }
    }
    return parts + [part]
  }

  private static let templates = SentenceTable.wordings.map { SentenceTemplate($0) }
}

/// An English template cut at its placeholders.
struct SentenceTemplate: Sendable {
  let wording: Wording
  /// The fixed texts before, between and after the placeholders.
  private var pieces: [String] = [""]
  /// The number of each placeholder, from 1.
  private var numbers: [Int] = []

  init(_ wording: Wording) {
    self.wording = wording
    var rest = Substring(wording.english)
    while let character = rest.popFirst() {
      var form = rest
      if character == "%" {
        if let first = form.first, NoteWords.forms.contains(first) { form.removeFirst() }
        if let number = form.first?.wholeNumberValue, number > 0 {
          numbers.append(number)
          pieces.append("")
          rest = form.dropFirst()
          continue
        }
      }
      pieces[pieces.count - 1].append(character)
    }
  }

  var start: String { pieces[0] }

  /// What stands at the placeholders, in the order of their numbers; `nil` where the text is
  /// another sentence.
  func values(in text: String) -> [String]? {
    guard var rest = text.hasPrefix(pieces[0]) ? text.dropFirst(pieces[0].count) : nil else {
      return nil
    }
    var values = [String](repeating: "", count: numbers.max() ?? 0)
    for (index, number) in numbers.enumerated() {
      let next = pieces[index + 1]
      let end: Substring.Index
      if index == numbers.count - 1 {
        guard rest.hasSuffix(next) else { return nil }
        end = rest.index(rest.endIndex, offsetBy: -next.count)
      } else {
        guard let found = Self.position(of: next, in: rest) else { return nil }
        end = found
      }
      guard end > rest.startIndex else { return nil }
      values[number - 1] = String(rest[..<end])
      rest = rest[end...].dropFirst(next.count)
    }
    return rest.isEmpty ? values : nil
  }

  /// Where `piece` first stands after at least one character.
  private static func position(of piece: String, in text: Substring) -> Substring.Index? {
    var index = text.startIndex
    while index < text.endIndex {
      index = text.index(after: index)
      if text[index...].hasPrefix(piece) { return index }
    }
    return nil
  }
}
