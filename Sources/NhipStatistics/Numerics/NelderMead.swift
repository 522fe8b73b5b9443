// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A minimiser for a few parameters without derivatives (Nelder & Mead 1965).
enum NelderMead {
  /// - Parameter function: may return infinity outside its domain, never a trap.
  /// - Returns: the best point and value after restarts, or `nil` when no start is finite.
  static func minimise(
    from start: [Double], step: Double, tolerance: Double = 1e-14, restarts: Int = 3,
    maximumEvaluations: Int = 20_000, _ function: ([Double]) -> Double
  ) -> (point: [Double], value: Double)? {
    var best = start
    var bestValue = value(function, best)
    guard bestValue.isFinite else { return nil }
    for round in 0..<max(1, restarts) {
      let scale = step / Double(1 << min(round * 2, 20))
      let (point, reached) = descend(
        from: best, step: scale, tolerance, maximumEvaluations, function)
      if reached <= bestValue { (best, bestValue) = (point, reached) }
    }
    return (best, bestValue)
  }

  private static func value(_ function: ([Double]) -> Double, _ point: [Double]) -> Double {
    let result = function(point)
    return result.isNaN ? .infinity : result
  }

  private static func descend(
    from start: [Double], step: Double, _ tolerance: Double, _ maximumEvaluations: Int,
    _ function: ([Double]) -> Double
  ) -> ([Double], Double) {
    var simplex = [(point: start, value: value(function, start))]
    for i in start.indices {
      var point = start
      point[i] += step
      simplex.append((point, value(function, point)))
    }
    var evaluations = simplex.count
    func move(_ center: [Double], _ from: [Double], _ factor: Double) -> [Double] {
      center.indices.map { center[$0] + factor * (from[$0] - center[$0]) }
    }
    while evaluations < maximumEvaluations {
      simplex.sort { $0.value < $1.value }
      let best = simplex[0]
      let worst = simplex[simplex.count - 1]
      let spread = (worst.value - best.value).magnitude
      let width = start.indices.reduce(0.0) {
        max($0, (worst.point[$1] - best.point[$1]).magnitude)
      }
      if spread <= tolerance * (best.value.magnitude + 1e-300), width < 1e-7 { break }
      if width < 1e-13 { break }
      var center = [Double](repeating: 0, count: start.count)
      for vertex in simplex.dropLast() {
        for i in center.indices { center[i] += vertex.point[i] / Double(start.count) }
      }
      let reflected = move(center, worst.point, -1)
      let reflectedValue = value(function, reflected)
      evaluations += 1
      let last = simplex.count - 1
      if reflectedValue < best.value {
        let expanded = move(center, worst.point, -2)
        let expandedValue = value(function, expanded)
        evaluations += 1
        simplex[last] =
          expandedValue < reflectedValue
          ? (expanded, expandedValue) : (reflected, reflectedValue)
      } else if reflectedValue < simplex[last - 1].value {
        simplex[last] = (reflected, reflectedValue)
      } else {
        let outside = reflectedValue < worst.value
        let contracted = move(center, outside ? reflected : worst.point, 0.5)
        let contractedValue = value(function, contracted)
        evaluations += 1
        if contractedValue < min(reflectedValue, worst.value) {
          simplex[last] = (contracted, contractedValue)
        } else {
          for i in simplex.indices.dropFirst() {
            let point = move(best.point, simplex[i].point, 0.5)
            simplex[i] = (point, value(function, point))
            evaluations += 1
          }
        }
      }
    }
    simplex.sort { $0.value < $1.value }
    return (simplex[0].point, simplex[0].value)
  }
}
