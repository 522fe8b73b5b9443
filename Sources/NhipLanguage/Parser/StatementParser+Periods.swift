// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// The periods that reports write, and `last 3 years`.
extension StatementParser {
  /// The longest look back: more than any series has periods.
  private static let longestLook = 100_000

  /// `last 3 years`.
  mutating func parseLast() throws(Diagnostic) -> MeasuredExpression {
    let first = index
    advance()
    let count = try parseLookBack()
    guard let grain = grain(at: index) else {
      throw SyntaxMistake.malformedLast("expected a grain of time, found \(found)", at: here)
    }
    advance(grain.count)
    return try node(.last(count, grain.english), first, [])
  }

  private mutating func parseLookBack() throws(Diagnostic) -> Int {
    guard let token = current, let count = Int(token.text), (1...Self.longestLook).contains(count)
    else {
      throw SyntaxMistake.malformedLast("expected how many periods, found \(found)", at: here)
    }
    advance()
    return count
  }

  /// A period as reports write it, in Vietnamese with marks or without; `nil`, and nothing read,
  /// where none begins here. Each form is known by its whole shape, so it hides no column.
  mutating func parseReportPeriod() throws(Diagnostic) -> MeasuredExpression? {
    guard let token = current else { return nil }
    if token.kind == .number {
      if let recent = try parseRecent() { return recent }
      return try parsePartOfYear()
    }
    guard token.kind == .word else { return nil }
    if report(at: index) == "half of", let part = report(at: index + 1), part.hasSuffix(" part"),
      grain(at: index + 2)?.english == "year", let year = year(at: index + 3)
    {
      return try period("\(year)-\(part == "first part" ? "S1" : "S2")", tokens: 4)
    }
    guard let grain = vietnameseGrain(at: index) else { return nil }
    switch grain {
    case "year":
      guard let year = year(at: index + 1) else { return nil }
      let first = index
      advance(2)
      return try node(.number(Double(year) ?? 0, year), first, [])
    case "quarter", "month": return try parseNumbered(grain)
    case "day": return try parseDate()
    default: return nil
    }
  }

  /// `3 năm gần đây`.
  private mutating func parseRecent() throws(Diagnostic) -> MeasuredExpression? {
    guard let grain = vietnameseGrain(at: index + 1) else { return nil }
    let first = index
    var length = 0
    if let phrase = phrases.match(at: index + 2, before: end, as: .report) {
      let after = index + 2 + phrase.count
      let isLast =
        after >= end || tokens[after].is(.pipe) || tokens[after].is(.comma)
        || phrases.seriesClause(at: after, before: end) != nil
      // `qua` is also the clause `over`: it ends a period only where nothing goes on after it.
      if phrase.english == "recent" || phrase.english == "past" && isLast { length = phrase.count }
    }
    guard length > 0 else { return nil }
    let count = try parseLookBack()
    advance(1 + length)
    return try node(.last(count, grain), first, [])
  }

  /// `6 tháng đầu năm 2024`, `9 tháng 2024`, `2 quý cuối năm 2024`.
  private mutating func parsePartOfYear() throws(Diagnostic) -> MeasuredExpression? {
    guard let grain = vietnameseGrain(at: index + 1), grain == "month" || grain == "quarter" else {
      return nil
    }
    var next = index + 2
    var isFirst = true
    if let part = report(at: next), part.hasSuffix(" part") {
      isFirst = part == "first part"
      next += 1
    }
    if vietnameseGrain(at: next) == "year" { next += 1 }
    guard let year = year(at: next) else { return nil }
    let most = grain == "month" ? 12 : 4
    guard let count = Int(tokens[index].text), (1...most).contains(count) else {
      throw SyntaxMistake.noSuchPeriod(
        "year of \(found) \(grain)s", accepted: "1 to \(most)", at: here)
    }
    let length = next + 1 - index
    if count * 2 == most { return try period("\(year)-\(isFirst ? "S1" : "S2")", tokens: length) }
    let low = isFirst ? 1 : most - count + 1
    let high = isFirst ? count : most
    func text(_ number: Int) -> String {
      grain == "month" ? "\(year)-\(Lexer.padded(number))" : "\(year)-Q\(number)"
    }
    if low == high { return try period(text(low), tokens: length) }
    let first = index
    advance(length)
    let span = span(from: first)
    let ends = [low, high].map { ExpressionSyntax(.period(text($0)), span: span) }
    return try node(
      .range(ends[0], ends[1]), first, ends.map { MeasuredExpression(syntax: $0, height: 1) })
  }

  /// `quý 3/2024`, `quý III năm 2024`, `tháng 8/2024`.
  private mutating func parseNumbered(_ grain: String) throws(Diagnostic) -> MeasuredExpression? {
    guard index + 3 < end else { return nil }
    let token = tokens[index + 1]
    let roman = ["i": 1, "ii": 2, "iii": 3, "iv": 4][token.key]
    guard let number = token.kind == .number ? Int(token.text) : grain == "quarter" ? roman : nil
    else { return nil }
    guard tokens[index + 2].is(.slash) || vietnameseGrain(at: index + 2) == "year",
      let year = year(at: index + 3)
    else { return nil }
    let most = grain == "month" ? 12 : 4
    guard (1...most).contains(number) else {
      throw SyntaxMistake.noSuchPeriod(
        "\(grain) `\(token.text)`", accepted: "1 to \(most)", at: token.span)
    }
    let text = grain == "month" ? "\(year)-\(Lexer.padded(number))" : "\(year)-Q\(number)"
    return try period(text, tokens: 4)
  }

  /// `ngày 24/12/2022`.
  private mutating func parseDate() throws(Diagnostic) -> MeasuredExpression? {
    guard index + 5 < end, tokens[index + 2].is(.slash), tokens[index + 4].is(.slash),
      tokens[index + 1].kind == .number, let day = Int(tokens[index + 1].text),
      tokens[index + 3].kind == .number, let month = Int(tokens[index + 3].text),
      let year = year(at: index + 5)
    else { return nil }
    if let mistake = CalendarRule.date(
      year: Int(year) ?? 0, month: month, day: day, monthSpan: tokens[index + 3].span,
      daySpan: tokens[index + 1].span)
    {
      throw mistake
    }
    return try period("\(year)-\(Lexer.padded(month))-\(Lexer.padded(day))", tokens: 6)
  }

  private mutating func period(_ text: String, tokens count: Int) throws(Diagnostic)
    -> MeasuredExpression
  {
    let first = index
    advance(count)
    return try node(.period(text), first, [])
  }

  // MARK: Words of periods

  private func year(at index: Int) -> String? {
    guard index < end, tokens[index].kind == .number, tokens[index].text.utf8.count == 4,
      tokens[index].text.utf8.allSatisfy({ Lexer.isDigit($0) })
    else { return nil }
    return tokens[index].text
  }

  private func grain(at index: Int) -> Phrase? {
    guard let phrase = phrases.match(at: index, before: end, as: .dimension),
      Vocabulary.english(phrase.english, as: .word) != nil
    else { return nil }
    return phrase
  }

  /// A grain of one word, spelt in Vietnamese.
  private func vietnameseGrain(at index: Int) -> String? {
    guard index < end, tokens[index].kind == .word,
      let english = Vocabulary.english(tokens[index].key, as: .dimension),
      Vocabulary.english(english, as: .word) != nil, !Vocabulary.isEnglish(tokens[index].key)
    else { return nil }
    return english
  }

  private func report(at index: Int) -> String? {
    guard index < end else { return nil }
    return Vocabulary.english(tokens[index].key, as: .report)
  }
}
