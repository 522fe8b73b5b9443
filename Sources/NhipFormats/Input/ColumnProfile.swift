// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns

/// What a column's cells are read as.
enum ColumnKind: Hashable {
  case number
  case period
  case date
  case boolean
  case text
  /// Every cell looked at is missing.
  case unknown

  /// The kind that a type asks for.
  init(_ type: LogicalType) {
    switch type {
    case .integer, .float: self = .number
    case .period: self = .period
    case .date: self = .date
    case .boolean: self = .boolean
    case .text, .place: self = .text
    }
  }
}

/// Counts of what the distinct texts of a column can be, each weighted by its rows.
struct ColumnProfile {
  /// Distinct texts looked at in a sample; more would tell nothing new.
  static let sampleLimit = 2_000

  var numbers = NumberEvidence()
  private(set) var cells = 0
  private(set) var years = 0
  /// Periods that are no bare years.
  private(set) var periods = 0
  /// Periods that are single days.
  private(set) var days = 0
  private(set) var slashedDates = 0
  private(set) var dayFirstOnly = 0
  private(set) var monthFirstOnly = 0
  private(set) var booleans = 0
  /// The first text that is no period.
  private(set) var firstOther: [UInt8]?

  init(_ builder: TextColumnBuilder, limit: Int = .max, threads: Int = 1) {
    let counts = builder.counts(threads: threads)
    for (code, entry) in builder.dictionary.entries.enumerated().prefix(limit) {
      let bytes = ByteTrim.trimmed(UnsafeBufferPointer(start: entry.bytes, count: entry.length))
      if MissingSpelling(bytes) == nil { add(bytes, counts[code]) }
    }
  }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int) {
    cells += count
    if TruthCell.read(bytes) != nil { booleans += count }
    if PeriodCell.isYear(bytes) {
      years += count
    } else if let period = PeriodCell.read(bytes) {
      periods += count
      if period.grain == .day { days += count }
    } else if firstOther == nil {
      firstOther = Array(bytes)
    }
    if let date = PeriodCell.dayMonthYear(bytes) {
      slashedDates += count
      if date.first > 12 { dayFirstOnly += count }
      if date.second > 12 { monthFirstOnly += count }
    }
    addNumber(bytes, count)
  }

  private mutating func addNumber(_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int) {
    numbers.cells += count
    switch CellReading.read(bytes) {
    case .missing: break
    case .code: numbers.codes += count
    case .malformed: numbers.malformed += count
    case .word: numbers.words += count
    case .number(let number):
      numbers.numbers += count
      if number.hasPercent { numbers.percents += count }
      switch (number.point, number.comma) {
      case (_?, nil): numbers.pointOnly += count
      case (nil, _?): numbers.commaOnly += count
      case (let a?, let b?) where a != b || number.pointDenominator != number.commaDenominator:
        if bytes.contains(UInt8(ascii: ".")) {
          numbers.eitherPoint += count
        } else {
          numbers.eitherComma += count
        }
      default: break
      }
    }
  }

  /// The kind that the cells speak for, with the column's name for bare years.
  func kind(name: String) -> ColumnKind {
    guard cells > 0 else { return .unknown }
    if booleans == cells { return .boolean }
    let isNamed = PeriodCell.isPeriodName(name)
    if isNamed, (years + periods) * 10 >= cells * 9 { return .period }
    // Others among them are refused one by one.
    if isNamed, (years + periods) * 2 >= cells, !numbers.isNumeric { return .period }
    // In a column of another name, remarks among the periods make it text.
    if periods > 0, (periods + years) * 100 >= cells * 99 {
      return days == periods && years == 0 ? .date : .period
    }
    if slashedDates * 10 >= cells * 9 { return .date }
    if numbers.isNumeric { return .number }
    return .text
  }

  /// Whether a column that is text looks like one of periods: half of its cells or more are, or
  /// some are and its name says so.
  func isNearlyPeriods(name: String) -> Bool {
    periods > 0 && ((years + periods) * 2 >= cells || PeriodCell.isPeriodName(name))
  }

  /// The order of slashed dates, and whether the cells leave it open.
  var dateOrder: (order: DateOrder, isAmbiguous: Bool)? {
    guard slashedDates > 0 else { return nil }
    if dayFirstOnly == monthFirstOnly { return (.dayFirst, true) }
    return (dayFirstOnly > monthFirstOnly ? .dayFirst : .monthFirst, false)
  }
}
