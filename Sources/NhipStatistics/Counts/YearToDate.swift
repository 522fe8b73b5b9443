// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The months of a year so far against the same months of the year before, and rolling years.
///
/// Calendar months against calendar months; because of leap years the change of the daily rate is
/// given as well. A missing month is a gap, never a zero.
package struct YearToDate: Hashable, Sendable {
  package let ytdCurrent: Double
  /// `nil` when the series does not reach back so far; so are the other previous values.
  package let ytdPrevious: Double?
  package let ytdPercentChange: Double?
  package let daysCurrent: Int
  package let daysPrevious: Int
  package let ytdDailyRatePercentChange: Double?
  package let rolling12: Double?
  package let rolling12Previous: Double?
  package let rolling12PercentChange: Double?
  package let sameMonthPercentChange: Double?
  package let previousMonthPercentChange: Double?
  /// The sum of twelve months for every month from the twelfth; `nil` over a gap.
  package let rolling12Series: [Double?]

  /// - Parameter monthly: one value a month from `startMonth` (1-12) of `startYear`.
  package init(
    monthly: [Double], startYear: Int, startMonth: Int, asOfYear: Int, asOfMonth: Int
  ) throws(StatisticsError) {
    guard (1...12).contains(startMonth), (-9999...9999).contains(startYear) else {
      throw .invalid("start_month")
    }
    guard (1...12).contains(asOfMonth), (-9999...9999).contains(asOfYear) else {
      throw .invalid("as_of_month")
    }
    let last = (asOfYear - startYear) * 12 + asOfMonth - startMonth
    guard last >= 0, last < monthly.count else { throw .invalid("as_of_month") }
    for index in monthly.indices {
      guard !monthly[index].isInfinite else { throw .nonfiniteValue(index: index) }
      guard index > last || !monthly[index].isNaN else { throw .gapInSeries(index: index) }
    }
    func sum(_ count: Int, endingAt end: Int) -> Double? {
      guard count <= end + 1 else { return nil }
      return CompensatedSum.of(monthly[(end - count + 1)...end]).finite
    }
    func change(_ now: Double?, _ before: Double?) -> Double? {
      guard let now, let before, before > 0 else { return nil }
      return (100 * (now - before) / before).finite
    }
    // A series that starts within the year has a shorter year to date.
    let months = min(asOfMonth, last + 1)
    let current = sum(months, endingAt: last) ?? 0
    let previous = sum(months, endingAt: last - 12)
    let firstMonth = asOfMonth - months + 1
    let days = Self.days(asOfYear, firstMonth...asOfMonth)
    let daysBefore = Self.days(asOfYear - 1, firstMonth...asOfMonth)
    ytdCurrent = current
    ytdPrevious = previous
    ytdPercentChange = change(current, previous)
    daysCurrent = days
    daysPrevious = daysBefore
    ytdDailyRatePercentChange = change(
      current / Double(days), previous.map { $0 / Double(daysBefore) })
    let year = sum(12, endingAt: last)
    let yearBefore = sum(12, endingAt: last - 12)
    rolling12 = year
    rolling12Previous = yearBefore
    rolling12PercentChange = change(year, yearBefore)
    sameMonthPercentChange = change(monthly[last], last >= 12 ? monthly[last - 12] : nil)
    previousMonthPercentChange = change(monthly[last], last >= 1 ? monthly[last - 1] : nil)
    rolling12Series = monthly.indices.dropFirst(11).map { sum(12, endingAt: $0) }
  }

  private static func days(_ year: Int, _ months: ClosedRange<Int>) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return months.reduce(0) { $0 + lengths[$1 - 1] }
  }
}
