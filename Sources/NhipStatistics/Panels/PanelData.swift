// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Rows of places and periods, checked: no duplicate key, rows with a gap dropped and counted.
struct PanelData {
  /// 0-based numbers of place and period of every row, in the order of first appearance.
  var entity: [Int] = []
  var time: [Int] = []
  var y: [Double] = []
  /// One list a variable.
  var x: [[Double]]
  let entities: Int
  let periods: Int
  let missing: Int
  /// The periods, ascending by the numbers the caller gave; `time` refers to this order.
  let timeValues: [Double]

  init(
    entity: [Int], time: [Double], y: [Double], x: [[Double]], dropSingletons: Bool = false
  ) throws(StatisticsError) {
    try Check.sameLength(y.count, entity.count)
    try Check.sameLength(y.count, time.count)
    for column in x { try Check.sameLength(y.count, column.count) }
    var kept: [Int] = []
    for row in y.indices {
      if y[row].isNaN || time[row].isNaN || x.contains(where: { $0[row].isNaN }) { continue }
      guard y[row].isFinite, time[row].isFinite, x.allSatisfy({ $0[row].isFinite }) else {
        throw .nonfiniteValue(index: row)
      }
      kept.append(row)
    }
    missing = y.count - kept.count
    if dropSingletons {
      var sizes: [Int: Int] = [:]
      for row in kept { sizes[entity[row], default: 0] += 1 }
      kept.removeAll { sizes[entity[$0]] == 1 }
    }
    let times = Set(kept.map { time[$0] }).sorted()
    var timeNumbers: [Double: Int] = [:]
    for (number, value) in times.enumerated() { timeNumbers[value] = number }
    var entityNumbers: [Int: Int] = [:]
    var seen: [Key: Int] = [:]
    self.x = x.map { column in kept.map { column[$0] } }
    for row in kept {
      let place = entityNumbers[entity[row]] ?? entityNumbers.count
      entityNumbers[entity[row]] = place
      let period = timeNumbers[time[row]] ?? 0
      if let first = seen.updateValue(row, forKey: Key(place: place, period: period)) {
        throw .duplicateKey(firstIndex: first, secondIndex: row)
      }
      self.entity.append(place)
      self.time.append(period)
      self.y.append(y[row])
    }
    entities = entityNumbers.count
    periods = times.count
    timeValues = times
  }

  var rows: Int { y.count }

  private struct Key: Hashable {
    let place: Int
    let period: Int
  }
}

/// Errors that allow any correlation within a cluster.
enum ClusterCovariance {
  /// (X'X)^-1 (sum over clusters of X'e e'X) (X'X)^-1, row by row, without a factor.
  static func sandwich(
    design: [Double], columns: Int, residuals: [Double], bread: [Double], cluster: [Int],
    clusters: Int
  ) -> [Double] {
    var scores = [Double](repeating: 0, count: clusters * columns)
    for row in residuals.indices {
      for column in 0..<columns {
        scores[cluster[row] * columns + column] += design[row * columns + column] * residuals[row]
      }
    }
    var meat = [Double](repeating: 0, count: columns * columns)
    for group in 0..<clusters {
      for i in 0..<columns {
        let score = scores[group * columns + i]
        for j in 0..<columns { meat[i * columns + j] += score * scores[group * columns + j] }
      }
    }
    return multiply(multiply(bread, meat, columns), bread, columns)
  }

  /// The square roots of the diagonal.
  static func standardErrors(_ covariance: [Double], _ columns: Int, factor: Double = 1) -> [Double]
  {
    (0..<columns).map { max(0, covariance[$0 * columns + $0] * factor).squareRoot() }
  }

  private static func multiply(_ a: [Double], _ b: [Double], _ size: Int) -> [Double] {
    var result = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for k in 0..<size {
        let factor = a[i * size + k]
        for j in 0..<size { result[i * size + j] += factor * b[k * size + j] }
      }
    }
    return result
  }
}
