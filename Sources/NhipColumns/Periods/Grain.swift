// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The length of a period.
///
/// The regular grains number their periods by consecutive ordinals, so a step in time is an
/// addition. The last four are grains of their own: free ranges, ranges with an unknown end, and
/// facts without a period.
package enum Grain: UInt8, Sendable, CaseIterable, Comparable {
  case year = 0
  case half = 1
  case quarter = 2
  case month = 3
  case week = 4
  case day = 5
  /// A free range of whole months, such as `2016-01..2018-05`.
  case monthRange = 6
  /// A free range of days.
  case dayRange = 7
  /// A range of which one end is unknown.
  case open = 8
  /// No period: the fact holds whenever it is asked for, or the period is unknown.
  case none = 9

  package static let regular: [Grain] = [.year, .half, .quarter, .month, .week, .day]

  package var isRegular: Bool { rawValue <= Grain.day.rawValue }

  /// The grain's word in the language; empty for ranges.
  package var word: String {
    switch self {
    case .year: "year"
    case .half: "half"
    case .quarter: "quarter"
    case .month: "month"
    case .week: "week"
    case .day: "day"
    case .monthRange, .dayRange, .open, .none: ""
    }
  }

  package init?(word: String) {
    guard let found = Grain.regular.first(where: { $0.word == word || $0.word + "s" == word })
    else { return nil }
    self = found
  }

  package static func < (a: Grain, b: Grain) -> Bool { a.rawValue < b.rawValue }

  /// Months in one period, where the grain is made of whole months.
  package var months: Int? {
    switch self {
    case .year: 12
    case .half: 6
    case .quarter: 3
    case .month: 1
    default: nil
    }
  }

  /// Whether whole periods of this grain fill each period of `coarser`.
  package func tiles(_ coarser: Grain) -> Bool {
    if self == coarser { return isRegular }
    guard coarser.isRegular else { return false }
    if self == .day { return true }
    guard let own = months, let other = coarser.months else { return false }
    return other > own
  }

  /// Periods of this grain that make a year; `nil` for weeks and days, whose number varies.
  package var perYear: Int? { months.map { 12 / $0 } }
}
