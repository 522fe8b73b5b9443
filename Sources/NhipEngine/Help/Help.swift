// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

public import NhipDiagnostics
import NhipLanguage
import NhipPlan

/// The pages of `help`.
extension Session {
  /// What `help` explains by name: verbs, and the codes of errors.
  public var helpTopics: [String] {
    catalog().verbs.map(\.name) + ErrorCatalogue.all.map(\.code)
  }

  /// The page for a topic: a verb in either language, an error code, a clause word, or nothing for
  /// the page that teaches the language.
  public func help(_ topic: String) throws(Diagnostic) -> String {
    let name = topic.trimmingWhitespace
    if name.isEmpty { return HelpPage.text(verbs: catalog().verbs) }
    if ["verbs", "verb"].contains(name.lowercased()) {
      return HelpPage.verbList(catalog().verbs) + "\n"
    }
    if let entry = ErrorCatalogue.entry(name) { return Self.page(entry) }
    let word = Vocabulary.canonical(of: name, as: .verb) ?? TextFolding.fold(name)
    if let verb = catalog().verb(word) { return Self.page(verb) }
    if let word = Vocabulary.canonical(of: name), !Vocabulary.spellings(of: word).isEmpty {
      return Self.page(word: word)
    }
    let known = helpTopics
    throw Diagnostic(
      "E0806", "no help on `\(name)`",
      helps: (NearestName.find(name, in: known).map { ["did this mean `help \($0)`"] } ?? [])
        + ["`.help` teaches the language, `help verbs` lists the verbs"])
  }

  private static func page(_ verb: any Verb) -> String {
    var out = "\(verb.name): \(verb.summary)\n\n    | \(verb.signature)\n"
    let others = Vocabulary.spellings(of: verb.name).filter { $0 != verb.name }
    let spellings = verb.aliases.filter { !others.contains($0) } + others
    if !spellings.isEmpty { out += "\nAlso written: \(spellings.joined(separator: ", "))\n" }
    if !verb.details.isEmpty { out += "\n" + HelpPage.wrapped(verb.details) + "\n" }
    if !verb.examples.isEmpty {
      out += "\nExamples\n"
      for example in verb.examples {
        out += "\n    # \(example.purpose)\n" + HelpPage.indented(example.query) + "\n"
      }
    }
    return out
  }

  private static func page(_ entry: ErrorExplanation) -> String {
    var out = "\(entry.code): \(entry.title)\n\n" + HelpPage.wrapped(entry.explanation) + "\n"
    out += "\nWrong\n" + HelpPage.indented(entry.wrongQuery) + "\n"
    out += "\nRight\n" + HelpPage.indented(entry.rightQuery) + "\n"
    return out
  }

  private static func page(word: String) -> String {
    let spellings = Vocabulary.spellings(of: word).dropFirst()
    let others = spellings.isEmpty ? "" : "Also written: \(spellings.joined(separator: ", "))\n"
    let what = HelpPage.clauses.first { $0.word == word }?.meaning ?? "a word of the language"
    return "\(word): \(what)\n\(others)"
  }
}
