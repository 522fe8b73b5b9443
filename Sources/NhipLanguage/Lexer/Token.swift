// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// A mark of the language that is neither word nor value.
enum Symbol: String, Sendable {
  case pipe = "|"
  case comma = ","
  case semicolon = ";"
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case dot = "."
  case range = ".."
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case percent = "%"

  /// Whether a query must go on after it.
  var wantsMore: Bool {
    switch self {
    case .semicolon, .rightParenthesis, .rightBracket, .dot: false
    default: true
    }
  }
}

/// The smallest piece of a query.
struct Token: Sendable {
  enum Kind: Sendable, Equatable {
    /// A bare word.
    case word
    /// A name in backticks.
    case quotedName
    case text
    case number
    /// A period literal; `Token.text` is its SDMX spelling.
    case period
    case symbol(Symbol)
    /// A character the language does not know.
    case unknown
  }

  var kind: Kind
  var span: Span
  /// The word, name, text, digits or SDMX period, in NFC.
  var text: String
  /// A word in lower case: what the vocabulary is asked for.
  var key: String
  /// The number's value.
  var value = 0.0
  /// What is wrong with the token; told once, when the parser passes it.
  var problem: Diagnostic? {
    get { if case .diagnostic(let diagnostic) = box { diagnostic } else { nil } }
    set { box = newValue.map { .diagnostic($0) } }
  }
  private var box: Box?
  /// Whether it is the first token of its line.
  var startsLine = false
  /// Whether it starts its line with white space before it.
  var isIndented = false
  /// Whether a blank line stands before it.
  var followsBlankLine = false

  /// Keeps tokens small: few have a problem, and the parser holds tokens on the stack.
  private indirect enum Box {
    case diagnostic(Diagnostic)
  }

  init(kind: Kind, span: Span, text: String, key: String) {
    self.kind = kind
    self.span = span
    self.text = text
    self.key = key
  }

  func `is`(_ symbol: Symbol) -> Bool { kind == .symbol(symbol) }

  /// Whether it is a bare word spelt `word` in any case.
  func isWord(_ word: String) -> Bool { kind == .word && key == word }

  /// Whether it is a word like `Từ`: a capital first, small letters after.
  var isTitleCase: Bool {
    guard kind == .word, let first = text.first, first.isUppercase else { return false }
    return text.dropFirst().contains(where: \.isLowercase)
  }
}

/// A comment with its `#`, for the formatter.
struct Comment: Sendable {
  var span: Span
  /// Whether nothing but white space stands before it on its line.
  var startsLine: Bool
}

/// What the lexer makes of a text.
struct LexedText: Sendable {
  var bytes: [UInt8]
  var tokens: [Token]
  var comments: [Comment]
  /// Whether a text or a quoted name is still open at the end.
  var endsInOpenText: Bool

  /// The source text of `span`.
  func slice(_ span: Span) -> String {
    let lower = min(max(0, span.lower), bytes.count)
    return String(decoding: bytes[lower..<min(max(lower, span.upper), bytes.count)], as: UTF8.self)
  }
}
