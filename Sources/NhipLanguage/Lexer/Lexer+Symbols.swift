// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

extension Lexer {
  /// Marks that other languages or a word processor write, and what stands for them here.
  private static let lookalikes: [Unicode.Scalar: Symbol] = [
    "\u{2212}": .minus, "\u{2013}": .minus, "\u{2014}": .minus, "×": .star, "÷": .slash,
    "≤": .lessOrEqual, "≥": .greaterOrEqual, "≠": .notEqual, "…": .range, "，": .comma,
  ]

  mutating func readSymbol(_ scalar: Unicode.Scalar, _ length: Int) {
    let start = position
    if scalar == "\u{201C}" || scalar == "\u{201D}" || scalar == "\u{2018}" {
      readCurlyText(length)
      return
    }
    if let pair = pair(at: start) {
      position += 2
      appendPair(pair, from: start)
      return
    }
    position += length
    if scalar.value < 0x80, let symbol = Symbol(rawValue: String(scalar)) {
      append(.symbol(symbol), from: start)
    } else if let meant = Self.lookalikes[scalar] {
      let problem = SyntaxMistake.lookalike(
        String(scalar), meant: meant.rawValue, at: Span(start, position))
      append(.symbol(meant), from: start, problem: problem)
    } else if scalar == "!" || scalar == "&" {
      let meant = scalar == "!" ? "not" : "and"
      let problem = SyntaxMistake.foreignOperator(
        String(scalar), meant: meant, at: Span(start, position))
      appendWord(meant, from: start, problem: problem)
    } else {
      // A run of unknown characters is one mistake.
      while position < bytes.count, bytes[position] != 0x0A {
        let (next, nextLength) = self.scalar(at: position)
        guard isUnknown(next) else { break }
        position += nextLength
      }
      let problem = SyntaxMistake.unknownCharacter(
        slice(start, position), at: Span(start, position))
      append(.unknown, from: start, slice(start, position), problem: problem)
    }
  }

  private func isUnknown(_ scalar: Unicode.Scalar) -> Bool {
    if Self.isBlank(scalar) || Self.startsWord(scalar) || Self.lookalikes[scalar] != nil {
      return false
    }
    if scalar.value < 0x80 {
      return !(0x30...0x39).contains(scalar.value)
        && !"\n#\"`'!&|,;()[].=<>+-*/%".unicodeScalars.contains(scalar)
    }
    return !(0x2018...0x201D).contains(scalar.value)
  }

  private func pair(at index: Int) -> String? {
    guard index + 1 < bytes.count, bytes[index] < 0x80, bytes[index + 1] < 0x80 else { return nil }
    let text = slice(index, index + 2)
    switch text {
    case "|>", "||", "..", "!=", "<=", ">=", "<>", "==", "&&", "=>", "=<": return text
    default: return nil
    }
  }

  private mutating func appendPair(_ pair: String, from start: Int) {
    let span = Span(start, position)
    switch pair {
    case "|>": append(.symbol(.pipe), from: start)
    case "||", "&&":
      let meant = pair == "||" ? "or" : "and"
      appendWord(
        meant, from: start, problem: SyntaxMistake.foreignOperator(pair, meant: meant, at: span))
    case "<>", "==", "=>", "=<":
      let meant: Symbol =
        pair == "<>"
        ? .notEqual : pair == "==" ? .equal : pair == "=>" ? .greaterOrEqual : .lessOrEqual
      append(
        .symbol(meant), from: start,
        problem: SyntaxMistake.foreignOperator(pair, meant: meant.rawValue, at: span))
    default:
      guard let symbol = Symbol(rawValue: pair) else { return }
      append(.symbol(symbol), from: start)
    }
  }
}
