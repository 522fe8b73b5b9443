// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A running sum that keeps the rounding error of every step (Neumaier 1974).
struct CompensatedSum {
  private var sum = 0.0
  private var compensation = 0.0

  mutating func add(_ value: Double) {
    let next = sum + value
    compensation +=
      sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  var value: Double {
    let total = sum + compensation
    return total.isNaN ? sum : total
  }

  static func of(_ values: some Sequence<Double>) -> Double {
    var total = CompensatedSum()
    for value in values { total.add(value) }
    return total.value
  }
}

/// Mean and sum of squared deviations by the corrected two-pass algorithm (Chan et al. 1983).
struct Moments {
  var mean: Double
  var sumOfSquares: Double

  init(_ values: UnsafeBufferPointer<Double>) {
    guard !values.isEmpty else {
      mean = .nan
      sumOfSquares = .nan
      return
    }
    mean = CompensatedSum.of(values) / Double(values.count)
    var squares = CompensatedSum()
    var deviations = CompensatedSum()
    for value in values {
      let deviation = value - mean
      squares.add(deviation * deviation)
      deviations.add(deviation)
    }
    let correction = deviations.value
    let found = squares.value - correction * correction / Double(values.count)
    // Rounding may leave a little less than nothing; what is no number stays none.
    sumOfSquares = found < 0 ? 0 : found
  }

  init(_ values: [Double]) {
    self = values.withUnsafeBufferPointer { Moments($0) }
  }
}
