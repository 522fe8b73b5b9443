// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// Makes the diagnostics of the lexer; every word of them stands here or in the extensions.
enum SyntaxMistake {
  static func make(
    _ code: SyntaxErrorCode, _ message: String, at span: Span, label: String = "",
    notes: [String] = [], helps: [String] = []
  ) -> Diagnostic {
    Diagnostic(code.rawValue, message, at: span, label: label, notes: notes, helps: helps)
  }

  static func unknownCharacter(_ text: String, at span: Span) -> Diagnostic {
    make(
      .unknownCharacter, "`\(shown(text))` is not part of the language", at: span,
      helps: ["put text in double quotes and unusual names in backticks"])
  }

  static func lookalike(_ text: String, meant: String, at span: Span) -> Diagnostic {
    make(
      .unknownCharacter, "`\(text)` is not part of the language", at: span,
      helps: ["write `\(meant)`"])
  }

  static func foreignOperator(_ text: String, meant: String, at span: Span) -> Diagnostic {
    make(
      .foreignOperator, "`\(text)` is not an operator here", at: span, helps: ["write `\(meant)`"])
  }

  static func foreignQuotes(_ text: String, at span: Span) -> Diagnostic {
    make(
      .foreignQuotes, "text stands between double quotes", at: span,
      helps: ["write `\"\(shown(text))\"`"])
  }

  static func unclosedText(at span: Span) -> Diagnostic {
    make(
      .unclosedText, "this text is never closed", at: span, label: "opened here",
      helps: ["end it with `\"`; inside a text write `\\\"`"])
  }

  static func unclosedName(at span: Span) -> Diagnostic {
    make(
      .unclosedName, "this name is never closed", at: span, label: "opened here",
      helps: ["end it with a backtick on the same line"])
  }

  static func emptyName(at span: Span) -> Diagnostic {
    make(.unclosedName, "a name cannot be empty", at: span)
  }

  static func ambiguousNumber(_ text: String, writings: [String], at span: Span) -> Diagnostic {
    make(
      .ambiguousNumber, "`\(shown(text))` can be read as thousands or as a fraction", at: span,
      helps: ["write \(either(writings))"])
  }

  static func decimalComma(_ text: String, writings: [String], at span: Span) -> Diagnostic {
    let list = "put a blank after the comma between two values"
    return make(
      .decimalComma, "a number in a query has no comma", at: span,
      helps: [writings.isEmpty ? list : "write \(either(writings)); \(list)"])
  }

  static func unreadableNumber(_ text: String, at span: Span) -> Diagnostic {
    make(
      .unreadableNumber, "cannot read `\(shown(text))` as a number", at: span,
      helps: ["write digits with at most one `.`; a name that begins with a digit needs backticks"])
  }

  static func numberTooLarge(_ text: String, at span: Span) -> Diagnostic {
    make(
      .numberOutOfRange, "`\(shown(text))` is too large", at: span,
      notes: ["the largest number is about 1.8e308"])
  }

  static func numberTooSmall(_ text: String, at span: Span) -> Diagnostic {
    make(
      .numberOutOfRange, "`\(shown(text))` is too close to zero", at: span,
      notes: ["the smallest number above zero is about 4.9e-324"])
  }

  static func noSuchPeriod(_ what: String, accepted: String, at span: Span) -> Diagnostic {
    make(
      .noSuchPeriod, "there is no \(what)", at: span, label: "accepted: \(accepted)")
  }

  static func malformedPeriod(_ text: String, write: [String], at span: Span) -> Diagnostic {
    make(
      .malformedPeriod, "cannot read `\(shown(text))` as a period", at: span,
      helps: [
        "write \(either(write))",
        "periods are `2024`, `2024-S1`, `2024-Q3`, `2024-07`, `2024-07-24` and `2024-W05`",
      ])
  }

  /// The text without control characters, cut where it is too long for a message.
  static func shown(_ text: String) -> String {
    let limit = 40  // Longer than any word an analyst writes; keeps the message on its line.
    let clean = text.unicodeScalars.map { scalar -> Character in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : Character(scalar)
    }
    let shown = String(clean.prefix(limit))
    return clean.count > limit ? shown + "…" : shown
  }

  static func either(_ writings: [String]) -> String {
    writings.map { "`\($0)`" }.joined(separator: " or ")
  }
}
