// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Regression over places and periods with fixed effects, by the within transformation.
///
/// Two-way effects of an unbalanced panel are swept out by alternating projections. Errors are
/// clustered by place: sandwich x G/(G-1) x (N-1)/(N-K), K = slopes + period effects + 1 (place
/// effects are nested in the clusters and not counted), t with G - 1 degrees of freedom (the
/// convention of Stata's xtreg, fe). Association, not effect, unless the design says so.
package struct PanelFixedEffects: Hashable, Sendable {
  package enum Effects: String, Hashable, Sendable {
    case entity
    case twoWay = "two-way"
  }

  /// Fewer clusters than this make the clustered errors unreliable.
  package static let fewClusterLimit = 20

  package let n: Int
  package let entities: Int
  package let periods: Int
  /// Rows with a gap, and places with one row, that were left out.
  package let dropped: Int
  package let coefficients: [Double]
  package let seClassical: [Double]
  package let dfResidual: Int
  package let seClusterNoAdjustment: [Double]
  package let seCluster: [Double]
  package let tCluster: [Double?]
  package let pCluster: [Double?]
  package let intervals: [Interval]
  package let residualSs: Double
  package let rSquaredWithEffects: Double?
  package let rSquaredWithin: Double?
  package let status: Status?

  /// - Parameters:
  ///   - entity: a number for the place of every row.
  ///   - x: one list a variable.
  package init(
    entity: [Int], time: [Double], y: [Double], x: [[Double]], effects: Effects,
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    guard !x.isEmpty else { throw .invalid("x") }
    // Duplicate keys are told apart from singletons first.
    _ = try PanelData(entity: entity, time: time, y: y, x: x)
    let panel = try PanelData(entity: entity, time: time, y: y, x: x, dropSingletons: true)
    guard panel.entities >= 2 else { throw .insufficientData(needed: 2, got: panel.entities) }
    guard panel.periods >= 2 else { throw .insufficientData(needed: 2, got: panel.periods) }
    let slopes = x.count
    let periodEffects = effects == .twoWay ? panel.periods - 1 : 0
    let degrees = panel.rows - panel.entities - periodEffects - slopes
    guard degrees >= 1 else {
      throw .insufficientData(needed: panel.rows - degrees + 1, got: panel.rows)
    }
    let response = try Self.within(panel.y, panel, effects)
    var design = [Double](repeating: 0, count: panel.rows * slopes)
    for (variable, column) in panel.x.enumerated() {
      let swept = try Self.within(column, panel, effects)
      let left = CompensatedSum.of(swept.map { $0 * $0 })
      let whole = CompensatedSum.of(column.map { $0 * $0 })
      guard left > whole * 1e-20, left > 0 else {
        throw .noWithinVariation(variable: variable)
      }
      for row in swept.indices { design[row * slopes + variable] = swept[row] }
    }
    let fit = try LeastSquares(
      design: design, columns: slopes, response: response, hasIntercept: false)
    let variance = fit.residualSs / Double(degrees)
    let raw = ClusterCovariance.sandwich(
      design: design, columns: slopes, residuals: fit.residuals, bread: fit.unscaledCovariance,
      cluster: panel.entity, clusters: panel.entities)
    let groups = Double(panel.entities)
    let counted = Double(slopes + periodEffects + 1)
    let factor =
      groups / (groups - 1) * Double(panel.rows - 1) / (Double(panel.rows) - counted)
    let se = ClusterCovariance.standardErrors(raw, slopes, factor: factor)
    let critical = Distributions.studentCritical(confidence, degrees: groups - 1)
    guard se.allSatisfy(\.isFinite) else { throw .invalid("x") }
    let t = se.indices.map { se[$0] > 0 ? fit.coefficients[$0] / se[$0] : nil }

    n = panel.rows
    entities = panel.entities
    periods = panel.periods
    dropped = y.count - panel.rows
    coefficients = fit.coefficients
    seClassical = (0..<slopes).map {
      (fit.unscaledCovariance[$0 * slopes + $0] * variance).squareRoot()
    }
    dfResidual = degrees
    seClusterNoAdjustment = ClusterCovariance.standardErrors(raw, slopes)
    seCluster = se
    tCluster = t
    pCluster = t.map { $0.map { Distributions.studentTwoSided($0, degrees: groups - 1) } }
    intervals = se.indices.map {
      Interval(
        fit.coefficients[$0] - critical * se[$0], fit.coefficients[$0] + critical * se[$0])
    }
    residualSs = fit.residualSs
    let total = Moments(panel.y).sumOfSquares
    let totalWithin = CompensatedSum.of(response.map { $0 * $0 })
    rSquaredWithEffects = total > 0 ? 1 - fit.residualSs / total : nil
    rSquaredWithin = totalWithin > 0 ? 1 - fit.residualSs / totalWithin : nil
    status = panel.entities < Self.fewClusterLimit ? .fewClusters : nil
  }

  private static let maximumSweeps = 10_000

  /// The values with the means of places (and periods) taken away.
  private static func within(
    _ values: [Double], _ panel: PanelData, _ effects: Effects
  ) throws(StatisticsError) -> [Double] {
    var result = values
    let mean = Moments(values).mean
    for row in result.indices { result[row] -= mean }
    let scale = result.reduce(0) { max($0, $1.magnitude) }
    guard scale.isFinite else { throw .invalid("x") }
    sweep(&result, panel.entity, panel.entities)
    guard effects == .twoWay else { return result }
    for _ in 0..<maximumSweeps {
      let change = max(
        sweep(&result, panel.time, panel.periods), sweep(&result, panel.entity, panel.entities))
      if change <= scale * 1e-15 { return result }
    }
    throw .noConvergence
  }

  /// Takes the mean of every group away; returns the largest mean.
  @discardableResult
  private static func sweep(_ values: inout [Double], _ group: [Int], _ groups: Int) -> Double {
    var sums = [Double](repeating: 0, count: groups)
    var counts = sums
    for row in values.indices {
      sums[group[row]] += values[row]
      counts[group[row]] += 1
    }
    var largest = 0.0
    for index in sums.indices {
      sums[index] /= max(1, counts[index])
      largest = max(largest, sums[index].magnitude)
    }
    for row in values.indices { values[row] -= sums[group[row]] }
    return largest
  }
}
