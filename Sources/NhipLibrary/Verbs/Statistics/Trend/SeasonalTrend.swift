// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

/// The trend of months, quarters or half-years, each against the same season of other years
/// (Hirsch, Slack and Smith 1982), with Sen's interval over the slopes within seasons.
struct SeasonalTrend {
  /// From this many years the covariance of the seasons can be estimated (Hirsch and Slack 1984).
  static let fewestCorrelatedYears = 10

  let slope: Double
  let interval: Interval?
  let s: Int
  let p: Double?
  let isCorrelated: Bool

  /// - Parameters:
  ///   - times: in years; gaps between them stay gaps.
  ///   - perYear: seasons in a year.
  /// - Returns: `nil` when fewer than two years are covered.
  init?(times: [Double], values: [Double], perYear: Int) throws(StatisticsError) {
    let steps = times.map { ($0 * Double(perYear)).rounded() }
    guard let low = steps.min(), let high = steps.max() else { return nil }
    let count = Int(high - low) + 1
    guard count >= 2 * perYear, count <= TheilSen.maximumPoints else { return nil }
    var series = [Double](repeating: .nan, count: count)
    for index in steps.indices {
      let position = Int(steps[index] - low)
      guard series[position].isNaN else { throw .duplicatePeriod(period: times[index]) }
      series[position] = values[index]
    }
    let test = try BlockMannKendall(seasonal: series, period: perYear)
    guard let slope = test.slope else { return nil }
    self.slope = slope
    s = test.s
    isCorrelated = count >= Self.fewestCorrelatedYears * perYear && test.correlatedP != nil
    p = isCorrelated ? test.correlatedP : test.p
    interval = Self.interval(
      series, perYear: perYear, variance: isCorrelated ? test.correlatedVarS : test.varS)
  }

  private static func interval(
    _ series: [Double], perYear: Int, variance: Double
  ) -> Interval? {
    guard variance > 0 else { return nil }
    var slopes: [Double] = []
    for first in series.indices where !series[first].isNaN {
      for second in stride(from: first + perYear, to: series.count, by: perYear)
      where !series[second].isNaN {
        slopes.append((series[second] - series[first]) / Double((second - first) / perYear))
      }
    }
    guard slopes.count > 1 else { return nil }
    slopes.sort()
    let pairs = Double(slopes.count)
    let reach = Distributions.normalCritical(0.95) * variance.squareRoot()
    let low = max(((pairs - reach) / 2).rounded(.toNearestOrEven) - 1, 0)
    let high = min(((pairs + reach) / 2).rounded(.toNearestOrEven), pairs - 1)
    return Interval(slopes[Int(low)], slopes[Int(high)])
  }
}
