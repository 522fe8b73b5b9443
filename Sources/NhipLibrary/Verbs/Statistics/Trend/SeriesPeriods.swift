// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipStatistics

extension SeriesFitter {
  /// When the rows are.
  enum Periods: Sendable {
    case any([Period])
    /// Blocks of consecutive periods from an ordinal on, and the time of each in years.
    case consecutive(Grain, low: Int32, years: [Double])

    /// - Parameter layout: the blocks in which the rows stand, where they do.
    init(_ column: Column, _ layout: SeriesLayout?) {
      if let layout, layout.grain.isRegular, let low = layout.starts.min() {
        let high = layout.starts.indices.map { run in
          layout.starts[run] + Int32(layout.runs.ends[run] - layout.runs.start(run))
        }.max()
        let years = (low..<max(low, high ?? low)).map {
          SeriesFitter.years(Period(layout.grain, $0)) ?? .nan
        }
        if !years.contains(where: \.isNaN) {
          self = .consecutive(layout.grain, low: low, years: years)
          return
        }
      }
      guard case .periods(let all) = column.flattened().storage else {
        self = .any([])
        return
      }
      self = .any(all)
    }

    var areConsecutive: Bool {
      if case .consecutive = self { true } else { false }
    }
  }

  /// Days of a year on average, for weeks, days and free ranges.
  private static let daysPerYear = 365.25

  /// The middle of a period in years; regular ones by their number, so that they are evenly spaced.
  static func years(_ period: Period) -> Double? {
    if let perYear = period.grain.perYear { return Double(period.first) / Double(perYear) }
    guard let first = period.firstDay, let last = period.lastDay else { return nil }
    return (Double(first) + Double(last)) / 2 / daysPerYear
  }

  /// Regular periods in a year, weeks and days on average.
  static func stepsPerYear(_ grain: Grain) -> Double {
    grain.perYear.map { Double($0) } ?? (grain == .week ? daysPerYear / 7 : daysPerYear)
  }

  /// The line through a block of consecutive periods; `nil` where values are infinite, or too few,
  /// too large or too small for one.
  func blockLine(_ values: [Double], _ rows: Range<Int>, first: Int32) -> LineFit? {
    guard case .consecutive(let grain, let low, let years) = periods else { return nil }
    return values.withUnsafeBufferPointer { values in
      let own = UnsafeBufferPointer(rebasing: values[rows])
      let line = LineFit(
        consecutive: own, firstTime: years[Int(first - low)],
        stepsPerUnit: Self.stepsPerYear(grain))
      guard line.isDefined, !line.mayHaveUnderflown || Self.areEqual(own) else { return nil }
      return line
    }
  }

  private static func areEqual(_ values: UnsafeBufferPointer<Double>) -> Bool {
    guard let first = values.first(where: { !$0.isNaN }) else { return true }
    return values.allSatisfy { $0 == first || $0.isNaN }
  }
}
