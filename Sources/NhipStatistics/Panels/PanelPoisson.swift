// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Poisson regression of counts with place and period effects, errors clustered by place.
///
/// Places without any event carry no information and are dropped. Clustered errors: sandwich x
/// G/(G-1) x (N-1)/(N-K), K = slopes + number of periods.
package struct PanelPoisson: Hashable, Sendable {
  /// The design holds one column for every place and period.
  package static let maximumEffects = 2_000

  package let n: Int
  package let entities: Int
  package let dropped: Int
  package let coefficients: [Double]
  package let seModel: [Double]
  package let seClusterNoAdjustment: [Double]
  package let seCluster: [Double]
  package let deviance: Double
  package let status: Status?

  package init(
    entity: [Int], time: [Double], counts: [Double], x: [[Double]],
    effects: PanelFixedEffects.Effects
  ) throws(StatisticsError) {
    let whole = try PanelData(entity: entity, time: time, y: counts, x: x)
    for row in whole.y.indices { try Check.count(whole.y[row], at: row) }
    var totals = [Double](repeating: 0, count: whole.entities)
    for row in whole.y.indices { totals[whole.entity[row]] += whole.y[row] }
    let kept = whole.y.indices.filter { totals[whole.entity[$0]] > 0 }
    guard !kept.isEmpty else { throw .allZero }
    let panel = try PanelData(
      entity: kept.map { whole.entity[$0] }, time: kept.map { Double(whole.time[$0]) },
      y: kept.map { whole.y[$0] }, x: whole.x.map { column in kept.map { column[$0] } })
    guard panel.entities >= 2 else { throw .insufficientData(needed: 2, got: panel.entities) }
    let periodEffects = effects == .twoWay ? panel.periods - 1 : 0
    let slopes = x.count
    let columns = slopes + panel.entities + periodEffects
    guard panel.entities + periodEffects <= Self.maximumEffects else { throw .invalid("effects") }
    guard panel.rows > columns else {
      throw .insufficientData(needed: columns + 1, got: panel.rows)
    }
    var design = [Double](repeating: 0, count: panel.rows * columns)
    let means = panel.x.map { Moments($0).mean }
    for row in 0..<panel.rows {
      let start = row * columns
      for variable in 0..<slopes {
        design[start + variable] = panel.x[variable][row] - means[variable]
      }
      design[start + slopes + panel.entity[row]] = 1
      if periodEffects > 0, panel.time[row] > 0 {
        design[start + slopes + panel.entities + panel.time[row] - 1] = 1
      }
    }
    let fit = try PoissonRegression(
      design: design, columns: columns, counts: panel.y,
      offset: [Double](repeating: 0, count: panel.rows))
    let raw = ClusterCovariance.sandwich(
      design: design, columns: columns,
      residuals: panel.y.indices.map { panel.y[$0] - fit.means[$0] }, bread: fit.covariance,
      cluster: panel.entity, clusters: panel.entities)
    let groups = Double(panel.entities)
    let counted = Double(slopes + periodEffects + (effects == .twoWay ? 1 : 0))
    let rows = Double(panel.rows)
    let factor = groups / (groups - 1) * (rows - 1) / (rows - counted)
    n = panel.rows
    entities = panel.entities
    dropped = counts.count - panel.rows
    coefficients = Array(fit.coefficients[..<slopes])
    seModel = Array(ClusterCovariance.standardErrors(fit.covariance, columns)[..<slopes])
    seClusterNoAdjustment = Array(ClusterCovariance.standardErrors(raw, columns)[..<slopes])
    seCluster = Array(
      ClusterCovariance.standardErrors(raw, columns, factor: factor)[..<slopes])
    deviance = fit.deviance
    guard (seCluster + seModel).allSatisfy(\.isFinite) else { throw .invalid("x") }
    status = panel.entities < PanelFixedEffects.fewClusterLimit ? .fewClusters : nil
  }
}
