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
    n = count
    guard count > 0, let t = times.baseAddress, let v = values.baseAddress else {
      (meanTime, meanValue, sxx, syy, slope, rss) = (.nan, .nan, .nan, .nan, .nan, .nan)
      return
    }
    let nn = Double(count)
    let means = Self.sums(t, v, count)
    let meanTime = means.0 / nn
    let meanValue = means.1 / nn
    var squares = SIMD8<Double>()
    var products = SIMD8<Double>()
    var timeSquares = SIMD8<Double>()
    var lost = SIMD8<Double>()
    var timeLost = SIMD8<Double>()
    Self.each(t, v, count) { time, value, mask in
      let a = (time - meanTime).replacing(with: 0, where: mask)
      let b = (value - meanValue).replacing(with: 0, where: mask)
      timeSquares += a * a
      products += a * b
      squares += b * b
      timeLost += a
      lost += b
    }
    let (restTime, restValue) = (Self.total(timeLost), Self.total(lost))
    let sxx = Self.notNegative(Self.total(timeSquares) - restTime * restTime / nn)
    let syy = Self.notNegative(Self.total(squares) - restValue * restValue / nn)
    let slope = syy == 0 ? 0 : (Self.total(products) - restTime * restValue / nn) / sxx
    var residuals = SIMD8<Double>()
    Self.each(t, v, count) { time, value, mask in
      let residual = (value - meanValue) - slope * (time - meanTime)
      let own = residual.replacing(with: 0, where: mask)
      residuals += own * own
    }
    self.meanTime = meanTime
    self.meanValue = meanValue
    self.sxx = sxx
    self.syy = syy
    self.slope = slope
    rss = syy == 0 ? 0 : Self.total(residuals)
  }

  /// Whether there is a line: no value is missing, the times differ, and nothing overflows.
  package var isDefined: Bool { sxx > 0 && sxx.isFinite && syy.isFinite && rss.isFinite }
  package var isConstant: Bool { syy == 0 }
  /// Whether the points lie on a line, up to rounding.
  package var isPerfect: Bool { syy > 0 && rss <= syy * 1e-24 }
  package var rSquared: Double? { isConstant ? nil : 1 - rss / syy }

  private static func sums(
    _ times: UnsafePointer<Double>, _ values: UnsafePointer<Double>, _ count: Int
  ) -> (Double, Double) {
    var a = SIMD8<Double>()
    var b = SIMD8<Double>()
    each(times, values, count) { time, value, mask in
      a += time.replacing(with: 0, where: mask)
      b += value.replacing(with: 0, where: mask)
    }
    return (total(a), total(b))
  }

  /// Eight points at a time; the mask tells the lanes after the last one.
  @inline(__always)
  private static func each(
    _ times: UnsafePointer<Double>, _ values: UnsafePointer<Double>, _ count: Int,
    _ body: (SIMD8<Double>, SIMD8<Double>, SIMDMask<SIMD8<Int64>>) -> Void
  ) {
    let none = SIMDMask<SIMD8<Int64>>(repeating: false)
    var index = 0
    while index + 8 <= count {
      body(
        UnsafeRawPointer(times + index).loadUnaligned(as: SIMD8<Double>.self),
        UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Double>.self), none)
      index += 8
    }
    guard index < count else { return }
    var time = SIMD8<Double>()
    var value = SIMD8<Double>()
    var mask = none
    for lane in 0..<8 {
      if index + lane < count {
        time[lane] = times[index + lane]
        value[lane] = values[index + lane]
      } else {
        mask[lane] = true
      }
    }
    body(time, value, mask)
  }

  /// Rounding may leave a little less than nothing; what is no number stays none.
  private static func notNegative(_ value: Double) -> Double { value < 0 ? 0 : value }

  private static func total(_ lanes: SIMD8<Double>) -> Double {
    let four = lanes.lowHalf + lanes.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}
