// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipStatistics

/// One row of `compare` before q is known.
struct Comparison {
  var figures = Figures()
  var value = Double.nan
  var otherValue = Double.nan
  var rate = Double.nan
  var otherRate = Double.nan
  /// Whether it is about all periods together.
  var isOverTime = false
  var isJudged = false
  /// Above 0 where the first side is higher.
  var direction = 0.0

  func verdict(_ q: Double) -> String {
    guard isJudged else { return "too few to judge" }
    guard q <= ResultColumns.alpha, direction != 0 else { return "no clear difference" }
    return direction > 0 ? "higher" : "lower"
  }
}

/// Counts of two sides in one period.
struct CountSides {
  let parts: RateParts
  let first: [Int]
  let second: [Int]
  /// Whether a side has counts, but nothing that they are out of.
  private let lacksExposure: Bool

  init(_ parts: RateParts, _ rows: (first: [Int], second: [Int])) {
    self.parts = parts
    func isUsable(_ row: Int) -> Bool {
      !parts.counts[row].isNaN && (parts.exposures.map { $0[row] > 0 } ?? true)
    }
    first = rows.first.filter(isUsable)
    second = rows.second.filter(isUsable)
    lacksExposure = [(rows.first, first), (rows.second, second)].contains { all, usable in
      usable.isEmpty && all.contains { !parts.counts[$0].isNaN }
    }
  }

  func compared() -> Comparison {
    var result = Comparison()
    result.figures.method = parts.exposures == nil ? "mid-P, counts" : "mid-P, rates"
    result.figures.n = first.count + second.count
    guard !first.isEmpty, !second.isEmpty else {
      result.figures.status = lacksExposure ? .noExposure : .noValue
      return result
    }
    let (after, exposureAfter) = sums(first)
    let (before, exposureBefore) = sums(second)
    result.value = after
    result.otherValue = before
    if parts.exposures != nil {
      result.rate = parts.scale * after / exposureAfter
      result.otherRate = parts.scale * before / exposureBefore
    }
    do throws(StatisticsError) {
      let found = try CountComparison(
        before: before, after: after, exposureBefore: exposureBefore,
        exposureAfter: exposureAfter)
      result.figures.estimate = found.rateRatio ?? .nan
      result.figures.low = found.rateRatioIntervalMidP?.lower ?? .nan
      result.figures.high = found.rateRatioIntervalMidP?.upper ?? .nan
      result.figures.p = found.pMid
      result.isJudged = found.smallestAttainableMidP <= ResultColumns.alpha
      result.direction = after / exposureAfter - before / exposureBefore
      result.figures.status =
        found.status == .zeroBase ? .noBase : result.isJudged ? .ok : .tooFewToJudge
    } catch {
      result.figures.status = RowStatus(error)
    }
    return result
  }

  private func sums(_ rows: [Int]) -> (count: Double, exposure: Double) {
    rows.reduce((0, 0)) { ($0.0 + parts.counts[$1], $0.1 + (parts.exposures?[$1] ?? 1)) }
  }
}

/// Numbers of two sides over the periods: paired where periods have both, else by Welch.
struct PairedPeriods {
  private var first: [Double] = []
  private var second: [Double] = []
  private var isPaired = true

  init(
    _ rows: (first: [Int], second: [Int]), _ values: [Double], _ periods: Column?
  ) {
    // The mean of the other places at each period.
    var others: [Period: (sum: Double, count: Double)] = [:]
    for row in rows.second where !values[row].isNaN {
      let period = periods?.period(row) ?? .none
      let known = others[period] ?? (0, 0)
      others[period] = (known.sum + values[row], known.count + 1)
    }
    for row in rows.first where !values[row].isNaN {
      guard let found = others[periods?.period(row) ?? .none] else { continue }
      first.append(values[row])
      second.append(found.sum / found.count)
    }
    guard first.isEmpty else { return }
    isPaired = false
    first = rows.first.map { values[$0] }.filter { !$0.isNaN }
    second = rows.second.map { values[$0] }.filter { !$0.isNaN }
  }

  func compared() -> Comparison {
    var result = Comparison()
    result.isOverTime = true
    result.figures.method = isPaired ? "paired t over periods" : "Welch t"
    result.figures.n = isPaired ? first.count : first.count + second.count
    guard !first.isEmpty, !second.isEmpty else {
      result.figures.status = .noValues
      return result
    }
    result.value = mean(first)
    result.otherValue = mean(second)
    let gap = result.value - result.otherValue
    result.figures.estimate = gap
    result.direction = gap
    guard first.count > 1, second.count > 1 else {
      result.figures.status = .onePoint
      return result
    }
    let (error, degrees) = isPaired ? pairedError() : welchError()
    guard error > 0, degrees > 0 else {
      result.figures.status = .noVariation
      return result
    }
    let reach = error * Distributions.studentCritical(0.95, degrees: degrees)
    result.figures.low = gap - reach
    result.figures.high = gap + reach
    result.figures.p = Distributions.studentTwoSided(gap / error, degrees: degrees)
    result.isJudged = result.figures.n >= TrendOperator.fewestJudged
    result.figures.status = result.isJudged ? .ok : .fewerThanFive
    return result
  }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// The sum of squared deviations over n (n - 1), the variance of the mean.
  private func meanVariance(_ values: [Double]) -> Double {
    let center = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    return squares / Double(values.count) / Double(values.count - 1)
  }

  private func pairedError() -> (error: Double, degrees: Double) {
    let gaps = zip(first, second).map { $0 - $1 }
    return (meanVariance(gaps).squareRoot(), Double(gaps.count - 1))
  }

  private func welchError() -> (error: Double, degrees: Double) {
    let a = meanVariance(first)
    let b = meanVariance(second)
    let sum = a + b
    let degrees =
      sum * sum / (a * a / Double(first.count - 1) + b * b / Double(second.count - 1))
    return (sum.squareRoot(), degrees)
  }
}
