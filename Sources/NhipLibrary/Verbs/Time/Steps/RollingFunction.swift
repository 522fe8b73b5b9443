// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// What a rolling window is reduced to.
enum RollingFunction: String, CaseIterable, Sendable {
  case mean, sum, median, min, max, sd

  /// Whether the window's bounds follow from the bounds of its values.
  var isMonotone: Bool { self != .sd }

  /// The reductions of all windows of `width` values that end at each position. A window with a
  /// gap, or one that begins before the series, gives NaN.
  func windows(_ values: [Double], width: Int) -> [Double] {
    switch self {
    case .sum: return Self.logSteps(values, width, +)
    case .mean: return Self.logSteps(values, width, +).map { $0 / Double(width) }
    case .min:
      return Self.logSteps(values, width) { $0.isNaN || $1.isNaN ? .nan : Swift.min($0, $1) }
    case .max:
      return Self.logSteps(values, width) { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1) }
    case .median, .sd:
      var result = [Double](repeating: .nan, count: values.count)
      guard width <= values.count else { return result }
      for end in (width - 1)..<values.count {
        result[end] = reduce(values[(end - width + 1)...end])
      }
      return result
    }
  }

  /// The reduction of the values that are there; NaN where none is.
  func reduce(_ window: some Collection<Double>) -> Double {
    var there: [Double] = []
    for value in window {
      if value.isNaN && (self == .median || self == .sd) { return .nan }
      there.append(value)
    }
    return reducePresent(there)
  }

  func reducePresent(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    switch self {
    case .sum: return FixedSum.of(values)
    case .mean: return FixedSum.of(values) / Double(values.count)
    case .min: return values.min() ?? .nan
    case .max: return values.max() ?? .nan
    case .median:
      let sorted = values.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    case .sd:
      guard values.count > 1 else { return .nan }
      let mean = FixedSum.of(values) / Double(values.count)
      let squares = FixedSum.of(values.map { ($0 - mean) * ($0 - mean) })
      return (squares / Double(values.count - 1)).squareRoot()
    }
  }

  /// Windows by doubling: sums of 2, 4, 8 … values, joined by the binary digits of the width. Each
  /// window is added in one fixed tree, so that it does not depend on where its series begins, and
  /// no error drifts along. Complexity: O(n log width).
  private static func logSteps(
    _ values: [Double], _ width: Int, _ combine: (Double, Double) -> Double
  ) -> [Double] {
    let count = values.count
    var result = [Double](repeating: .nan, count: count)
    guard width >= 1, width <= count else { return result }
    var powers = values
    var length = 1
    var covered = 0
    var remaining = width
    // `powers[i]` reduces the `length` values that end at i; `result[i]` the last `covered`.
    while remaining > 0 {
      if remaining & 1 == 1 {
        for end in (0..<count).reversed() {
          let before = end - covered
          guard before - length + 1 >= 0 else {
            result[end] = .nan
            continue
          }
          result[end] =
            covered == 0 ? powers[end] : combine(powers[before], result[end])
        }
        covered += length
      }
      remaining >>= 1
      guard remaining > 0 else { break }
      for end in (0..<count).reversed() {
        powers[end] = end - 2 * length + 1 >= 0 ? combine(powers[end - length], powers[end]) : .nan
      }
      length *= 2
    }
    return result
  }
}
