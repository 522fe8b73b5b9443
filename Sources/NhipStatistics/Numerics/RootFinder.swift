// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A safeguarded root finder for continuous functions on a bracket.
///
/// It replaces the inverse distribution functions of GSL, some of which do not converge or are
/// silently wrong at ordinary arguments.
package enum RootFinder {
  /// Enough for bisection alone to pass through every magnitude of a `Double`.
  static let maximumIterations = 2_200

  /// The zero of `function` in `bracket` by Brent's method (Brent 1973, "zeroin"): inverse
  /// quadratic interpolation that falls back to bisection, so the bracket always shrinks.
  ///
  /// - Returns: `nil` when the function has the same sign at both ends or is not a number.
  package static func solve(
    in bracket: ClosedRange<Double>, tolerance: Double = 1e-15,
    _ function: (Double) -> Double
  ) -> Double? {
    var a = bracket.lowerBound
    var b = bracket.upperBound
    var fa = function(a)
    var fb = function(b)
    guard !fa.isNaN, !fb.isNaN, a.isFinite, b.isFinite else { return nil }
    if fa == 0 { return a }
    if fb == 0 { return b }
    guard (fa < 0) != (fb < 0) else { return nil }
    var c = a
    var fc = fa
    var step = b - a
    var previousStep = step
    for _ in 0..<maximumIterations {
      if (fb < 0) == (fc < 0) {
        c = a
        fc = fa
        step = b - a
        previousStep = step
      }
      if fc.magnitude < fb.magnitude {
        (a, b, c) = (b, c, b)
        (fa, fb, fc) = (fb, fc, fb)
      }
      let precision = 2 * Double.ulpOfOne * b.magnitude + tolerance / 2
      let half = (c - b) / 2
      if half.magnitude <= precision || fb == 0 { return b }
      if previousStep.magnitude >= precision, fa.magnitude > fb.magnitude {
        let candidate = interpolation(a: a, b: b, c: c, fa: fa, fb: fb, fc: fc)
        let limit = min(
          1.5 * half.magnitude - (precision / 2).magnitude, previousStep.magnitude / 2)
        let sameDirection = (candidate < 0) == (half < 0)
        if candidate.isFinite, sameDirection, candidate.magnitude < limit {
          previousStep = step
          step = candidate
        } else {
          step = half
          previousStep = half
        }
      } else {
        step = half
        previousStep = half
      }
      a = b
      fa = fb
      b += step.magnitude > precision ? step : (half < 0 ? -precision : precision)
      fb = function(b)
      if fb.isNaN { return nil }
    }
    return b
  }

  /// The zero of a function that grows with its argument, found from a guess by widening a
  /// bracket around it.
  static func solveIncreasing(
    from guess: Double, step: Double, limits: ClosedRange<Double>,
    _ function: (Double) -> Double
  ) -> Double? {
    var width = step
    var lower = max(limits.lowerBound, min(limits.upperBound, guess))
    var upper = lower
    while function(lower) > 0 {
      guard lower > limits.lowerBound else { return lower }
      lower = max(limits.lowerBound, lower - width)
      width *= 2
    }
    width = step
    while function(upper) < 0 {
      guard upper < limits.upperBound else { return upper }
      upper = min(limits.upperBound, upper + width)
      width *= 2
    }
    return solve(in: lower...upper, function)
  }

  private static func interpolation(
    a: Double, b: Double, c: Double, fa: Double, fb: Double, fc: Double
  ) -> Double {
    let s = fb / fa
    if a == c {
      let p = (c - b) * s
      return p / (s - 1)
    }
    let q = fa / fc
    let r = fb / fc
    let p = s * ((c - b) * q * (q - r) - (b - a) * (r - 1))
    return -p / ((q - 1) * (r - 1) * (s - 1))
  }
}
