// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// Cuts a text into tokens. It takes any text: what it cannot read becomes a token with a problem.
///
/// - Complexity: O(n) in the bytes of the text.
struct Lexer {
  let bytes: [UInt8]
  var position = 0
  var tokens: [Token] = []
  var comments: [Comment] = []
  var endsInOpenText = false
  private var lineStart = 0
  private var lineHasToken = false
  private var lineIsEmpty = true
  private var sawBlankLine = false

  init(_ text: String) { bytes = Array(text.utf8) }

  static func lex(_ text: String) -> LexedText {
    var lexer = Lexer(text)
    lexer.run()
    return LexedText(
      bytes: lexer.bytes, tokens: lexer.tokens, comments: lexer.comments,
      endsInOpenText: lexer.endsInOpenText)
  }

  private mutating func run() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x0A:
        position += 1
        startLine()
      case 0x20, 0x09, 0x0D, 0x0B, 0x0C: position += 1
      case UInt8(ascii: "#"): readComment()
      case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
      case UInt8(ascii: "\""): readText()
      case UInt8(ascii: "`"): readQuotedName()
      case UInt8(ascii: "'"): readSingleQuoted()
      default:
        let (scalar, length) = scalar(at: position)
        if Self.isBlank(scalar) {
          position += length
        } else if Self.startsWord(scalar) {
          readWord()
        } else {
          readSymbol(scalar, length)
        }
      }
    }
  }

  private mutating func startLine() {
    if lineIsEmpty && !tokens.isEmpty { sawBlankLine = true }
    lineStart = position
    lineHasToken = false
    lineIsEmpty = true
  }

  private mutating func readComment() {
    let start = position
    while position < bytes.count && bytes[position] != 0x0A { position += 1 }
    var end = position
    while end > start, [0x20, 0x09, 0x0D].contains(bytes[end - 1]) { end -= 1 }
    comments.append(Comment(span: Span(start, end), startsLine: !lineHasToken))
    lineIsEmpty = false
  }

  private mutating func readWord() {
    let start = position
    position = endOfWord(from: start)
    appendWord(slice(start, position), from: start)
  }

  /// Where the word that holds `start` ends; an apostrophe between letters is part of it
  /// (`Ea H'leo`).
  func endOfWord(from start: Int) -> Int {
    var end = start
    while end < bytes.count {
      let (scalar, length) = scalar(at: end)
      if Self.continuesWord(scalar) {
        end += length
      } else if (scalar == "'" || scalar == "\u{2019}") && end > start
        && end + length < bytes.count && Self.startsWord(self.scalar(at: end + length).0)
      {
        end += length
      } else {
        break
      }
    }
    return end
  }

  mutating func appendWord(_ text: String, from start: Int, problem: Diagnostic? = nil) {
    let composed = Normalization.compose(text)
    append(.word, from: start, composed, key: composed.lowercased(), problem: problem)
  }

  /// Adds the token that ends at `position`.
  mutating func append(
    _ kind: Token.Kind, from start: Int, _ text: String = "", key: String = "",
    value: Double = 0, problem: Diagnostic? = nil
  ) {
    var token = Token(kind: kind, span: Span(start, position), text: text, key: key)
    token.value = value
    token.problem = problem
    token.startsLine = !lineHasToken
    token.isIndented = !lineHasToken && start > lineStart
    token.followsBlankLine = sawBlankLine
    tokens.append(token)
    lineHasToken = true
    lineIsEmpty = false
    sawBlankLine = false
  }

  func slice(_ lower: Int, _ upper: Int) -> String {
    String(decoding: bytes[lower..<upper], as: UTF8.self)
  }

  func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  /// The scalar at `index` and its length; U+FFFD and 1 where the bytes are no UTF-8.
  func scalar(at index: Int) -> (Unicode.Scalar, Int) {
    let first = bytes[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
    guard length > 0, index + length <= bytes.count else { return ("\u{FFFD}", 1) }
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for next in bytes[(index + 1)..<(index + length)] {
      guard next & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | UInt32(next & 0x3F)
    }
    return Unicode.Scalar(value).map { ($0, length) } ?? ("\u{FFFD}", 1)
  }

  static func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }

  static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return [0x20, 0x09, 0x0B, 0x0C, 0x0D].contains(scalar.value) }
    return scalar.properties.isWhitespace || scalar.value == 0x200B || scalar.value == 0xFEFF
  }

  static func startsWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0x5F: return true
    case 0..<0x80: return false
    default: return scalar.properties.isAlphabetic && scalar != "\u{FFFD}"
    }
  }

  static func continuesWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return startsWord(scalar) || (0x30...0x39).contains(scalar.value) }
    if startsWord(scalar) { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: return true
    default: return false
    }
  }
}
