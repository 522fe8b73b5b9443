// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics

/// What a value is compared with.
struct ChangeComparator: Sendable {
  enum Kind: Hashable, Sendable {
    /// The same stretch of the year before.
    case samePeriod
    /// The stretch of the same length just before.
    case previous
    case period(Period)
    /// The mean over the years of a stretch, of the periods at the same place in the year.
    case meanOf(Period)
    case target
  }

  let kind: Kind
  let span: Span

  /// The part of column names that tells several comparators apart.
  var label: String {
    switch kind {
    case .samePeriod: "same_period"
    case .previous: "previous"
    case .period(let period): Self.word(period)
    case .meanOf(let period): "mean_\(Self.word(period))"
    case .target: "target"
    }
  }

  private static func word(_ period: Period) -> String {
    var text = ""
    for character in period.description where !(character == "." && text.hasSuffix("_")) {
      text.append(character == "-" || character == "." ? "_" : character)
    }
    return text
  }

  /// The step through the calendar, for comparators that move along with the row.
  var step: PeriodStep? {
    switch kind {
    case .samePeriod: .years(-1)
    case .previous: .own(-1)
    case .period, .meanOf, .target: nil
    }
  }

  /// The stretch that is named, for those that stay.
  var stretch: Period? {
    switch kind {
    case .period(let period), .meanOf(let period): period
    case .samePeriod, .previous, .target: nil
    }
  }

  /// The periods whose mean a row of `period` is compared with; empty where there are none.
  func members(for period: Period) -> [Period] {
    switch kind {
    case .samePeriod, .previous:
      return step?.period(from: period).map { [$0] } ?? []
    case .period(let fixed): return fixed.isAsLong(as: period) ? [fixed] : []
    case .target: return [period]
    case .meanOf(let stretch):
      guard let own = period.startYear, let from = stretch.startYear, let day = stretch.lastDay
      else { return [] }
      let to = CivilDate.civil(day: Int(day)).year
      guard from <= to else { return [] }
      // Whether all of them are there is the caller's to see: a gap gives no mean.
      return (from...to).compactMap { period.shifted(years: $0 - own) }
        .filter { stretch.contains($0) }
    }
  }

  /// Why rows as long as `length` cannot be compared with what is named; `nil` where they can.
  func complaint(against length: Period) -> Diagnostic? {
    switch kind {
    case .samePeriod, .previous, .target: return nil
    case .period(let period):
      guard !period.isAsLong(as: length) else { return nil }
      return refusal(length, period)
    case .meanOf(let stretch):
      guard members(for: length).isEmpty, stretch.ordinals(of: length.grain) == nil else {
        return nil
      }
      return refusal(length, stretch)
    }
  }

  private func refusal(_ row: Period, _ named: Period) -> Diagnostic {
    Diagnostic(
      "E0406", "cannot compare \(row.lengthNoun) with \(named.lengthNoun)", at: span,
      label: "this is \(named.lengthNoun)",
      notes: ["the rows stand \(row.lengthNoun) each, and a part of the time is not the whole"],
      helps: [help(row)])
  }

  private func help(_ row: Period) -> String {
    guard row.grain.isRegular, let stretch, let day = stretch.firstDay else {
      return "name a stretch as long as the rows"
    }
    let example = Period(row.grain, Period.ordinal(ofDay: day, row.grain))
    return
      "name \(row.lengthNoun), for example `\(example)`, or ask the series for periods of that length"
  }
}

extension Period {
  /// The year that the stretch begins in; of a week, its ISO year.
  var startYear: Int? {
    if grain == .week { return isoWeek.year }
    return firstDay.map { CivilDate.civil(day: Int($0)).year }
  }
}
