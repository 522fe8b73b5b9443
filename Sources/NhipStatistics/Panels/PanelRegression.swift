// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Regressions over a panel without swept-out effects: pooled, between, first differences.
///
/// Errors: classical, HC1, and clustered by place with G/(G-1) x (N-1)/(N-K).
package struct PanelRegression: Hashable, Sendable {
  package let n: Int
  package let entities: Int
  /// The constant first, then the variables, then period effects of differences.
  package let coefficients: [Double]
  package let seClassical: [Double]
  package let seHc1: [Double]
  package let seCluster: [Double]
  package let rSquared: Double?
  package let status: Status?

  /// All rows in one regression on a constant and the variables.
  package static func pooled(
    entity: [Int], time: [Double], y: [Double], x: [[Double]]
  ) throws(StatisticsError) -> PanelRegression {
    let panel = try PanelData(entity: entity, time: time, y: y, x: x)
    let design = panel.y.indices.flatMap { row -> [Double] in [1.0] + panel.x.map { $0[row] } }
    return try PanelRegression(
      design: design, columns: x.count + 1, response: panel.y, cluster: panel.entity,
      clusters: panel.entities)
  }

  /// The means of the places in one regression.
  package static func between(
    entity: [Int], time: [Double], y: [Double], x: [[Double]]
  ) throws(StatisticsError) -> PanelRegression {
    let panel = try PanelData(entity: entity, time: time, y: y, x: x)
    func means(_ column: [Double]) -> [Double] {
      var sums = [Double](repeating: 0, count: panel.entities)
      var counts = sums
      for row in column.indices {
        sums[panel.entity[row]] += column[row]
        counts[panel.entity[row]] += 1
      }
      return sums.indices.map { sums[$0] / counts[$0] }
    }
    let columns = panel.x.map(means)
    let design = (0..<panel.entities).flatMap { row -> [Double] in
      [1.0] + columns.map { $0[row] }
    }
    return try PanelRegression(
      design: design, columns: x.count + 1, response: means(panel.y),
      cluster: Array(0..<panel.entities), clusters: panel.entities)
  }

  /// Changes between neighbouring periods on the changes of the variables, a constant and effects
  /// of all periods of change but the first.
  package static func firstDifferences(
    entity: [Int], time: [Double], y: [Double], x: [[Double]], periodEffects: Bool = true
  ) throws(StatisticsError) -> PanelRegression {
    let panel = try PanelData(entity: entity, time: time, y: y, x: x)
    guard panel.periods >= 2 else { throw .insufficientData(needed: 2, got: panel.periods) }
    let order = panel.y.indices.sorted {
      (panel.entity[$0], panel.time[$0]) < (panel.entity[$1], panel.time[$1])
    }
    var rows: [(now: Int, before: Int)] = []
    for position in order.indices.dropFirst() {
      let now = order[position]
      let before = order[position - 1]
      if panel.entity[now] == panel.entity[before], panel.time[now] == panel.time[before] + 1 {
        rows.append((now, before))
      }
    }
    // Only periods in which a change was seen have an effect of their own.
    let changed = Set(rows.map { panel.time[$0.now] }).sorted()
    let dummies = periodEffects ? Array(changed.dropFirst()) : []
    let design = rows.flatMap { row -> [Double] in
      [1.0] + panel.x.map { $0[row.now] - $0[row.before] }
        + dummies.map { $0 == panel.time[row.now] ? 1.0 : 0 }
    }
    return try PanelRegression(
      design: design, columns: x.count + 1 + dummies.count,
      response: rows.map { panel.y[$0.now] - panel.y[$0.before] },
      cluster: rows.map { panel.entity[$0.now] }, clusters: panel.entities)
  }

  private init(
    design: [Double], columns: Int, response: [Double], cluster: [Int], clusters: Int
  ) throws(StatisticsError) {
    guard clusters >= 2 else { throw .insufficientData(needed: 2, got: clusters) }
    let fit = try LeastSquares(
      design: design, columns: columns, response: response, hasIntercept: true)
    func sandwich(_ cluster: [Int], _ count: Int) -> [Double] {
      ClusterCovariance.sandwich(
        design: design, columns: columns, residuals: fit.residuals,
        bread: fit.unscaledCovariance, cluster: cluster, clusters: count)
    }
    let rows = Double(response.count)
    let groups = Double(clusters)
    n = response.count
    entities = clusters
    coefficients = fit.coefficients
    seClassical = fit.standardErrors
    seHc1 = ClusterCovariance.standardErrors(
      sandwich(Array(response.indices), response.count), columns,
      factor: rows / (rows - Double(columns)))
    seCluster = ClusterCovariance.standardErrors(
      sandwich(cluster, clusters), columns,
      factor: groups / (groups - 1) * (rows - 1) / (rows - Double(columns)))
    rSquared = fit.rSquared
    guard (seHc1 + seCluster).allSatisfy(\.isFinite) else { throw .invalid("x") }
    status = clusters < PanelFixedEffects.fewClusterLimit ? .fewClusters : nil
  }
}
