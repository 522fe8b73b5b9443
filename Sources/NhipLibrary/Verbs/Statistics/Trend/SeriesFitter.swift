// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipStatistics

/// One series of one term with its line.
struct SeriesFit {
  var figures = Figures()
  var first = Period.none
  var last = Period.none
  var extra = Double.nan
  /// Which way it goes: by the slope, or by the ranks where these decide.
  var direction = 0.0
}

/// Fits one series after the other. Time is counted in years, so that every slope is one a year.
struct SeriesFitter {
  struct Term {
    let values: [Double]
    /// Only for the method that counts.
    let parts: CountParts?
  }

  let method: TrendMethod
  /// Whether only the line itself is asked for, not how sure it is.
  let isSlim: Bool
  let periods: Periods
  private var workspace = SeriesWorkspace()
  private var times: [Double] = []
  private var values: [Double] = []
  private var exposures: [Double] = []
  /// The line through the values at hand, where the block they stand in has told it.
  private var line: LineFit?
  private var lagNames: [String] = []

  init(method: TrendMethod, isSlim: Bool, periods: Periods) {
    self.method = method
    self.isSlim = isSlim
    self.periods = periods
  }

  /// The line through the values of `rows`; everything that stands in the way becomes a status.
  mutating func fit(_ term: Term, _ rows: ArraySlice<Int32>) -> SeriesFit {
    var fit = SeriesFit()
    fit.figures.method = method.words
    let (grain, areAlike) = load(term, rows, &fit)
    return finish(term, fit, grain, areAlike)
  }

  /// The same for a block of consecutive periods.
  mutating func fit(_ term: Term, _ rows: Range<Int>, first: Int32) -> SeriesFit {
    var fit = SeriesFit()
    fit.figures.method = method.words
    guard case .consecutive(let grain, let low, let years) = periods else {
      return self.fit(term, rows.map { Int32($0) }[...])
    }
    times.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    exposures.removeAll(keepingCapacity: true)
    let source = term.parts?.counts ?? term.values
    for row in rows where source[row].isFinite {
      let offset = row - rows.lowerBound
      let period = Period(grain, first + Int32(offset))
      if values.isEmpty { fit.first = period }
      fit.last = period
      times.append(years[Int(first - low) + offset])
      values.append(source[row])
      exposures.append(term.parts?.exposures?[row] ?? 1)
    }
    // The same line for whoever asks for less.
    if method == .ols { line = blockLine(term.values, rows, first: first) }
    defer { line = nil }
    return finish(term, fit, grain, true)
  }

  private func take(_ line: LineFit, _ fit: inout SeriesFit) {
    fit.figures.estimate = line.slope
    fit.extra = line.rSquared ?? .nan
    fit.direction = line.slope
    if line.isConstant { fit.figures.status = .noVariation }
    if line.isPerfect { fit.figures.status = .perfectFit }
  }

  private mutating func finish(
    _ term: Term, _ loaded: SeriesFit, _ grain: Grain, _ areAlike: Bool
  ) -> SeriesFit {
    var fit = loaded
    fit.figures.n = values.count
    guard areAlike else {
      fit.figures.status = .unlikePeriods
      return fit
    }
    guard values.count >= 3 else {
      fit.figures.status = RowStatus.tooSmall(values.count)
      return fit
    }
    do throws(StatisticsError) {
      switch method {
      case .ols: try straight(&fit)
      case .theilSen: try median(&fit, isCorrected: false)
      case .mannKendall: try median(&fit, isCorrected: true)
      case .seasonal: try seasons(grain, &fit)
      case .poisson: try counts(term, &fit)
      }
    } catch {
      fit.figures.status = RowStatus(error)
    }
    if fit.figures.status == .ok, values.count < TrendOperator.fewestJudged {
      fit.figures.status = .fewerThanFive
    }
    return fit
  }

  /// Fills the work arrays with what the rows have; whether all periods are of one length.
  private mutating func load(
    _ term: Term, _ rows: ArraySlice<Int32>, _ fit: inout SeriesFit
  ) -> (grain: Grain, areAlike: Bool) {
    times.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    exposures.removeAll(keepingCapacity: true)
    guard case .any(let all) = periods else { return (.none, true) }
    var grain = Grain.none
    var length: Int?
    var areAlike = true
    for index in rows {
      let row = Int(index)
      let value = term.parts?.counts[row] ?? term.values[row]
      let period = all[row]
      guard !value.isNaN, let time = Self.years(period) else { continue }
      if fit.first.grain == .none {
        grain = period.grain
        length = period.grain.isRegular ? nil : period.dayCount
        fit.first = period
        fit.last = period
      } else {
        if period.grain != grain { areAlike = false }
        // Free ranges are alike when their days are, up to the unequal months.
        if let length, let own = period.dayCount, (own - length).magnitude > 3 { areAlike = false }
        if period < fit.first { fit.first = period }
        if fit.last < period { fit.last = period }
      }
      times.append(time)
      values.append(value)
      exposures.append(term.parts?.exposures?[row] ?? 1)
    }
    return (grain, areAlike)
  }

  // MARK: Methods

  private mutating func straight(_ fit: inout SeriesFit) throws(StatisticsError) {
    if isSlim {
      let own =
        line
        ?? times.withUnsafeBufferPointer { times in
          values.withUnsafeBufferPointer { LineFit(times: times, values: $0) }
        }
      if own.isDefined, !own.mayHaveUnderflown {
        fit.figures.method = name(lag: OLSTrend.defaultLag(own.n))
        take(own, &fit)
        return
      }
    }
    let line = line
    let trend = try withSeries { times, values, workspace throws(StatisticsError) in
      try OLSTrend(times: times, values: values, line: line, workspace: &workspace)
    }
    fit.figures.estimate = trend.slope
    fit.figures.method = name(lag: trend.hacLag)
    fit.extra = trend.rSquared ?? .nan
    fit.direction = trend.slope
    switch trend.status {
    case .constantSeries: fit.figures.status = .noVariation
    case .perfectFit:
      fit.figures.status = .perfectFit
      fit.figures.p = trend.pSlope ?? .nan
      fit.figures.low = trend.slope
      fit.figures.high = trend.slope
    default:
      fit.figures.p = trend.pSlopeHac ?? .nan
      fit.figures.low = trend.slopeIntervalHac?.lower ?? .nan
      fit.figures.high = trend.slopeIntervalHac?.upper ?? .nan
    }
  }

  /// Sen's slope with its interval, and the rank test.
  private mutating func median(
    _ fit: inout SeriesFit, isCorrected: Bool
  ) throws(StatisticsError) {
    let sen = try withSeries { times, values, workspace throws(StatisticsError) in
      try TheilSen(times: times, values: values, workspace: &workspace)
    }
    let test = try withSeries { times, values, workspace throws(StatisticsError) in
      try MannKendall(times: times, values: values, withSlope: false, workspace: &workspace)
    }
    fit.figures.estimate = sen.slope
    fit.figures.low = sen.slopeInterval?.lower ?? .nan
    fit.figures.high = sen.slopeInterval?.upper ?? .nan
    fit.figures.p = test.p ?? .nan
    fit.extra = test.tauB ?? .nan
    fit.direction = Double(test.s)
    if test.pExact != nil { fit.figures.method = method.words + ", exact" }
    if test.status == .constantSeries {
      fit.figures.status = .noVariation
      fit.figures.p = .nan
    }
    guard isCorrected, values.count >= 20 else { return }
    let corrected = try MannKendallAutocorrelated(values)
    guard corrected.isCorrected, corrected.hamedRao3Lags?.z != nil else { return }
    fit.figures.p = corrected.p ?? .nan
    fit.figures.method = method.words + ", Hamed-Rao with 3 lags"
  }

  private mutating func seasons(_ grain: Grain, _ fit: inout SeriesFit) throws(StatisticsError) {
    guard let perYear = grain.perYear, perYear > 1,
      let trend = try SeasonalTrend(times: times, values: values, perYear: perYear)
    else {
      fit.figures.status = .noSeasons
      return
    }
    fit.figures.estimate = trend.slope
    fit.figures.low = trend.interval?.lower ?? .nan
    fit.figures.high = trend.interval?.upper ?? .nan
    fit.figures.p = trend.p ?? .nan
    fit.figures.method = trend.isCorrelated ? method.words + ", Hirsch-Slack" : method.words
    fit.direction = Double(trend.s)
    if trend.p == nil { fit.figures.status = .noVariation }
  }

  private mutating func counts(_ term: Term, _ fit: inout SeriesFit) throws(StatisticsError) {
    guard let parts = term.parts else {
      fit.figures.status = .notWhole
      return
    }
    if parts.exposures != nil { fit.figures.method = method.words + ", rate" }
    let isConstant =
      values.allSatisfy { $0 == values[0] } && exposures.allSatisfy { $0 == exposures[0] }
    if isConstant, values[0] > 0, exposures[0] > 0 {
      fit.figures.estimate = 0
      fit.figures.status = .noVariation
      return
    }
    let change = try AnnualPercentChange(times: times, counts: values, exposure: exposures)
    fit.figures.estimate = change.apcPercent
    fit.figures.low = change.intervalQuasiT.lower
    fit.figures.high = change.intervalQuasiT.upper
    fit.figures.p = change.pQuasiT ?? .nan
    fit.extra = change.dispersionPearson
    fit.direction = change.apcPercent
  }

  private mutating func withSeries<Result>(
    _ body: (
      UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>, inout SeriesWorkspace
    ) throws(StatisticsError) -> Result
  ) throws(StatisticsError) -> Result {
    var shared = SeriesWorkspace()
    swap(&shared, &workspace)
    defer { swap(&shared, &workspace) }
    return try times.withUnsafeBufferPointer { times throws(StatisticsError) in
      try values.withUnsafeBufferPointer { values throws(StatisticsError) in
        try body(times, values, &shared)
      }
    }
  }

  /// The method by name with the lag of its errors.
  mutating func name(lag: Int) -> String {
    while lagNames.count <= lag {
      lagNames.append("\(method.words), Newey-West lag \(lagNames.count)")
    }
    return lagNames[lag]
  }
}

extension TrendMethod {
  /// The method by name, as the result shows it.
  var words: String {
    switch self {
    case .ols: "least squares"
    case .theilSen: "Theil-Sen, Mann-Kendall"
    case .mannKendall: "Mann-Kendall, Sen slope"
    case .seasonal: "seasonal Mann-Kendall"
    case .poisson: "quasi-Poisson"
    }
  }
}
