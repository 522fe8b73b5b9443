// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipStatistics

/// One pair of figures correlated: the main coefficient and those beside it.
struct PairFigures: Sendable {
  var figures = Figures()
  var spearman = Association()
  var detrended = Association()
  var places = 0
  var bothTrend = false
}

/// Correlates the points of one pair in the way a scope asks for.
struct PointCorrelator: Sendable {
  let kind: CorrelationKind?
  let scope: CorrelationScope

  /// The figures of a pair; whatever stands in the way becomes a status.
  func correlate(_ given: Points) -> PairFigures {
    var points = given
    var result = PairFigures()
    if scope == .withinPlace { result.places = points.dropSingletons() }
    result.figures.n = points.count
    result.figures.method = words(points)
    guard points.count >= 3 else {
      result.figures.status = tooSmall(points.count)
      return result
    }
    do throws(StatisticsError) {
      if scope == .withinPlace {
        try within(points, &result)
      } else if points.controls.isEmpty {
        try plain(points, &result)
      } else {
        try partial(points, &result)
      }
    } catch {
      result.figures.status = RowStatus(error)
      return result
    }
    result.figures.status = status(points.count, result.figures.estimate)
    return result
  }

  private func tooSmall(_ count: Int) -> RowStatus {
    guard count == 0 else { return RowStatus.tooSmall(count) }
    return scope == .overTime ? .noCommonPeriods : .noPairs
  }

  private func status(_ count: Int, _ estimate: Double) -> RowStatus {
    if count < CorrelateOperator.fewestPoints { return .threePoints }
    if estimate.isNaN { return .noVariation }
    if estimate.magnitude == 1 { return .perfectFit }
    return count < Association.smallestApproximated ? .fewPoints : .ok
  }

  // MARK: Scopes

  private func plain(_ points: Points, _ result: inout PairFigures) throws(StatisticsError) {
    let found = try Correlation(points.x, points.y, withRanks: kind != .pearson)
    switch kind {
    case nil, .pearson: result.take(Association(pearson: found))
    case .spearman: result.take(Association(spearman: found))
    case .kendall: result.take(Association(kendall: found))
    }
    if kind == nil { result.spearman = Association(spearman: found) }
    if scope == .overTime { detrend(points, &result) }
  }

  private func partial(_ points: Points, _ result: inout PairFigures) throws(StatisticsError) {
    func found(_ kind: PartialCorrelation.Kind) throws(StatisticsError) -> Association {
      let found = try PartialCorrelation(points.x, points.y, controls: points.controls, kind: kind)
      return Association(found.r, degrees: found.df, isRank: kind == .spearman)
    }
    result.take(try found(kind == .spearman ? .spearman : .pearson))
    if kind == nil { result.spearman = try found(.spearman) }
    if scope == .overTime { detrend(points, &result) }
  }

  /// The straight lines in time are taken out as a further control.
  private func detrend(_ points: Points, _ result: inout PairFigures) {
    let controls = points.controls + [points.times]
    let kept = kind == .spearman ? PartialCorrelation.Kind.spearman : .pearson
    if kind != .kendall,
      let found = try? PartialCorrelation(points.x, points.y, controls: controls, kind: kept)
    {
      result.detrended = Association(found.r, degrees: found.df, isRank: kept == .spearman)
    }
    guard points.count >= TrendOperator.fewestJudged else { return }
    result.bothTrend = [points.x, points.y].allSatisfy { values in
      guard let p = try? OLSTrend(times: points.times, values: values).pSlopeHac else {
        return false
      }
      return p <= ResultColumns.alpha
    }
  }

  /// Repeated measures (Bland and Altman 1995): place means removed, n - places - 1 degrees.
  private func within(_ points: Points, _ result: inout PairFigures) throws(StatisticsError) {
    let x = Demeaning.removed(points.block, from: points.x)
    let y = Demeaning.removed(points.block, from: points.y)
    let controls = points.controls.map { Demeaning.removed(points.block, from: $0) }
    let degrees = points.count - result.places - 1 - controls.count
    func found(_ kind: PartialCorrelation.Kind) throws(StatisticsError) -> Association {
      guard degrees > 0 else { return Association() }
      let r = try coefficient(x, y, controls, kind)
      return Association(r, degrees: degrees, isRank: kind == .spearman)
    }
    result.take(try found(kind == .spearman ? .spearman : .pearson))
    if kind == nil { result.spearman = try found(.spearman) }

    let years = Demeaning.dense(points.times.map { Int32(clamping: Int(($0 * 366).rounded())) }).map
    { Int32($0) }
    let left = degrees - Int(years.max() ?? 0)  // one period's mean follows from the others
    if left > 0 {
      let r = try coefficient(
        Demeaning.removed(points.block, years, from: points.x),
        Demeaning.removed(points.block, years, from: points.y),
        points.controls.map { Demeaning.removed(points.block, years, from: $0) },
        kind == .spearman ? .spearman : .pearson)
      result.detrended = Association(r, degrees: left, isRank: kind == .spearman)
    }
    let times = Demeaning.removed(points.block, from: points.times)
    var trending = 0
    for values in [x, y] {
      let r = try coefficient(times, values, [], .pearson)
      if Association(r, degrees: degrees + controls.count).p <= ResultColumns.alpha {
        trending += 1
      }
    }
    result.bothTrend = trending == 2
  }

  private func coefficient(
    _ x: [Double], _ y: [Double], _ controls: [[Double]], _ kind: PartialCorrelation.Kind
  ) throws(StatisticsError) -> Double? {
    guard controls.isEmpty else {
      return try PartialCorrelation(x, y, controls: controls, kind: kind).r
    }
    let found = try Correlation(x, y)
    return kind == .pearson ? found.pearsonR : found.spearmanRho
  }

  // MARK: Words

  /// The method by name, with the convention its p-value follows.
  private func words(_ points: Points) -> String {
    let partial = points.controls.isEmpty ? "" : "partial "
    let scope = scope == .withinPlace ? " of repeated measures" : ""
    let isExact =
      points.controls.isEmpty && self.scope != .withinPlace
      && points.count < Association.smallestApproximated
    switch kind {
    case nil: return "\(partial)Pearson and Spearman\(scope)"
    case .pearson: return "\(partial)Pearson\(scope)"
    case .spearman: return "\(partial)Spearman\(isExact ? ", exact" : "")\(scope)"
    case .kendall: return "Kendall tau-b\(isExact ? ", exact" : "")"
    }
  }
}

extension PairFigures {
  /// Puts the main coefficient into the fixed columns.
  fileprivate mutating func take(_ found: Association) {
    figures.estimate = found.estimate
    figures.low = found.low
    figures.high = found.high
    figures.p = found.p
  }
}
