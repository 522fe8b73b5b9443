// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// Which months, days and weeks exist in the civil (proleptic Gregorian) calendar.
enum CalendarRule {
  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Weeks of an ISO 8601 year: 53 where 1 January or 31 December is a Thursday.
  static func isoWeeks(inYear year: Int) -> Int {
    func weekdayOfLastDay(_ year: Int) -> Int { (year + year / 4 - year / 100 + year / 400) % 7 }
    return weekdayOfLastDay(year) == 4 || weekdayOfLastDay(year - 1) == 3 ? 53 : 52
  }

  /// The mistake in a month, if any.
  static func month(_ month: Int, at span: Span) -> Diagnostic? {
    (1...12).contains(month)
      ? nil : SyntaxMistake.noSuchPeriod("month `\(month)`", accepted: "01 to 12", at: span)
  }

  /// The mistake in a date, if any, at the part that is wrong.
  static func date(
    year: Int, month: Int, day: Int, monthSpan: Span, daySpan: Span
  ) -> Diagnostic? {
    if let mistake = self.month(month, at: monthSpan) { return mistake }
    let days = days(inMonth: month, of: year)
    if (1...days).contains(day) { return nil }
    return SyntaxMistake.noSuchPeriod(
      "day `\(day)`", accepted: "01 to \(days) in \(year)-\(Lexer.padded(month))", at: daySpan)
  }
}
