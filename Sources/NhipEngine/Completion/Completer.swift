// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipLanguage
import NhipPlan

/// Completes what is being typed from the grammar and from what the session holds.
///
/// A final class, because it keeps the folded names of places between two keys.
public final class Completer {
  /// What a dot command takes.
  public enum ArgumentShape: Sendable {
    case none
    case file
    case table
    case topic
    case place
    case indicator
    case oneOf([String])
  }

  static let conditionWords = ["and", "or", "not", "is", "in"]

  let session: Session
  private let commands: [(name: String, shape: ArgumentShape)]
  /// The place candidates, and of how many places they were made.
  var placeCandidates: (count: Int, list: [Candidate]) = (0, [])

  /// - Parameter commands: the dot commands with their dots, and what each takes.
  public init(_ session: Session, commands: [(name: String, shape: ArgumentShape)] = []) {
    self.session = session
    self.commands = commands
  }

  /// The ways to go on at a UTF-8 offset of `text`; all begin at the same place.
  public func complete(_ text: String, cursor: Int) -> [Completion] {
    let prefix = String(decoding: text.utf8.prefix(max(0, cursor)), as: UTF8.self)
    let line = prefix.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    if line.first == "." || prefix.hasPrefix("help ") { return command(prefix, String(line)) }
    let typed = TypedText(prefix, cursor: prefix.utf8.count)
    let place = CompletionContext.find(typed)
    var candidates: [Candidate] = []
    switch place.context {
    // After a whole term or dimension only a comma leads to the next.
    case .terms, .dimensions:
      if !place.mayBeginClause { candidates = self.candidates(place, typed) }
    default: candidates = self.candidates(place, typed)
    }
    if place.mayBeginClause { candidates += clauseWords(place.context) }
    let found = CandidateMatcher.match(
      candidates, typed, stageStart: place.stageStart, isVietnamese: session.locale == "vi")
    return place.context == .places ? quoted(found) : found
  }

  private func candidates(
    _ place: CompletionContext.Place, _ typed: TypedText
  ) -> [Candidate] {
    switch place.context {
    case .opening:
      return Candidate.words(["series", "from", "let"], .keyword) + [Candidate("help", .keyword)]
    case .table: return tables
    case .terms(let table): return indicators(of: table) + termFunctions
    case .dimensions: return dimensions
    case .places: return places
    case .periods: return periods(typed.partial.text)
    case .predicate: return breakdowns + Candidate.words(Self.conditionWords, .keyword)
    case .value(let name): return values(of: name)
    case .verb: return verbs
    case .operands(let verb, let clause):
      return operands(verb, clause, place, typed)
    case .nothing: return []
    }
  }

  /// Columns at this stage, the words of verbs, and a longer verb that begins like this one.
  private func operands(
    _ verb: String, _ clause: String?, _ place: CompletionContext.Place, _ typed: TypedText
  ) -> [Candidate] {
    var list: [Candidate]
    switch (verb, clause) {
    case ("take", _), ("rename", "as"), (_, "as"): list = []
    case ("change", nil): list = []
    case ("change", "vs"):
      list = Candidate.words(["same period", "previous", "mean", "target"], .keyword)
      list += periods(typed.partial.text)
    case ("explain", _):
      list = ["syntax", "plan", "optimised", "physical", "profile"].map { Candidate($0, .keyword) }
    case ("export", _): list = []
    case ("fill", nil):
      list = Candidate.words(["zero", "previous", "linear", "remainder"], .keyword)
    case (_, "over"): list = Candidate.words(["time"], .keyword)
    case (_, "in"): list = places
    case (_, "during"): list = periods(typed.partial.text)
    default: list = columns(before: place.pipe, typed) + functions
    }
    let longer = verbs.map { verb in
      var candidate = verb
      candidate.isAtStageStart = true
      return candidate
    }
    return list + longer
  }

  private func clauseWords(_ context: CompletionContext) -> [Candidate] {
    switch context {
    case .terms, .dimensions, .places, .periods, .predicate:
      return Candidate.words(
        Vocabulary.seriesClauses.filter { !["on boundaries", "known on", "calendar"].contains($0) }
          + ["as"], .keyword)
    case .operands(let verb, _):
      let words = clauses(of: verb)
      let takesConditions =
        session.catalog().verb(verb).map { verb in
          ["CONDITION", "EXPRESSION", "PREDICATE"].contains { verb.signature.contains($0) }
        } ?? true
      return Candidate.words(words + (takesConditions ? Self.conditionWords : []), .keyword)
    default: return []
    }
  }

  /// The connectives that a verb's signature shows; all of them for a verb nobody knows.
  private func clauses(of name: String) -> [String] {
    let all = Vocabulary.clauses.filter { !["from", "known"].contains($0) }
    guard let verb = session.catalog().verb(name) else { return all }
    let written = Set(verb.signature.split { !$0.isLetter }.map(String.init))
    return all.filter(written.contains)
  }

  /// Dot commands and what they take; `help` and its topics.
  private func command(_ prefix: String, _ line: String) -> [Completion] {
    let shift = prefix.utf8.count - line.utf8.count
    let name = String(line.prefix { !$0.isWhitespace })
    guard name.utf8.count < line.utf8.count else {
      return commands.filter { $0.name.hasPrefix(name.lowercased()) }
        .map { Completion($0.name, start: shift, kind: .command) }
    }
    let shape = name == "help" ? .topic : commands.first { $0.name == name.lowercased() }?.shape
    let typed = TypedText(line, cursor: line.utf8.count)
    let candidates: [Candidate]
    switch shape ?? .none {
    case .none: return []
    case .file: return FileCompletion.complete(line, shift: shift)
    case .table: candidates = tables
    case .topic:
      candidates = session.helpTopics.map { Candidate($0, .keyword) }
    case .place: candidates = places
    case .indicator: candidates = indicators(of: nil)
    case .oneOf(let values): candidates = values.map { Candidate($0, .value) }
    }
    return CandidateMatcher.match(candidates, typed, stageStart: nil, isVietnamese: true).map {
      var moved = $0
      moved.start += shift
      return moved
    }
  }

  /// Places whose bare name would not be read as that place stand in quotes.
  private func quoted(_ found: [Completion]) -> [Completion] {
    // Reading each back costs time that a long list, which nobody inserts, does not need.
    guard found.count <= 20 else { return found }
    return found.map { completion in
      guard completion.kind == .place else { return completion }
      var written = completion
      written.text = NameWriter.place(completion.text)
      return written
    }
  }
}
