// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Sample autocorrelations with divisor n at every lag.
enum Autocorrelation {
  /// r_0 ... r_maximumLag; `nil` when the values do not vary.
  static func function(_ values: [Double], maximumLag: Int) -> [Double]? {
    let moments = Moments(values)
    guard moments.sumOfSquares > 0, moments.sumOfSquares.isFinite else { return nil }
    var result = [1.0]
    for lag in stride(from: 1, through: min(maximumLag, values.count - 1), by: 1) {
      var sum = 0.0
      for index in lag..<values.count {
        sum += (values[index] - moments.mean) * (values[index - lag] - moments.mean)
      }
      result.append(sum / moments.sumOfSquares)
    }
    return result
  }

  /// The lag-1 autocorrelation of y - slope t; `nil` when only rounding is left.
  static func lag1OfDetrended(_ times: [Double], _ values: [Double], slope: Double) -> Double? {
    guard let origin = times.first, let last = times.last, values.count > 1 else { return nil }
    func detrended(_ i: Int) -> Double { values[i] - slope * (times[i] - origin) }
    var mean = 0.0
    var scale = (slope * (last - origin)).magnitude
    for i in values.indices {
      mean += detrended(i)
      scale = max(scale, values[i].magnitude)
    }
    mean /= Double(values.count)
    var squares = 0.0
    var products = 0.0
    var previous = 0.0
    for i in values.indices {
      let deviation = detrended(i) - mean
      squares += deviation * deviation
      if i > 0 { products += deviation * previous }
      previous = deviation
    }
    let rounding = 8 * Double.ulpOfOne * scale
    guard squares > rounding * rounding * Double(values.count) else { return nil }
    return (products / squares).finite
  }
}
