// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Digits and a power of ten to the nearest Double.
enum ScaledInteger {
  /// Powers of ten that are exact Doubles.
  private static let doubles: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19,
  ]

  private static let integers: [UInt64] = {
    var powers: [UInt64] = [1]
    for _ in 0..<19 { powers.append(powers[powers.count - 1] &* 10) }
    return powers
  }()

  /// `digits / 10^power`, correctly rounded, for `power` up to 19.
  ///
  /// Up to 2^53 one division of exact Doubles does it (Clinger's fast path). Beyond, the integer
  /// quotient with 62 bits or more and a sticky bit for the remainder is rounded once.
  @inline(__always)
  static func divide(_ digits: UInt64, byPowerOfTen power: Int) -> Double {
    if digits <= 1 << 53 { return PlainDigits.double(digits) / doubles[power] }
    return divideWide(digits, integers[power])
  }

  private static func divideWide(_ digits: UInt64, _ divisor: UInt64) -> Double {
    let digitShift = digits.leadingZeroBitCount
    let divisorShift = divisor.leadingZeroBitCount
    let top = digits << UInt64(digitShift)
    let bottom = divisor << UInt64(divisorShift)
    // top / 2 < bottom, so the quotient fits.
    let (quotient, remainder) = bottom.dividingFullWidth((top >> 1, top << 63))
    let sticky: UInt64 = remainder == 0 ? 0 : 1
    let exponent = divisorShift - digitShift - 63
    return Double(quotient | sticky) * Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
