// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A stretch of time as reports name it: a grain and ordinals.
///
/// A regular period has `first == last`, its ordinal (years from 0; halves, quarters and months
/// from year 0; ISO weeks from 1969-12-29; days from 1970-01-01). A free range keeps the ordinals
/// of its first and last month or day. A range that is a whole regular period becomes one.
package struct Period: Hashable, Sendable {
  package let grain: Grain
  /// First ordinal; `Int32.min` where the start is unknown.
  package let first: Int32
  /// Last ordinal, included; `Int32.max` where the end is unknown.
  package let last: Int32

  package init(_ grain: Grain, _ ordinal: Int32) {
    self.grain = grain
    self.first = ordinal
    self.last = ordinal
  }

  private init(grain: Grain, first: Int32, last: Int32) {
    self.grain = grain
    self.first = first
    self.last = last
  }

  package static let none = Period(grain: .none, first: 0, last: 0)

  package static func year(_ year: Int) -> Period { Period(.year, Int32(clamping: year)) }

  package static func month(_ year: Int, _ month: Int) -> Period {
    Period(.month, Int32(clamping: year * 12 + month - 1))
  }

  package static func day(_ year: Int, _ month: Int, _ day: Int) -> Period {
    Period(.day, Int32(clamping: CivilDate.day(year: year, month: month, day: day)))
  }

  /// The months `first...last`, as the regular period they make where they make one.
  package static func months(_ first: Int32, _ last: Int32) -> Period {
    let count = Int(last) - Int(first) + 1
    for grain in [Grain.month, .quarter, .half, .year] {
      guard let length = grain.months, count == length else { continue }
      let ordinal = CivilDate.floorDivide(Int(first), length)
      if ordinal * length == Int(first) { return Period(grain, Int32(ordinal)) }
    }
    return Period(grain: .monthRange, first: first, last: last)
  }

  /// The days `first...last`, as whole months or a regular period where they make one.
  package static func days(_ first: Int32, _ last: Int32) -> Period {
    if first == last { return Period(.day, first) }
    let start = CivilDate.civil(day: Int(first))
    let end = CivilDate.civil(day: Int(last))
    if start.day == 1, end.day == CivilDate.daysInMonth(year: end.year, month: end.month) {
      return months(
        Int32(start.year * 12 + start.month - 1), Int32(end.year * 12 + end.month - 1))
    }
    if last - first == 6, CivilDate.floorDivide(Int(first) + 3, 7) * 7 == Int(first) + 3 {
      return Period(.week, Int32(CivilDate.floorDivide(Int(first) + 3, 7)))
    }
    return Period(grain: .dayRange, first: first, last: last)
  }

  /// A range of which one end is unknown; the known end in days.
  package static func open(from first: Int32?, to last: Int32?) -> Period {
    Period(grain: .open, first: first ?? .min, last: last ?? .max)
  }

  /// From the start of `start` to the end of `end`; `nil` where that is backwards or unknown.
  package static func range(_ start: Period, _ end: Period) -> Period? {
    guard let first = start.firstDay, let last = end.lastDay, first <= last else { return nil }
    return days(first, last)
  }

  /// The first day, counted from 1970-01-01; `nil` where it is unknown.
  package var firstDay: Int32? {
    switch grain {
    case .open: return first == .min ? nil : first
    case .none: return nil
    case .day, .dayRange: return first
    case .week: return first * 7 - 3
    default:
      let month = Int(first) * (grain.months ?? 1)
      return Int32(
        CivilDate.day(
          year: CivilDate.floorDivide(month, 12),
          month: month - CivilDate.floorDivide(month, 12) * 12 + 1, day: 1))
    }
  }

  /// The last day, counted from 1970-01-01; `nil` where it is unknown.
  package var lastDay: Int32? {
    switch grain {
    case .open: return last == .max ? nil : last
    case .none: return nil
    case .day, .dayRange: return last
    case .week: return last * 7 + 3
    default:
      let next = (Int(last) + 1) * (grain.months ?? 1)
      return Int32(
        CivilDate.day(
          year: CivilDate.floorDivide(next, 12),
          month: next - CivilDate.floorDivide(next, 12) * 12 + 1, day: 1) - 1)
    }
  }

  /// Days in the period; `nil` where an end is unknown.
  package var dayCount: Int? {
    guard let first = firstDay, let last = lastDay else { return nil }
    return Int(last) - Int(first) + 1
  }

  /// Whole months in the period; `nil` where it is not made of whole months.
  package var monthCount: Int? {
    if grain == .monthRange { return Int(last) - Int(first) + 1 }
    return grain.months
  }

  /// The calendar year that holds the whole period.
  package var yearIfWithin: Int? { ordinal(of: .year).map(Int.init) }

  /// Whether `other` lies inside this period, ends included.
  package func contains(_ other: Period) -> Bool {
    guard let a = firstDay, let b = lastDay, let c = other.firstDay, let d = other.lastDay
    else { return false }
    return a <= c && d <= b
  }

  /// Whether the two share a day.
  package func overlaps(_ other: Period) -> Bool {
    (firstDay ?? .min) <= (other.lastDay ?? .max) && (other.firstDay ?? .min) <= (lastDay ?? .max)
  }

  /// The ordinal of the bucket of `target` that holds this period whole, if one does.
  package func ordinal(of target: Grain) -> Int32? {
    if grain == target { return first }
    if let own = grain.months ?? (grain == .monthRange ? 1 : nil), let other = target.months {
      let start = CivilDate.floorDivide(Int(first) * own, other)
      let end = CivilDate.floorDivide((Int(last) + 1) * own - 1, other)
      return start == end ? Int32(start) : nil
    }
    guard target.isRegular, let from = firstDay, let to = lastDay else { return nil }
    let start = Period.ordinal(ofDay: from, target)
    return start == Period.ordinal(ofDay: to, target) ? start : nil
  }

  /// The ordinal of the bucket of `grain` that holds a day.
  package static func ordinal(ofDay day: Int32, _ grain: Grain) -> Int32 {
    switch grain {
    case .day: return day
    case .week: return Int32(CivilDate.floorDivide(Int(day) + 3, 7))
    default:
      let civil = CivilDate.civil(day: Int(day))
      let month = civil.year * 12 + civil.month - 1
      return Int32(CivilDate.floorDivide(month, grain.months ?? 1))
    }
  }

  /// The ordinals of `finer` inside this period, where `finer` tiles it.
  package func ordinals(of finer: Grain) -> ClosedRange<Int32>? {
    guard finer.isRegular, let from = firstDay, let to = lastDay else { return nil }
    let a = Period.ordinal(ofDay: from, finer)
    let b = Period.ordinal(ofDay: to, finer)
    guard a <= b, Period(finer, a).firstDay == from, Period(finer, b).lastDay == to else {
      return nil
    }
    return a...b
  }

  /// The ordinals of the periods of `finer` that lie inside this one, whether or not they fill it.
  package func ordinals(inside finer: Grain) -> ClosedRange<Int32>? {
    guard finer.isRegular, let from = firstDay, let to = lastDay else { return nil }
    var a = Period.ordinal(ofDay: from, finer)
    var b = Period.ordinal(ofDay: to, finer)
    if Period(finer, a).firstDay != from { a += 1 }
    if Period(finer, b).lastDay != to { b -= 1 }
    return a <= b ? a...b : nil
  }

  /// The period `count` steps later, in periods of its own length; `nil` for irregular ones.
  package func advanced(by count: Int) -> Period? {
    let moved = Int(first) + count
    guard grain.isRegular, let ordinal = Int32(exactly: moved) else { return nil }
    return Period(grain, ordinal)
  }

  /// The stretch as long as this one, `lengths` of itself later: the ten months before.
  package func moved(lengths: Int) -> Period? {
    let length = Int(last) - Int(first) + 1
    guard let from = Int32(exactly: Int(first) + lengths * length),
      let to = Int32(exactly: Int(last) + lengths * length)
    else { return nil }
    switch grain {
    case .monthRange: return lengths == 0 ? self : Period.months(from, to)
    case .dayRange: return lengths == 0 ? self : Period.days(from, to)
    case .open, .none: return nil
    default: return advanced(by: lengths)
    }
  }

  /// The same stretch `years` later; day ranges keep month and day (29 February becomes 28).
  package func shifted(years: Int) -> Period? {
    switch grain {
    case .year, .half, .quarter, .month:
      return advanced(by: years * (grain.perYear ?? 1))
    case .monthRange:
      return Period.months(first + Int32(years * 12), last + Int32(years * 12))
    case .day, .dayRange:
      func move(_ day: Int32) -> Int32 {
        let civil = CivilDate.civil(day: Int(day))
        let year = civil.year + years
        let limit = CivilDate.daysInMonth(year: year, month: civil.month)
        return Int32(
          CivilDate.day(year: year, month: civil.month, day: min(civil.day, limit)))
      }
      return grain == .day ? Period(.day, move(first)) : Period.days(move(first), move(last))
    case .week:
      // The same ISO week number of the other year; week 53 has no counterpart in most years.
      let (year, week) = isoWeek
      return Period.isoWeek(year: year + years, week: week)
    case .open, .none: return nil
    }
  }

  /// ISO 8601 year and week number of a week.
  package var isoWeek: (year: Int, week: Int) {
    let thursday = Int(first) * 7
    let year = CivilDate.civil(day: thursday).year
    let start = CivilDate.day(year: year, month: 1, day: 1)
    return (year, (thursday - start) / 7 + 1)
  }

  /// The ISO week, `nil` where the year has no such week.
  package static func isoWeek(year: Int, week: Int) -> Period? {
    guard CivilDate.years.contains(year), (1...53).contains(week) else { return nil }
    let fourth = CivilDate.day(year: year, month: 1, day: 4)
    let firstWeek = CivilDate.floorDivide(fourth + 3, 7)
    let period = Period(.week, Int32(firstWeek + week - 1))
    return period.isoWeek.year == year ? period : nil
  }
}

extension Period: Comparable {
  /// Order in time: by first day, then the longer first, then by grain. Unknown ends come last.
  package static func < (a: Period, b: Period) -> Bool {
    if a.grain == b.grain && a.grain.isRegular { return a.first < b.first }
    let aFirst = a.firstDay ?? .max
    let bFirst = b.firstDay ?? .max
    if aFirst != bFirst { return aFirst < bFirst }
    let aLast = a.lastDay ?? .max
    let bLast = b.lastDay ?? .max
    if aLast != bLast { return aLast > bLast }
    return a.grain < b.grain
  }
}
