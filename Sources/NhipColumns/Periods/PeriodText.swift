// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension Period: CustomStringConvertible {
  /// SDMX spelling: `2023`, `2021-S1`, `2021-Q3`, `2022-12`, `2024-W05`, `2022-12-24`,
  /// `2016-01..2018-05`, `..2024-03-13`; empty for no period.
  package var description: String {
    switch grain {
    case .year: return Period.pad(Int(first), 4)
    case .half, .quarter:
      let per = grain == .half ? 2 : 4
      let year = CivilDate.floorDivide(Int(first), per)
      return "\(Period.pad(year, 4))-\(grain == .half ? "S" : "Q")\(Int(first) - year * per + 1)"
    case .month: return Period.monthText(first)
    case .week:
      let (year, week) = isoWeek
      return "\(Period.pad(year, 4))-W\(Period.pad(week, 2))"
    case .day: return Period.dayText(first)
    case .monthRange:
      // Whole years read best as years.
      let from = CivilDate.floorDivide(Int(first), 12)
      let to = CivilDate.floorDivide(Int(last) + 1, 12)
      if from * 12 == Int(first) && to * 12 == Int(last) + 1 {
        return "\(Period.pad(from, 4))..\(Period.pad(to - 1, 4))"
      }
      return "\(Period.monthText(first))..\(Period.monthText(last))"
    case .dayRange: return "\(Period.dayText(first))..\(Period.dayText(last))"
    case .open:
      let from = first == .min ? "" : Period.dayText(first)
      let to = last == .max ? "" : Period.dayText(last)
      return "\(from)..\(to)"
    case .none: return ""
    }
  }

  private static func monthText(_ ordinal: Int32) -> String {
    let year = CivilDate.floorDivide(Int(ordinal), 12)
    return "\(pad(year, 4))-\(pad(Int(ordinal) - year * 12 + 1, 2))"
  }

  private static func dayText(_ day: Int32) -> String {
    let civil = CivilDate.civil(day: Int(day))
    return "\(pad(civil.year, 4))-\(pad(civil.month, 2))-\(pad(civil.day, 2))"
  }

  static func pad(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return text.count >= width ? text : String(repeating: "0", count: width - text.count) + text
  }

  /// Reads the SDMX spellings, `/` for `..` in ranges, and an empty text as no period.
  /// `nil` where the text is none of them or names no day of the calendar.
  package init?(_ text: some StringProtocol) {
    guard let period = Period.parse(Array(text.utf8)) else { return nil }
    self = period
  }

  /// The same from UTF-8 bytes, without a string: the form that loading uses.
  package static func parse(_ bytes: [UInt8]) -> Period? {
    bytes.withUnsafeBufferPointer { parse($0) }
  }

  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Period? {
    var low = 0
    var high = bytes.count
    while low < high && bytes[low] == 0x20 { low += 1 }
    while high > low && bytes[high - 1] == 0x20 { high -= 1 }
    if low == high { return Period.none }
    // A separator of ranges: `..` or `/`.
    var index = low
    while index < high {
      let isDots = bytes[index] == 0x2E && index + 1 < high && bytes[index + 1] == 0x2E
      // `../2024-03-13`: the dots stand for an unknown start.
      if isDots, index == low, index + 2 < high, bytes[index + 2] == 0x2F {
        index += 2
        continue
      }
      if isDots || bytes[index] == 0x2F {
        let left = UnsafeBufferPointer(rebasing: bytes[low..<index])
        let right = UnsafeBufferPointer(rebasing: bytes[(index + (isDots ? 2 : 1))..<high])
        return parseRange(left, right)
      }
      index += 1
    }
    return parseSimple(UnsafeBufferPointer(rebasing: bytes[low..<high]))
  }

  private static func parseRange(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Period? {
    func side(_ bytes: UnsafeBufferPointer<UInt8>) -> Period?? {
      if bytes.isEmpty || (bytes.count == 2 && bytes[0] == 0x2E && bytes[1] == 0x2E) {
        return .some(nil)
      }
      guard let period = parseSimple(bytes) else { return nil }
      return .some(period)
    }
    guard let start = side(left), let end = side(right) else { return nil }
    switch (start, end) {
    case (let a?, let b?): return Period.range(a, b)
    case (nil, let b?): return Period.open(from: nil, to: b.lastDay)
    case (let a?, nil): return Period.open(from: a.firstDay, to: nil)
    case (nil, nil): return Period.none
    }
  }

  private static func parseSimple(_ b: UnsafeBufferPointer<UInt8>) -> Period? {
    func digits(_ from: Int, _ count: Int) -> Int? {
      guard from + count <= b.count else { return nil }
      var value = 0
      for i in from..<(from + count) {
        guard b[i] >= 0x30 && b[i] <= 0x39 else { return nil }
        value = value * 10 + Int(b[i] - 0x30)
      }
      return value
    }
    guard let year = digits(0, 4), CivilDate.years.contains(year) else { return nil }
    if b.count == 4 { return Period.year(year) }
    guard b[4] == 0x2D, b.count >= 7 else { return nil }
    switch b[5] | 0x20 {
    case UInt8(ascii: "s"), UInt8(ascii: "h"), UInt8(ascii: "b"):
      guard b.count == 7, let half = digits(6, 1), (1...2).contains(half) else { return nil }
      return Period(.half, Int32(year * 2 + half - 1))
    case UInt8(ascii: "q"):
      guard b.count == 7, let quarter = digits(6, 1), (1...4).contains(quarter) else { return nil }
      return Period(.quarter, Int32(year * 4 + quarter - 1))
    case UInt8(ascii: "w"):
      guard b.count == 8, let week = digits(6, 2) else { return nil }
      return Period.isoWeek(year: year, week: week)
    case UInt8(ascii: "m"):
      guard b.count == 8, let month = digits(6, 2), (1...12).contains(month) else { return nil }
      return Period.month(year, month)
    default:
      guard let month = digits(5, 2), (1...12).contains(month) else { return nil }
      if b.count == 7 { return Period.month(year, month) }
      guard b.count == 10, b[7] == 0x2D, let day = digits(8, 2), day >= 1,
        day <= CivilDate.daysInMonth(year: year, month: month)
      else { return nil }
      return Period.day(year, month, day)
    }
  }
}
