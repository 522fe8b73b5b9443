// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

extension Lexer {
  /// Reads `"…"`. `\"` and `\\` stand for `"` and `\`; any other backslash stands for itself.
  ///
  /// A text may run over a line end but not over a blank line. Where it is never closed it ends
  /// with its line, so that one forgotten mark costs one line.
  mutating func readText() {
    let start = position
    var content: [UInt8] = []
    var index = start + 1
    var lineIsBlank = false
    while let byte = byte(at: index) {
      if byte == UInt8(ascii: "\"") {
        position = index + 1
        let text = Normalization.compose(String(decoding: content, as: UTF8.self))
        append(.text, from: start, text)
        return
      }
      if byte == 0x0A {
        if lineIsBlank { break }
        lineIsBlank = true
      } else if byte != 0x20 && byte != 0x09 && byte != 0x0D {
        lineIsBlank = false
      }
      if byte == UInt8(ascii: "\\"),
        let next = self.byte(at: index + 1), next == UInt8(ascii: "\"") || next == byte
      {
        content.append(next)
        index += 2
      } else {
        content.append(byte)
        index += 1
      }
    }
    if index >= bytes.count { endsInOpenText = true }
    appendUnclosed(.text, from: start, SyntaxMistake.unclosedText)
  }

  /// Reads `` `…` ``; two backticks inside stand for one.
  mutating func readQuotedName() {
    let start = position
    var content: [UInt8] = []
    var index = start + 1
    while let byte = byte(at: index), byte != 0x0A {
      if byte == UInt8(ascii: "`") {
        if self.byte(at: index + 1) == byte && !content.isEmpty {
          index += 1
        } else {
          position = index + 1
          let text = Normalization.compose(String(decoding: content, as: UTF8.self))
          let problem = content.isEmpty ? SyntaxMistake.emptyName(at: Span(start, position)) : nil
          append(.quotedName, from: start, text, problem: problem)
          return
        }
      }
      content.append(byte)
      index += 1
    }
    if index >= bytes.count { endsInOpenText = true }
    appendUnclosed(.quotedName, from: start, SyntaxMistake.unclosedName)
  }

  /// Reads `'…'`, which other languages use: taken as text and told.
  mutating func readSingleQuoted() {
    readForeignText(openLength: 1, closers: ["'"])
  }

  /// Reads text between the curly marks of a word processor: taken as text and told.
  mutating func readCurlyText(_ openLength: Int) {
    readForeignText(openLength: openLength, closers: ["\u{201D}", "\u{201C}", "\u{2019}", "\""])
  }

  private mutating func readForeignText(openLength: Int, closers: [Unicode.Scalar]) {
    let start = position
    var index = start + openLength
    while index < bytes.count, bytes[index] != 0x0A {
      let (scalar, length) = scalar(at: index)
      if closers.contains(scalar) {
        let text = Normalization.compose(slice(start + openLength, index))
        position = index + length
        append(
          .text, from: start, text,
          problem: SyntaxMistake.foreignQuotes(text, at: Span(start, position)))
        return
      }
      index += length
    }
    position = start + openLength
    append(
      .unknown, from: start, slice(start, position),
      problem: SyntaxMistake.unknownCharacter(slice(start, position), at: Span(start, position)))
  }

  private mutating func appendUnclosed(
    _ kind: Token.Kind, from start: Int, _ mistake: (Span) -> Diagnostic
  ) {
    position = start + 1
    while position < bytes.count && bytes[position] != 0x0A { position += 1 }
    var end = position
    while end > start + 1, [0x20, 0x09, 0x0D].contains(bytes[end - 1]) { end -= 1 }
    let text = Normalization.compose(slice(start + 1, end))
    append(kind, from: start, text, problem: mistake(Span(start, end)))
  }
}
