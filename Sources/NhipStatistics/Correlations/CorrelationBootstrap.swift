// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CGSL

/// Bootstrap intervals of Pearson's r (Efron & Tibshirani 1993).
///
/// Percentile: order statistics (B + 1) a/2; basic: 2 r - percentile; BCa: bias z0 from the share
/// below r, acceleration from the jackknife, quantiles of type 6. A resample without variation is
/// dropped and counted. B = 1999 makes (B + 1) a/2 whole.
package struct CorrelationBootstrap: Hashable, Sendable {
  package static let defaultResamples = 1_999
  package static let maximumResamples = 1_000_000

  package let r: Double
  package let resamples: Int
  package let dropped: Int
  package let bootstrapSe: Double
  package let bias: Double
  package let percentileInterval: Interval
  package let basicInterval: Interval
  package let bcaInterval: Interval?
  package let bcaZ0: Double?
  package let bcaAcceleration: Double?
  package let bcaAlphas: Interval?
  package let seed: UInt64?

  /// Random resamples from a stored seed.
  package init(
    _ x: [Double], _ y: [Double], resamples: Int = defaultResamples, seed: UInt64 = 1,
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    guard resamples >= 39, resamples <= Self.maximumResamples else {
      throw .invalid("resamples")
    }
    let pairs = try PairedValues(x, y)
    var generator = SeededGenerator(seed: seed)
    try self.init(pairs, confidence: confidence, seed: seed, count: resamples) { indices in
      for i in indices.indices { indices[i] = generator.index(below: pairs.count) }
    }
  }

  /// Given resamples: each a list of 0-based positions of the complete pairs.
  package init(
    _ x: [Double], _ y: [Double], indices: [[Int]], confidence: Double = 0.95
  ) throws(StatisticsError) {
    let pairs = try PairedValues(x, y)
    for (position, resample) in indices.enumerated() {
      guard resample.count == pairs.count, resample.allSatisfy({ pairs.x.indices.contains($0) })
      else { throw .invalidParameter(field: "resample_indices", index: position) }
    }
    var next = 0
    try self.init(pairs, confidence: confidence, seed: nil, count: indices.count) {
      $0 = indices[next]
      next += 1
    }
  }

  private init(
    _ pairs: PairedValues, confidence: Double, seed: UInt64?, count: Int,
    draw: (inout [Int]) -> Void
  ) throws(StatisticsError) {
    try Check.confidence(confidence)
    guard pairs.count >= 4 else { throw .insufficientData(needed: 4, got: pairs.count) }
    guard let r = pairs.pearson, !pairs.isConstant else { throw .invalid("x") }
    var values: [Double] = []
    var indices = [Int](repeating: 0, count: pairs.count)
    var resample = pairs
    for _ in 0..<count {
      draw(&indices)
      for i in indices.indices {
        resample.x[i] = pairs.x[indices[i]]
        resample.y[i] = pairs.y[indices[i]]
      }
      if !resample.isConstant, let value = resample.pearson { values.append(value) }
    }
    guard values.count >= 2 else { throw .insufficientData(needed: 2, got: values.count) }
    values.sort()
    let moments = Moments(values)
    let b = Double(values.count)
    self.r = r
    self.seed = seed
    resamples = count
    dropped = count - values.count
    bootstrapSe = (moments.sumOfSquares / (b - 1)).squareRoot()
    bias = moments.mean - r
    let rank = max(1, min(b, ((b + 1) * (1 - confidence) / 2).rounded()))
    let percentile = Interval(
      values[Int(rank) - 1], values[values.count - Int(rank)])
    percentileInterval = percentile
    basicInterval = Interval(2 * r - percentile.upper, 2 * r - percentile.lower)

    let below = Double(values.filter { $0 < r }.count)
    let z0 = Distributions.normalQuantile(below / b).finite
    bcaZ0 = z0
    let acceleration = Self.acceleration(pairs)
    bcaAcceleration = acceleration
    guard let z0, let acceleration else {
      bcaAlphas = nil
      bcaInterval = nil
      return
    }
    let z = Distributions.normalCritical(confidence)
    func level(_ z: Double) -> Double {
      Distributions.normalLower(z0 + (z0 + z) / (1 - acceleration * (z0 + z)))
    }
    let alphas = Interval(level(-z), level(z))
    bcaAlphas = alphas.defined
    if let low = Quantile.type6(ofSorted: values, alphas.lower),
      let high = Quantile.type6(ofSorted: values, alphas.upper)
    {
      bcaInterval = Interval(low, high)
    } else {
      bcaInterval = nil
    }
  }

  /// Sum d^3 / (6 (sum d^2)^1.5), d = mean of the leave-one-out values minus each of them.
  private static func acceleration(_ pairs: PairedValues) -> Double? {
    var values: [Double] = []
    for left in pairs.x.indices {
      var rest = pairs
      rest.x.remove(at: left)
      rest.y.remove(at: left)
      guard let value = rest.pearson else { return nil }
      values.append(value)
    }
    let mean = Moments(values).mean
    var squares = 0.0
    var cubes = 0.0
    for value in values {
      let gap = mean - value
      squares += gap * gap
      cubes += gap * gap * gap
    }
    return squares > 0 ? (cubes / (6 * squares * squares.squareRoot())).finite : nil
  }
}
