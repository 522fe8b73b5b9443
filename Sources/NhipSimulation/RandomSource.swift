// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A stream of random numbers: xoshiro256++ (Blackman and Vigna 2019), seeded by SplitMix64.
///
/// Streams of one seed are independent, so a place's figures do not depend on the places before it.
package struct RandomSource: Sendable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64
  private var spareNormal: Double?

  package init(seed: UInt64, stream: UInt64) {
    var state = RandomSource.mixed(seed) &+ RandomSource.mixed(stream ^ 0x6A09_E667_F3BC_C909)
    func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      return RandomSource.mixed(state)
    }
    a = next()
    b = next()
    c = next()
    d = next()
  }

  /// The finaliser of SplitMix64.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  @inline(__always)
  package mutating func next() -> UInt64 {
    let sum = a &+ d
    let result = ((sum << 23) | (sum >> 41)) &+ a
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 45) | (d >> 19)
    return result
  }

  /// A number in [0, 1) with 53 random bits.
  @inline(__always)
  package mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A whole number in 0..<`bound`; the bias of the multiplication is below 2⁻³² here.
  package mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(max(bound, 1))).high)
  }

  /// A standard normal number, by Marsaglia's polar method.
  package mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      guard square > 0, square < 1 else { continue }
      let scale = (-2 * PortableMath.log(square) / square).squareRoot()
      spareNormal = y * scale
      return x * scale
    }
  }

  /// A gamma number of mean 1 and variance 1/`shape` (Marsaglia and Tsang 2000), `shape` at least 1.
  package mutating func gammaOfMeanOne(shape: Double) -> Double {
    let d = shape - 1 / 3.0
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let cube = root * root * root
      let u = uniform()
      let square = x * x
      if u < 1 - 0.0331 * square * square { return d * cube / shape }
      guard u > 0 else { continue }
      let bound = 0.5 * square + d * (1 - cube + PortableMath.log(cube))
      if PortableMath.log(u) < bound { return d * cube / shape }
    }
  }

  /// A Poisson number: by inversion below a mean of 16, else by Hörmann's PTRS (1993).
  package mutating func poisson(_ mean: Double) -> Int {
    guard mean > 0 else { return 0 }
    guard mean < 16 else { return poissonByRejection(mean) }
    let u = uniform()
    var term = PortableMath.exp(-mean)
    var sum = term
    var k = 0.0
    // 120 lies beyond the last representable tail of a mean of 16.
    while u > sum, k < 120 {
      k += 1
      term *= mean / k
      sum += term
    }
    return Int(k)
  }

  private mutating func poissonByRejection(_ mean: Double) -> Int {
    let root = mean.squareRoot()
    let logMean = PortableMath.log(mean)
    let b = 0.931 + 2.53 * root
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let quick = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let us = 0.5 - abs(u)
      guard us > 0, v > 0 else { continue }
      let real = (2 * a / us + b) * u + mean + 0.43
      guard real >= 0 else { continue }
      let k = Int(real)
      if us >= 0.07, v <= quick { return k }
      if us < 0.013, v > us { continue }
      let left = PortableMath.log(v * inverseAlpha / (a / (us * us) + b))
      if left <= Double(k) * logMean - mean - PortableMath.logFactorial(k) { return k }
    }
  }

  /// The successes of `trials` tries: each tried up to 64, beyond that a rounded normal number.
  package mutating func binomial(_ trials: Int, _ share: Double) -> Int {
    guard trials > 64 else {
      var successes = 0
      for _ in 0..<max(trials, 0) where uniform() < share { successes += 1 }
      return successes
    }
    let mean = Double(trials) * share
    let spread = (mean * (1 - share)).squareRoot() * normal()
    return min(max(Int((mean + spread).rounded()), 0), trials)
  }
}
