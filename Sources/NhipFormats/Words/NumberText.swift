// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Numbers as text: shortest and exact for machines, grouped and rounded for people.
package enum NumberText {
  /// From here on people read powers of ten instead of long rows of digits.
  static let largestPlain = 1e15

  /// The shortest spelling that reads back as the same Double, whole numbers without a mark.
  /// Empty for numbers that are missing or infinite.
  package static func machine(_ value: Double, decimalMark: Character = ".") -> String {
    guard value.isFinite else { return "" }
    if value.magnitude < largestPlain, value == value.rounded(.towardZero) {
      return String(Int64(value))
    }
    let text = value.description
    return decimalMark == "." ? text : String(text.map { $0 == "." ? decimalMark : $0 })
  }

  /// A number for people with its digits grouped by three: `1,370` or `1.370,5`.
  ///
  /// - Parameter digits: digits after the mark, filled with zeros; `nil` for as many as needed.
  package static func people(
    _ value: Double, digits: Int? = nil, grouped: Bool = true, locale: NumberLocale
  ) -> String {
    let parts = self.parts(value, digits: digits, grouped: grouped, locale: locale)
    return parts.whole + parts.fraction
  }

  /// The same in two parts, so that columns can stand aligned on the mark, which opens the second.
  static func parts(
    _ value: Double, digits: Int?, grouped: Bool, locale: NumberLocale
  ) -> (whole: String, fraction: String) {
    if value.isNaN { return ("", "") }
    if value.isInfinite { return (value < 0 ? "-∞" : "∞", "") }
    if value.magnitude >= largestPlain { return powerOfTen(value, locale) }
    let exact = DecimalDigits(value)
    let shown = digits.map { exact.rounded(to: $0) } ?? exact
    if shown.digits.isEmpty, !exact.digits.isEmpty {
      return tooSmall(value, digits: digits ?? 0, locale)
    }
    let (whole, fraction) = shown.texts(fractionDigits: digits)
    let sign = shown.isNegative ? "-" : ""
    let grouping = grouped ? group(whole, locale.groupMark) : whole
    return (sign + grouping, fraction.isEmpty ? "" : "\(locale.decimalMark)\(fraction)")
  }

  /// `<0.001`: not zero, but nothing of it is left at this many digits.
  private static func tooSmall(
    _ value: Double, digits: Int, _ locale: NumberLocale
  ) -> (whole: String, fraction: String) {
    let sign = value < 0 ? ">-" : "<"
    guard digits > 0 else { return ("\(sign)1", "") }
    let zeros = String(repeating: "0", count: digits - 1)
    return ("\(sign)0", "\(locale.decimalMark)\(zeros)1")
  }

  private static func powerOfTen(
    _ value: Double, _ locale: NumberLocale
  ) -> (whole: String, fraction: String) {
    var exact = DecimalDigits(value)
    let exponent = exact.point - 1
    exact.point = 1
    let (whole, fraction) = exact.rounded(to: 3).texts(fractionDigits: nil)
    let sign = value < 0 ? "-" : ""
    let tail = fraction.isEmpty ? "" : "\(locale.decimalMark)\(fraction)"
    return (sign + whole, "\(tail)e\(exponent)")
  }

  /// A row of digits with `mark` between groups of three.
  static func group(_ digits: String, _ mark: Character) -> String {
    guard digits.utf8.count > 3 else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { result.append(mark) }
      result.append(digit)
    }
    return result
  }
}
