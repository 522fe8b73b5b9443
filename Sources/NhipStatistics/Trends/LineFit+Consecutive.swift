// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension LineFit {
  /// The line through values at even steps of time where they lie, NaN where there is none.
  ///
  /// Positions count from the middle of the values, so that their sums are exact: those of all
  /// positions less those of the gaps, which are few. Values count from the first of them: its
  /// squared distance to the mean is a part of the variation, so that the correction for the mean
  /// never exceeds n times what is left (Chan, Golub and LeVeque 1983).
  ///
  /// - Parameters:
  ///   - firstTime: the time of the first value.
  ///   - stepsPerUnit: values in a unit of time; slopes are for each unit.
  /// - Complexity: O(n), one pass, two where the points nearly lie on a line; no allocation.
  package init(
    consecutive values: UnsafeBufferPointer<Double>, firstTime: Double, stepsPerUnit: Double
  ) {
    guard let pivot = values.first(where: { !$0.isNaN }), pivot.isFinite else {
      self = .undefined
      return
    }
    let count = Double(values.count)
    let middle = (count - 1) / 2
    let sums = ConsecutiveSums(values, pivot)
    let nn = count - sums.gaps
    let (x, y) = (-sums.gapX, sums.y)
    let sxx = count * (count * count - 1) / 12 - sums.gapXX - x * x / nn
    let sxy = sums.xy - x * y / nn
    let yy = sums.yy - y * y / nn
    let syy = yy < 0 ? 0 : yy
    let slope = syy == 0 ? 0 : sxy / sxx
    var rss = syy == 0 ? 0 : syy - slope * sxy
    if rss < syy * Self.nearlyPerfect {
      // The difference of two nearly equal sums says nothing: the residuals themselves do.
      rss = 0
      let (meanX, meanY) = (middle + x / nn, y / nn)
      for index in values.indices where !values[index].isNaN {
        let residual = (values[index] - pivot - meanY) - slope * (Double(index) - meanX)
        rss += residual * residual
      }
    }
    self.init(
      n: Int(nn), meanTime: firstTime + (middle + x / nn) / stepsPerUnit,
      meanValue: pivot + y / nn, sxx: sxx / (stepsPerUnit * stepsPerUnit), syy: syy,
      slope: slope * stepsPerUnit, rss: rss)
  }
}

/// Sums over the values that are there, less a pivot, eight at a time in four lanes that are added
/// in one order; and over the positions of gaps.
private struct ConsecutiveSums {
  private(set) var y = 0.0
  private(set) var xy = 0.0
  private(set) var yy = 0.0
  /// Gaps, and the sums of their positions from the middle.
  private(set) var gaps = 0.0
  private(set) var gapX = 0.0
  private(set) var gapXX = 0.0

  init(_ values: UnsafeBufferPointer<Double>, _ pivot: Double) {
    let raw = UnsafeRawBufferPointer(values)
    let middle = Double(values.count - 1) / 2
    var position = SIMD4<Double>(0, 1, 2, 3) - middle
    var (ySum, xySum, yySum) = (SIMD4<Double>(), SIMD4<Double>(), SIMD4<Double>())
    var index = 0
    while index < values.count {
      var (low, high): (SIMD4<Double>, SIMD4<Double>)
      if index &+ 8 <= values.count {
        low = raw.loadUnaligned(fromByteOffset: index &* 8, as: SIMD4<Double>.self)
        high = raw.loadUnaligned(fromByteOffset: index &* 8 &+ 32, as: SIMD4<Double>.self)
      } else {
        (low, high) = Self.rest(values, index)
      }
      low -= pivot
      high -= pivot
      let both = low + high
      let two = both.lowHalf + both.highHalf
      if (two[0] + two[1]).isNaN {
        low = low.replacing(with: 0, where: low .!= low)
        high = high.replacing(with: 0, where: high .!= high)
        noteGaps(values, index, middle)
      }
      ySum += low + high
      xySum += position * low
      yySum += low * low
      xySum += (position + 4) * high
      yySum += high * high
      position += 8
      index &+= 8
    }
    y = Self.total(ySum)
    xy = Self.total(xySum)
    yy = Self.total(yySum)
  }

  /// Fewer than eight values; what lies beyond them is missing.
  private static func rest(
    _ values: UnsafeBufferPointer<Double>, _ start: Int
  ) -> (SIMD4<Double>, SIMD4<Double>) {
    var lanes = SIMD8<Double>(repeating: .nan)
    for index in start..<values.count { lanes[index - start] = values[index] }
    return (lanes.lowHalf, lanes.highHalf)
  }

  private mutating func noteGaps(
    _ values: UnsafeBufferPointer<Double>, _ start: Int, _ middle: Double
  ) {
    for index in start..<min(start &+ 8, values.count) where values[index].isNaN {
      let position = Double(index) - middle
      gaps += 1
      gapX += position
      gapXX += position * position
    }
  }

  private static func total(_ lanes: SIMD4<Double>) -> Double {
    let two = lanes.lowHalf + lanes.highHalf
    return two[0] + two[1]
  }
}
