// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The least-squares line through points, without what says how sure it is: the part of `OLSTrend`
/// that is asked of a hundred thousand series at once.
///
/// Sums run in eight lanes that are added in one order, over deviations from the means, with the
/// correction of Chan, Golub and LeVeque 1983 for what the means round off.
package struct LineFit: Hashable, Sendable {
  package let n: Int
  let meanTime: Double
  let meanValue: Double
  /// Sums of squared deviations of the times and of the values.
  let sxx: Double
  let syy: Double
  package let slope: Double
  /// Sum of squared residuals.
  let rss: Double

  /// - Parameters: times and values, equally many, none of them missing.
  package init(times: UnsafeBufferPointer<Double>, values: UnsafeBufferPointer<Double>) {
    let count = min(times.count, values.count)
    guard count > 0, let t = times.baseAddress, let v = values.baseAddress else {
      self = .undefined
      return
    }
    let nn = Double(count)
    // What is left over after whole groups of eight, in lanes of its own.
    let whole = count / 8 * 8
    let rest = Tail(t + whole, v + whole, count - whole)
    var (timeSum, valueSum) = (rest.times, rest.values)
    var index = 0
    while index < whole {
      timeSum += Self.lanes(t + index)
      valueSum += Self.lanes(v + index)
      index += 8
    }
    let meanTime = Self.total(timeSum) / nn
    let meanValue = Self.total(valueSum) / nn
    let restTimes = rest.deviations(rest.times, meanTime)
    let restValues = rest.deviations(rest.values, meanValue)
    var (timeLost, lost) = (restTimes, restValues)
    var timeSquares = restTimes * restTimes
    var products = restTimes * restValues
    var squares = restValues * restValues
    index = 0
    while index < whole {
      let a = Self.lanes(t + index) - meanTime
      let b = Self.lanes(v + index) - meanValue
      timeLost += a
      lost += b
      timeSquares += a * a
      products += a * b
      squares += b * b
      index += 8
    }
    let (lostTime, lostValue) = (Self.total(timeLost), Self.total(lost))
    let sxx = Self.notNegative(Self.total(timeSquares) - lostTime * lostTime / nn)
    let syy = Self.notNegative(Self.total(squares) - lostValue * lostValue / nn)
    let sxy = Self.total(products) - lostTime * lostValue / nn
    let slope = syy == 0 ? 0 : sxy / sxx
    var rss = syy == 0 ? 0 : syy - slope * sxy
    if rss < syy * Self.nearlyPerfect {
      // The difference of two nearly equal sums says nothing: the residuals themselves do.
      let restResiduals = restValues - slope * restTimes
      var residuals = restResiduals * restResiduals
      index = 0
      while index < whole {
        let own =
          (Self.lanes(v + index) - meanValue) - slope * (Self.lanes(t + index) - meanTime)
        residuals += own * own
        index += 8
      }
      rss = Self.total(residuals)
    }
    self.init(
      n: count, meanTime: meanTime, meanValue: meanValue, sxx: sxx, syy: syy, slope: slope,
      rss: rss)
  }

  /// The line through no points.
  static let undefined = LineFit(
    n: 0, meanTime: .nan, meanValue: .nan, sxx: .nan, syy: .nan, slope: .nan, rss: .nan)

  init(
    n: Int, meanTime: Double, meanValue: Double, sxx: Double, syy: Double, slope: Double,
    rss: Double
  ) {
    self.n = n
    self.meanTime = meanTime
    self.meanValue = meanValue
    self.sxx = sxx
    self.syy = syy
    self.slope = slope
    self.rss = rss
  }

  /// Residuals below this share of the variation are summed by themselves.
  static let nearlyPerfect = 1e-6

  /// Fewer than eight points; the lanes after them are zero.
  private struct Tail {
    var times = SIMD8<Double>()
    var values = SIMD8<Double>()
    var isBeyond = SIMDMask<SIMD8<Int64>>(repeating: true)

    init(_ t: UnsafePointer<Double>, _ v: UnsafePointer<Double>, _ count: Int) {
      for lane in 0..<count {
        times[lane] = t[lane]
        values[lane] = v[lane]
        isBeyond[lane] = false
      }
    }

    func deviations(_ lanes: SIMD8<Double>, _ mean: Double) -> SIMD8<Double> {
      (lanes - mean).replacing(with: 0, where: isBeyond)
    }
  }

  @inline(__always)
  private static func lanes(_ start: UnsafePointer<Double>) -> SIMD8<Double> {
    UnsafeRawPointer(start).loadUnaligned(as: SIMD8<Double>.self)
  }

  /// Whether there is a line: no value is missing, the times differ, and nothing overflows.
  package var isDefined: Bool { sxx > 0 && sxx.isFinite && syy.isFinite && rss.isFinite }
  package var isConstant: Bool { syy == 0 }
  /// Whether the squares of small values may have become nothing, so that the line must be fitted
  /// to scaled values unless all are equal.
  package var mayHaveUnderflown: Bool { !BinaryScale.holds(syy) && meanValue.magnitude < 1e-100 }
  /// Whether the points lie on a line, up to rounding.
  package var isPerfect: Bool { syy > 0 && rss <= syy * 1e-24 }
  package var rSquared: Double? { isConstant ? nil : 1 - rss / syy }

  /// Rounding may leave a little less than nothing; what is no number stays none.
  private static func notNegative(_ value: Double) -> Double { value < 0 ? 0 : value }

  private static func total(_ lanes: SIMD8<Double>) -> Double {
    let four = lanes.lowHalf + lanes.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}
