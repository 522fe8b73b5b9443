// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// A step through the calendar; negative counts go back.
enum PeriodStep: Hashable, Sendable {
  /// The same stretch of another year.
  case years(Int)
  /// Periods of their own length: the month before, the ten months before.
  case own(Int)
  /// A number of a named length: `3 month`.
  case grains(Int, Grain)

  /// The step in ordinals of a regular grain, where it is the same everywhere.
  func ordinals(on grain: Grain) -> Int? {
    switch self {
    case .own(let count): return count
    case .years(let count): return grain.perYear.map { $0 * count }
    case .grains(let count, let asked):
      if asked == grain { return count }
      if asked == .week && grain == .day { return count * 7 }
      guard let own = grain.months, let other = asked.months, count * other % own == 0 else {
        return nil
      }
      return count * other / own
    }
  }

  /// The period one step from `period`; `nil` where the calendar has none.
  func period(from period: Period) -> Period? {
    switch self {
    case .years(let count): return period.shifted(years: count)
    case .own(let count): return period.moved(lengths: count)
    case .grains(let count, let grain):
      if grain == .year { return period.shifted(years: count) }
      if period.grain == .monthRange, let months = grain.months {
        return Period.months(
          period.first + Int32(clamping: count * months),
          period.last + Int32(clamping: count * months))
      }
      guard period.grain.isRegular, let steps = ordinals(on: period.grain) else { return nil }
      return period.advanced(by: steps)
    }
  }

  /// The step the other way.
  var reversed: PeriodStep {
    switch self {
    case .years(let count): .years(-count)
    case .own(let count): .own(-count)
    case .grains(let count, let grain): .grains(-count, grain)
    }
  }
}

extension Period {
  /// Some period of a length, where only the length counts.
  static func sample(_ grain: Grain) -> Period {
    Period(grain, Period.ordinal(ofDay: Period.day(2000, 1, 1).first, grain))
  }

  /// The length as errors name it: `a half-year`, `a stretch of 10 months`.
  var lengthNoun: String {
    switch grain {
    case .year: return "a year"
    case .half: return "a half-year"
    case .quarter: return "a quarter"
    case .month: return "a month"
    case .week: return "a week"
    case .day: return "a day"
    case .monthRange: return "a stretch of \(Int(last) - Int(first) + 1) months"
    case .dayRange: return "a stretch of \(Int(last) - Int(first) + 1) days"
    case .open, .none: return "a stretch without an end"
    }
  }

  /// Whether figures of the two stretches may be compared: periods of one length, or free ranges of
  /// equally many months or days.
  func isAsLong(as other: Period) -> Bool {
    guard grain == other.grain else { return false }
    switch grain {
    case .monthRange, .dayRange: return last - first == other.last - other.first
    case .open, .none: return false
    default: return true
    }
  }
}
