// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
internal import NhipDiagnostics

/// Periods in the words of reports: `6 tháng đầu năm 2024`, `Quý IV năm 2024`, `9 tháng 2024`,
/// `cả năm 2024`, `tuần 5/2024`, `H1/2024`. Case, marks and blanks make no difference.
struct ReportPeriod {
  /// Bytes of the longest text looked at: marks take up to three bytes a letter.
  static let longest = 64

  /// Words and numbers without their separators.
  private let words: [Substring]
  private let year: Int

  /// `nil` where the text is no such period.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Period? {
    guard (6...longest).contains(bytes.count), endsInYear(bytes) || beginsWithYear(bytes),
      bytes.contains(where: { !CellReading.isDigit($0) })
    else { return nil }
    let folded = TextFolding.fold(String(decoding: bytes, as: UTF8.self))
    return ReportPeriod(folded)?.period
  }

  private static func endsInYear(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.suffix(4).allSatisfy(CellReading.isDigit)
  }

  private static func beginsWithYear(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.prefix(4).allSatisfy(CellReading.isDigit)
  }

  private init?(_ folded: String) {
    var words: [Substring] = []
    var rest = Substring(folded)
    while let first = rest.first {
      let isDigit = first.isASCII && first.isNumber
      if !isDigit, !first.isLetter {
        // One separator between words; a sign or a bracket is none.
        guard " /-.".contains(first) else { return nil }
        rest.removeFirst()
        continue
      }
      let word = rest.prefix { isDigit ? $0.isASCII && $0.isNumber : $0.isLetter }
      words.append(word)
      rest = rest.dropFirst(word.count)
    }
    // `2024H1`, `2024 quý 1`.
    if let first = words.first, words.count > 1, first.count == 4, Int(first) != nil {
      words.append(words.removeFirst())
      guard words.count == 3, words[0] != "nam", words[0].first?.isLetter == true else {
        return nil
      }
    }
    guard let last = words.popLast(), last.count == 4, let year = Int(last),
      PeriodCell.plausibleYears.contains(year)
    else { return nil }
    // `… năm 2024`; `Năm 2024` and `cả năm 2024` keep nothing or one word.
    if words.count > 1 || words.first == "nam", words.last == "nam" { words.removeLast() }
    self.words = words
    self.year = year
    if words.isEmpty, !folded.contains("nam") { return nil }
  }

  private var period: Period? {
    switch words.count {
    case 0: .year(year)
    case 1: words[0] == "ca" || words[0] == "year" ? .year(year) : nil
    case 2: words[0].first?.isLetter == true ? numbered(words[0], words[1]) : months(nil)
    case 3: months(words[2])
    case 4: day
    default: nil
    }
  }

  /// `quý IV`, `H1`, `tháng 12`, `tuần 5`; `nửa đầu`.
  private func numbered(_ word: Substring, _ number: Substring) -> Period? {
    switch word {
    case "quy", "q", "quarter":
      return Self.quarter(number).map { Period(.quarter, Int32(year * 4 + $0 - 1)) }
    case "h", "s":
      return Self.number(number, 1...2).map(half)
    case "nua": return number == "dau" ? half(1) : number == "cuoi" ? half(2) : nil
    case "thang", "t", "m", "month":
      return Self.number(number, 1...12).map { .month(year, $0) }
    case "tuan", "w", "week":
      return Self.number(number, 1...53).flatMap { Period.isoWeek(year: year, week: $0) }
    default: return nil
    }
  }

  private func half(_ number: Int) -> Period { Period(.half, Int32(year * 2 + number - 1)) }

  /// `9 tháng`, `6 tháng đầu`, `3 tháng cuối`, `2 quý đầu`: whole months from either end of the
  /// year.
  private func months(_ part: Substring?) -> Period? {
    let each: Int
    switch words[1] {
    case "thang", "t": each = 1
    case "quy": each = 3
    default: return nil
    }
    guard let count = Self.number(words[0], 1...(12 / each)) else { return nil }
    let months = count * each
    switch part {
    case nil, "dau": return Period.range(.month(year, 1), .month(year, months))
    case "cuoi": return Period.range(.month(year, 13 - months), .month(year, 12))
    default: return nil
    }
  }

  /// `ngày 24 tháng 12`, `ngày 24/12`.
  private var day: Period? {
    guard words[0] == "ngay", words[2] == "thang", let day = Self.number(words[1], 1...31),
      let month = Self.number(words[3], 1...12),
      day <= CivilDate.daysInMonth(year: year, month: month)
    else { return nil }
    return Period.day(year, month, day)
  }

  /// The quarter that `3` or `III` names.
  fileprivate static func quarter(_ folded: Substring) -> Int? {
    ["i": 1, "ii": 2, "iii": 3, "iv": 4][folded] ?? number(folded, 1...4)
  }

  private static func number(_ word: Substring, _ range: ClosedRange<Int>) -> Int? {
    guard word.count <= 2, let number = Int(word), range.contains(number) else { return nil }
    return number
  }
}

/// Quarters of a column beside the year's.
package enum QuarterName {
  /// The number of the quarter that `IV`, `Quý IV`, `Q4` or `4` names.
  package static func read(_ text: String) -> Int? {
    let folded = TextFolding.fold(text)
    let number = folded.reversed().prefix { $0.isNumber || "iv".contains($0) }.reversed()
    let word = folded.dropLast(number.count).filter { $0 != " " }
    guard ["", "quy", "q", "quarter"].contains(word) else { return nil }
    return ReportPeriod.quarter(Substring(String(number)))
  }
}
