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
    case .sum: return Windows.reduced(values, width, empty: .nan, +)
    case .mean: return Windows.reduced(values, width, empty: .nan, +).map { $0 / Double(width) }
    case .min: return Windows.reduced(values, width, empty: .nan, Self.smaller)
    case .max: return Windows.reduced(values, width, empty: .nan, Self.larger)
    case .median, .sd:
      var result = [Double](repeating: .nan, count: values.count)
      guard width <= values.count else { return result }
      for end in (width - 1)..<values.count {
        let window = values[(end - width + 1)...end]
        if !window.contains(where: \.isNaN) { result[end] = reducePresent(window) }
      }
      return result
    }
  }

  /// The same over the values that are there, however few.
  func presentWindows(_ values: [Double], width: Int) -> [Double] {
    switch self {
    case .sum, .mean:
      let sums = Windows.partial(values.map { $0.isNaN ? 0 : $0 }, width, empty: 0, +)
      let counts = Windows.partial(values.map { $0.isNaN ? 0.0 : 1.0 }, width, empty: 0, +)
      return zip(sums, counts).map { sum, count in
        count == 0 ? .nan : self == .sum ? sum : sum / count
      }
    case .min: return Windows.partial(values, width, empty: .nan) { Double.minimum($0, $1) }
    case .max: return Windows.partial(values, width, empty: .nan) { Double.maximum($0, $1) }
    case .median, .sd:
      return values.indices.map { end in
        reducePresent(values[Swift.max(0, end - width + 1)...end].filter { !$0.isNaN })
      }
    }
  }

  private static func smaller(_ a: Double, _ b: Double) -> Double {
    a.isNaN || b.isNaN ? .nan : Swift.min(a, b)
  }

  private static func larger(_ a: Double, _ b: Double) -> Double {
    a.isNaN || b.isNaN ? .nan : Swift.max(a, b)
  }

  /// The reduction of values none of which is missing; NaN where there are too few.
  func reducePresent(_ window: some Collection<Double>) -> Double {
    let values = Array(window)
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
}
