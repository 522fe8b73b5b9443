// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
internal import NhipDiagnostics

/// Periods and dates as cells spell them.
enum PeriodCell {
  /// Years that a bare number may be in a column of periods.
  static let plausibleYears = 1500...2500

  /// SDMX spellings, `8/2024`, the words of reports, and `="2024-01"`, as a spreadsheet is told
  /// that a cell is text.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Period? {
    if bytes.count > 3, bytes.starts(with: [UInt8(ascii: "="), UInt8(ascii: "\"")]),
      bytes.last == UInt8(ascii: "\"")
    {
      return read(UnsafeBufferPointer(rebasing: bytes[2..<(bytes.count - 1)]))
    }
    if let period = Period.parse(bytes), period.grain != .none { return period }
    guard bytes.count >= 6 else { return nil }
    return month(bytes) ?? ReportPeriod.read(bytes)
  }

  /// `8/2024`.
  private static func month(_ bytes: UnsafeBufferPointer<UInt8>) -> Period? {
    guard bytes.count <= 7, let slash = bytes.firstIndex(of: UInt8(ascii: "/")),
      let month = digits(bytes, 0, slash), (1...12).contains(month), bytes.count == slash + 5,
      let year = digits(bytes, slash + 1, 4), plausibleYears.contains(year)
    else { return nil }
    return .month(year, month)
  }

  /// A four-digit year.
  static func isYear(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == 4, let year = digits(bytes, 0, 4) else { return false }
    return plausibleYears.contains(year)
  }

  /// The three numbers of `24/12/2022`, `24-12-2022` or `24.12.2022`.
  static func dayMonthYear(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> (first: Int, second: Int, year: Int)? {
    guard bytes.count >= 8, bytes.count <= 10 else { return nil }
    let sign = bytes.first { !CellReading.isDigit($0) }
    guard let sign, "/-.".utf8.contains(sign) else { return nil }
    let parts = bytes.split(separator: sign, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count <= 2, parts[1].count <= 2, parts[2].count == 4 else {
      return nil
    }
    let numbers = parts.compactMap { digits(bytes, $0.startIndex, $0.count) }
    guard numbers.count == 3, CivilDate.years.contains(numbers[2]) else { return nil }
    return (numbers[0], numbers[1], numbers[2])
  }

  /// The day, where the calendar has it by `order`.
  static func day(_ parts: (first: Int, second: Int, year: Int), _ order: DateOrder) -> Period? {
    let day = order == .dayFirst ? parts.first : parts.second
    let month = order == .dayFirst ? parts.second : parts.first
    guard (1...12).contains(month), day >= 1,
      day <= CivilDate.daysInMonth(year: parts.year, month: month)
    else { return nil }
    return Period.day(parts.year, month, day)
  }

  private static func digits(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int
  ) -> Int? {
    guard count > 0, start + count <= bytes.count else { return nil }
    var value = 0
    for index in start..<(start + count) {
      guard CellReading.isDigit(bytes[index]) else { return nil }
      value = value * 10 + Int(bytes[index] - 0x30)
    }
    return value
  }

  /// Names of columns whose four-digit numbers are years.
  private static let names: Set<String> = [
    "year", "years", "nam", "period", "periods", "ky", "time", "thoi gian", "thoi ky", "quarter",
    "quy", "month", "thang",
  ]

  /// Whether a column of this name holds periods: the whole name or its first or last word says so.
  static func isPeriodName(_ name: String) -> Bool {
    let folded = TextFolding.fold(name)
    if names.contains(folded) { return true }
    let words = folded.split { !$0.isLetter }.map(String.init)
    return [words.first, words.last].contains { $0.map(names.contains) ?? false }
  }
}

/// Truth values as cells spell them.
enum TruthCell {
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard bytes.count <= 8 else { return nil }
    switch String(decoding: bytes, as: UTF8.self).lowercased() {
    case "true", "yes", "có": return true
    case "false", "no", "không": return false
    default: return nil
    }
  }
}
