// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipLanguage

/// Something that could be completed, before it is held against what was typed.
struct Candidate {
  var text: String
  var kind: Completion.Kind
  var detail: String = ""
  /// What typed text is compared with, folded; the text itself and other ways to begin it.
  var keys: [String]
  /// Whether it shows only once something was typed: another way to say what is listed too.
  var needsTyping = false
  /// Whether it stands only where the stage begins.
  var isAtStageStart = false

  init(_ text: String, _ kind: Completion.Kind, detail: String = "", keys: [String]? = nil) {
    self.text = text
    self.kind = kind
    self.detail = detail
    self.keys = keys ?? [TextFolding.fold(text)]
  }

  /// Words of the language in every spelling; a Vietnamese one says what it stands for.
  static func words(_ english: [String], _ kind: Completion.Kind) -> [Candidate] {
    english.flatMap { word in
      let spellings = Vocabulary.spellings(of: word)
      let others = spellings.dropFirst().map { spelling in
        var other = Candidate(spelling, kind, detail: "= \(word)")
        other.needsTyping = true
        return other
      }
      return [Candidate(word, kind)] + others
    }
  }
}

/// Holds candidates against what was typed, without case and marks.
enum CandidateMatcher {
  /// The completions for the earliest beginning that any candidate fits.
  ///
  /// Other spellings show only where something was typed, and to a reader of English only where
  /// no English word begins so: lists stay short.
  static func match(
    _ candidates: [Candidate], _ typed: TypedText, stageStart: Int?, isVietnamese: Bool
  ) -> [Completion] {
    for start in typed.starts {
      let raw = typed.typed(from: start)
      var key = TextFolding.fold(raw)
      // A blank ends a word: `ha ` is Hà Giang and no longer Hải Dương.
      if !key.isEmpty && raw.last?.isWhitespace == true { key += " " }
      var seen: Set<String> = []
      var found: [Completion] = []
      for candidate in candidates {
        if candidate.isAtStageStart && start != stageStart { continue }
        if key.isEmpty && candidate.needsTyping { continue }
        guard candidate.keys.contains(where: { $0.hasPrefix(key) }),
          seen.insert(candidate.text).inserted
        else { continue }
        found.append(
          Completion(candidate.text, start: start, kind: candidate.kind, detail: candidate.detail))
      }
      let plain = found.filter { !$0.detail.hasPrefix("= ") }
      if !isVietnamese && !plain.isEmpty { return plain }
      if !found.isEmpty { return found }
    }
    return []
  }
}
