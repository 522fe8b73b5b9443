// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

extension Lexer {
  /// Reads a number or a period literal.
  mutating func readNumber() {
    let start = position
    if readPeriod() { return }
    var groups: [String] = []
    var separators: [UInt8] = []
    groups.append(readDigits())
    while let separator = byte(at: position),
      separator == UInt8(ascii: ".") || separator == UInt8(ascii: ","),
      Self.isDigit(byte(at: position + 1))
    {
      separators.append(separator)
      position += 1
      groups.append(readDigits())
    }
    let mantissaEnd = position
    let exponent = readExponent()
    let wordEnd = endOfWord(from: position)
    if wordEnd > position {
      position = wordEnd
      let text = slice(start, position)
      append(
        .number, from: start, text,
        problem: SyntaxMistake.unreadableNumber(text, at: Span(start, position)))
      return
    }
    let mantissa = slice(start, mantissaEnd)
    let span = Span(start, position)
    let text = slice(start, position)
    if let problem = mistake(mantissa, groups, separators, hasExponent: !exponent.isEmpty, at: span)
    {
      append(.number, from: start, text, value: 1, problem: problem)
      return
    }
    guard let value = Double(text), value.isFinite else {
      append(
        .number, from: start, text, value: 1, problem: SyntaxMistake.numberTooLarge(text, at: span))
      return
    }
    if value == 0, mantissa.contains(where: { ("1"..."9").contains($0) }) {
      append(
        .number, from: start, text, value: 1, problem: SyntaxMistake.numberTooSmall(text, at: span))
      return
    }
    append(.number, from: start, text, value: value)
  }

  private mutating func readDigits() -> String {
    let start = position
    while Self.isDigit(byte(at: position)) { position += 1 }
    return slice(start, position)
  }

  private mutating func readExponent() -> String {
    guard let mark = byte(at: position), mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E")
    else {
      return ""
    }
    var index = position + 1
    if let sign = byte(at: index), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      index += 1
    }
    guard Self.isDigit(byte(at: index)) else { return "" }
    let start = position
    position = index
    _ = readDigits()
    return slice(start, position)
  }

  /// What is wrong with the way a number is written: grouped thousands, a decimal comma.
  private func mistake(
    _ text: String, _ groups: [String], _ separators: [UInt8], hasExponent: Bool, at span: Span
  ) -> Diagnostic? {
    guard let first = groups.first, let last = groups.last, !separators.isEmpty else { return nil }
    let dots = separators.filter { $0 == UInt8(ascii: ".") }.count
    let commas = separators.count - dots
    // `0.125` and `1370.125` cannot be grouped thousands.
    let mayGroup = first.count <= 3 && !first.hasPrefix("0")
    let joined = groups.joined()
    func isGrouped(_ some: ArraySlice<String>) -> Bool {
      mayGroup && some.allSatisfy { $0.count == 3 }
    }
    if separators.count == 1 {
      let decimal = Self.decimal(first, last)
      if isGrouped(groups.dropFirst()) && !hasExponent {
        return commas == 1
          ? SyntaxMistake.decimalComma(text, writings: [joined, decimal], at: span)
          : SyntaxMistake.ambiguousNumber(text, writings: [joined, decimal], at: span)
      }
      return commas == 1 ? SyntaxMistake.decimalComma(text, writings: [decimal], at: span) : nil
    }
    if (dots == 0 || commas == 0) && isGrouped(groups.dropFirst()) {
      return commas == 0
        ? SyntaxMistake.ambiguousNumber(text, writings: [joined], at: span)
        : SyntaxMistake.decimalComma(text, writings: [joined], at: span)
    }
    let endsInOther =
      separators.last != separators.first
      && separators.dropLast().allSatisfy { $0 == separators.first }
    if endsInOther && isGrouped(groups.dropFirst().dropLast()) {
      let whole = groups.dropLast().joined()
      return SyntaxMistake.decimalComma(text, writings: ["\(whole).\(last)"], at: span)
    }
    return dots == 0
      ? SyntaxMistake.decimalComma(text, writings: [], at: span)
      : SyntaxMistake.unreadableNumber(text, at: span)
  }

  /// `1` and `370` as `1.37`; a fraction of three digits that cannot be shortened gets a zero.
  private static func decimal(_ whole: String, _ fraction: String) -> String {
    guard fraction.count == 3 else { return "\(whole).\(fraction)" }
    var digits = Substring(fraction)
    while digits.hasSuffix("0") && digits.count > 1 { digits = digits.dropLast() }
    return digits.count == 3 ? "\(whole).\(digits)0" : "\(whole).\(digits)"
  }
}
