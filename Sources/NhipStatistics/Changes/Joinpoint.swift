// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Trends that bend (after Kim et al. 2000): Poisson log-linear segments that meet at observed
/// periods, at least two observations strictly beyond each end knot and strictly between knots.
///
/// BIC = deviance + (2K + 2) ln N chooses the number of joinpoints, so that results can be
/// reproduced. AAPC = length-weighted mean of the log slopes, as a percent.
package struct Joinpoint: Hashable, Sendable {
  package struct Model: Hashable, Sendable {
    package let joinpoints: Int
    package let knots: [Double]
    package let deviance: Double
    package let bic: Double
    package let apcPercent: [Double]
    package let aapcPercent: Double
  }

  /// Fits grow as n to the power of the joinpoints.
  package static let maximumJoinpoints = 3
  package static let maximumPoints = 300

  /// The best model of every number of joinpoints.
  package let models: [Model]
  /// The number of joinpoints with the smallest BIC.
  package let selectedByBic: Int

  package init(
    times: [Double], counts: [Double], exposure: [Double]? = nil, maximumJoinpoints: Int = 2
  ) throws(StatisticsError) {
    guard maximumJoinpoints >= 0, maximumJoinpoints <= Self.maximumJoinpoints else {
      throw .invalid("max_joinpoints")
    }
    let series = try CountSeries(times: times, counts: counts, exposure: exposure)
    let rows = series.counts.count
    guard rows >= 7 else { throw .insufficientData(needed: 7, got: rows) }
    guard rows <= Self.maximumPoints else { throw .invalid("n") }
    if let period = SeriesPoints.duplicate(series.times) {
      throw .duplicatePeriod(period: period)
    }
    guard series.counts.contains(where: { $0 > 0 }) else { throw .allZero }
    var models: [Model] = []
    for joinpoints in 0...maximumJoinpoints {
      var best: Model?
      for knots in Self.knotSets(joinpoints, rows) {
        // A set of knots without a finite fit is no candidate.
        guard let model = try? Self.fit(series, knots) else { continue }
        if model.deviance < best?.deviance ?? .infinity { best = model }
      }
      guard let best else {
        if joinpoints == 0 { throw .noConvergence }
        break
      }
      models.append(best)
    }
    var selected = 0
    for index in models.indices where models[index].bic < models[selected].bic {
      selected = index
    }
    self.models = models
    selectedByBic = selected
  }

  /// Ascending positions with two observations beyond the ends and between neighbours.
  private static func knotSets(_ joinpoints: Int, _ rows: Int) -> [[Int]] {
    var sets: [[Int]] = [[]]
    for _ in 0..<joinpoints {
      sets = sets.flatMap { set in
        let first = (set.last ?? -1) + 3
        return stride(from: first, to: rows - 2, by: 1).map { set + [$0] }
      }
    }
    return sets
  }

  private static func fit(_ series: CountSeries, _ knots: [Int]) throws(StatisticsError) -> Model {
    let rows = series.counts.count
    let columns = 2 + knots.count
    let origin = series.times[0]
    let last = series.times[rows - 1]
    var design: [Double] = []
    design.reserveCapacity(rows * columns)
    for time in series.times {
      design.append(1)
      design.append(time - origin)
      for knot in knots { design.append(max(0, time - series.times[knot])) }
    }
    let fit = try PoissonRegression(
      design: design, columns: columns, counts: series.counts,
      offset: series.exposure.map { log($0) })
    var slope = 0.0
    var slopes: [Double] = []
    for coefficient in fit.coefficients.dropFirst() {
      slope += coefficient
      slopes.append(slope)
    }
    let bounds = [origin] + knots.map { series.times[$0] } + [last]
    var weighted = 0.0
    for index in slopes.indices { weighted += slopes[index] * (bounds[index + 1] - bounds[index]) }
    let model = Model(
      joinpoints: knots.count, knots: knots.map { series.times[$0] }, deviance: fit.deviance,
      bic: fit.deviance + Double(2 * knots.count + 2) * log(Double(rows)),
      apcPercent: slopes.map { 100 * expm1($0) },
      aapcPercent: 100 * expm1(weighted / (last - origin)))
    guard model.aapcPercent.isFinite, model.apcPercent.allSatisfy(\.isFinite) else {
      throw .noConvergence
    }
    return model
  }
}
