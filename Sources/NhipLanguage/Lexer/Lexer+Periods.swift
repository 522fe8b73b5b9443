// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

extension Lexer {
  /// Reads a period literal at `position`: four digits, a hyphen, and a half, quarter, week,
  /// month or date without a blank. False, and nothing read, where the text is none (`2024-x`).
  mutating func readPeriod() -> Bool {
    let start = position
    guard start + 5 < bytes.count, (0..<4).allSatisfy({ Self.isDigit(bytes[start + $0]) }),
      bytes[start + 4] == UInt8(ascii: "-")
    else { return false }
    let partStart = start + 5
    if Self.isDigit(bytes[partStart]) { return readDate(from: start, partStart) }
    let letter = bytes[partStart] & 0xDF
    guard "SHQWM".utf8.contains(letter), bytes[partStart] >= 0x41,
      Self.isDigit(byte(at: partStart + 1))
    else { return false }
    let end = endOfDigits(from: partStart + 1)
    guard end == bytes.count || !Self.continuesWord(scalar(at: end).0) else { return false }
    let year = slice(start, start + 4)
    let digits = slice(partStart + 1, end)
    position = end
    let span = Span(start, end)
    let part = Span(partStart, end)
    let number = Int(digits.prefix(9)) ?? 0
    switch letter {
    case UInt8(ascii: "M"):
      appendPeriod(
        "\(year)-01", from: start,
        SyntaxMistake.malformedPeriod(
          slice(start, end), write: ["\(year)-\(Self.padded(number))"], at: span))
    case UInt8(ascii: "W"):
      let weeks = CalendarRule.isoWeeks(inYear: Int(year) ?? 0)
      let problem =
        (1...weeks).contains(number)
        ? nil
        : SyntaxMistake.noSuchPeriod(
          "week `\(digits)`", accepted: "01 to \(weeks) in \(year)", at: part)
      appendPeriod("\(year)-W\(Self.padded(number))", from: start, problem)
    case UInt8(ascii: "Q"):
      let problem =
        (1...4).contains(number) && digits.count == 1
        ? nil
        : SyntaxMistake.noSuchPeriod("quarter `\(digits)`", accepted: "`Q1` to `Q4`", at: part)
      appendPeriod("\(year)-Q\(number)", from: start, problem)
    default:
      let problem =
        (1...2).contains(number) && digits.count == 1
        ? nil
        : SyntaxMistake.noSuchPeriod("half-year `\(digits)`", accepted: "`S1` and `S2`", at: part)
      appendPeriod("\(year)-S\(number)", from: start, problem)
    }
    return true
  }

  private mutating func readDate(from start: Int, _ monthStart: Int) -> Bool {
    let monthEnd = endOfDigits(from: monthStart)
    // Three digits and more are a number to subtract, as is one with a fraction.
    guard monthEnd - monthStart <= 2, !continuesNumber(at: monthEnd) else { return false }
    let year = slice(start, start + 4)
    let month = Int(slice(monthStart, monthEnd)) ?? 0
    let dayStart = monthEnd + 1
    guard byte(at: monthEnd) == UInt8(ascii: "-"), Self.isDigit(byte(at: dayStart)) else {
      position = monthEnd
      let text = slice(start, monthEnd)
      let problem: Diagnostic? =
        if monthEnd - monthStart == 1 {
          SyntaxMistake.malformedPeriod(
            text, write: ["\(year)-\(Self.padded(month))", "\(year) - \(month)"],
            at: Span(start, monthEnd))
        } else {
          CalendarRule.month(month, at: Span(monthStart, monthEnd))
        }
      appendPeriod(text, from: start, problem)
      return true
    }
    position = endOfDigits(from: dayStart)
    let day = Int(slice(dayStart, position).prefix(9)) ?? 0
    let date = "\(year)-\(Self.padded(month))-\(Self.padded(day))"
    let problem =
      monthEnd - monthStart == 2 && position - dayStart == 2
      ? CalendarRule.date(
        year: Int(year) ?? 0, month: month, day: day, monthSpan: Span(monthStart, monthEnd),
        daySpan: Span(dayStart, position))
      : SyntaxMistake.malformedPeriod(
        slice(start, position), write: [date], at: Span(start, position))
    appendPeriod(date, from: start, problem)
    return true
  }

  private mutating func appendPeriod(_ text: String, from start: Int, _ problem: Diagnostic?) {
    append(.period, from: start, text, problem: problem)
  }

  private func endOfDigits(from index: Int) -> Int {
    var end = index
    while Self.isDigit(byte(at: end)) { end += 1 }
    return end
  }

  private func continuesNumber(at index: Int) -> Bool {
    guard index < bytes.count else { return false }
    if bytes[index] == UInt8(ascii: ".") { return Self.isDigit(byte(at: index + 1)) }
    return Self.continuesWord(scalar(at: index).0)
  }

  static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
