// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns

/// The cells of a numeric column for people: prefix, number, unit, coverage and signs.
struct MeasureText {
  let field: Field
  let values: [Double]
  let detail: MeasureDetail
  let ratio: RatioParts?
  let digits: Int?
  let grouped: Bool
  let locale: NumberLocale

  /// A percent whose base is below this stands in brackets (LANGUAGE 4, `change`).
  static let smallestPlainBase = 20.0

  /// - Parameter rows: the rows that will be shown, which decide the digits of all.
  init(_ field: Field, _ column: Column, rows: [Int], locale: NumberLocale) {
    self.field = field
    values = column.numbers ?? []
    detail = column.detail ?? MeasureDetail()
    ratio = RatioParts(field, column)
    self.locale = locale
    grouped = MeasureText.isGrouped(field)
    digits = MeasureText.digits(field, values, rows)
  }

  func cell(_ row: Int) -> CellText {
    let marks = detail.marks?[row] ?? []
    let value = values[row]
    if value.isNaN {
      if marks.contains(.notApplicable) { return word("notApplicable") }
      if marks.contains(.refused) { return word("notRolledUp") }
      return .missing
    }
    let prefix = self.prefix(row, marks)
    if let ratio, let cell = ratioCell(row, ratio, prefix, marks) { return cell }
    let (whole, fraction) = NumberText.parts(
      value, digits: digits, grouped: grouped, locale: locale)
    var cell = CellText(whole: prefix + whole, fraction: fraction)
    if field.measure?.kind == .change {
      cell.fraction += field.unit.symbol.isEmpty ? "" : " \(Words.word(field.unit.symbol, locale))"
      if let comparison = detail.comparison?[row], comparison.grain != .none {
        cell.rest = " (\(Words.word("vs", locale)) \(comparison))"
      }
    } else if isSmallBase(row) {
      cell.whole = "(\(cell.whole)"
      cell.fraction += ")"
    }
    cell.fraction += CellSign.text(marks)
    cell.rest += date(row) + coverage(row)
    return cell
  }

  /// `299,882/332,093 (90.3 %)`.
  private func ratioCell(
    _ row: Int, _ ratio: RatioParts, _ prefix: String, _ marks: Marks
  ) -> CellText? {
    let base = ratio.denominator[row]
    guard !base.isNaN else { return nil }
    let top = NumberText.people(values[row], grouped: grouped, locale: locale)
    let bottom = NumberText.people(base, grouped: grouped, locale: locale)
    var cell = CellText(whole: prefix + top, fraction: "/\(bottom)")
    if base > 0 {
      let percent = 100 * values[row] / base
      let (whole, fraction) = NumberText.parts(percent, digits: 1, grouped: grouped, locale: locale)
      cell.second = " (\(whole)"
      cell.rest = "\(fraction) %)"
    }
    cell.rest += CellSign.text(marks) + date(row) + coverage(row)
    return cell
  }

  /// `≈`, `≥` or `≤` by the marks, else by the bounds.
  private func prefix(_ row: Int, _ marks: Marks) -> String {
    if marks.contains(.atLeast) { return "≥" }
    if marks.contains(.atMost) { return "≤" }
    // What sources disagree about has a sign of its own.
    if marks.contains(.conflict) { return marks.contains(.approximate) ? "≈" : "" }
    if let lower = detail.lower?[row], let upper = detail.upper?[row],
      !lower.isNaN, !upper.isNaN, lower < upper
    {
      if lower == values[row], upper == .infinity { return "≥" }
      // The sign for sources that disagree says more than the span of what they say.
      if marks.contains(.conflict), upper < .infinity {
        return marks.contains(.approximate) ? "≈" : ""
      }
      if upper == values[row] { return "≤" }
      return "≈"
    }
    return marks.contains(.approximate) ? "≈" : ""
  }

  /// ` (9/12 months)` where parts are missing.
  private func coverage(_ row: Int) -> String {
    guard let coverage = detail.coverage?[row], !coverage.isFull,
      detail.coverageUnits.indices.contains(Int(coverage.unit))
    else { return "" }
    let unit = Words.unit(
      detail.coverageUnits[Int(coverage.unit)], count: Int(coverage.of), locale)
    let have = NumberText.people(Double(coverage.have), locale: locale)
    let of = NumberText.people(Double(coverage.of), locale: locale)
    return " (\(have)/\(of) \(unit))"
  }

  /// The day a stock was counted.
  private func date(_ row: Int) -> String {
    guard let day = detail.asOf?[row], day != .min else { return "" }
    return " (\(Period(.day, day)))"
  }

  private func isSmallBase(_ row: Int) -> Bool {
    guard field.unit == .percent, ratio == nil, let base = detail.denominator?[row] else {
      return false
    }
    return base.magnitude < MeasureText.smallestPlainBase
  }

  private func word(_ key: String) -> CellText {
    CellText(whole: Words.word(key, locale), isQuiet: true)
  }

  /// Years and codes that were loaded as plain whole numbers are never grouped.
  private static func isGrouped(_ field: Field) -> Bool {
    guard field.measure == nil, field.type == .integer else { return true }
    let words = field.name.lowercased().split { !$0.isLetter }
    return !words.contains { ["code", "id", "year", "mã", "ma", "năm", "nam", "no"].contains($0) }
  }

  /// Digits after the mark: the field's own, one for percents and points, `nil` (as they are) for
  /// short decimals, and for computed ones as many as leave three or four leading digits.
  private static func digits(_ field: Field, _ values: [Double], _ rows: [Int]) -> Int? {
    if let digits = field.digits { return digits }
    if field.unit == .percent || field.unit == .points { return 1 }
    var needed = 0
    var largest = 0.0
    for row in rows where values[row].isFinite && values[row] != values[row].rounded() {
      needed = max(needed, DecimalDigits(values[row]).fractionCount)
      largest = max(largest, values[row].magnitude)
    }
    let limit: Int
    switch largest {
    case 1000...: limit = 1
    case 100...: limit = 2
    case 1...: limit = 3
    default: limit = min(12, 3 - DecimalDigits(largest).point)
    }
    return needed > limit ? limit : nil
  }
}
