// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Elementary functions made of IEEE operations only, so that one seed gives the same bytes with
/// every C library. Reductions and coefficients are those of fdlibm (error below 1 ulp).
package enum PortableMath {
  /// e to the power of `x`, for |x| below 700.
  package static func exp(_ x: Double) -> Double {
    let power = Int(x * 1.442_695_040_888_963_4 + (x < 0 ? -0.5 : 0.5))
    let scaled = Double(power)
    let r = (x - scaled * 6.931_471_803_691_238_16e-1) - scaled * 1.908_214_929_270_587_70e-10
    let z = r * r
    var tail = -1.653_390_220_546_525_15e-6 + z * 4.138_136_797_057_238_46e-8
    tail = 6.613_756_321_437_934_36e-5 + z * tail
    tail = -2.777_777_777_701_559_34e-3 + z * tail
    tail = 1.666_666_666_666_660_19e-1 + z * tail
    let c = r - z * tail
    let fraction = 1 + (r + (r * c) / (2 - c))
    return fraction * Double(bitPattern: UInt64(power + 1_023) << 52)
  }

  /// The natural logarithm of a positive normal number.
  package static func log(_ x: Double) -> Double {
    var power = Int(x.bitPattern >> 52) - 1_023
    var fraction = Double(bitPattern: (x.bitPattern & 0x000F_FFFF_FFFF_FFFF) | (1_023 << 52))
    if fraction > 1.414_213_562_373_095_1 {
      fraction *= 0.5
      power += 1
    }
    let f = fraction - 1
    let s = f / (2 + f)
    let z = s * s
    var r = 1.531_383_769_920_937_33e-1 + z * 1.479_819_860_511_658_59e-1
    r = 1.818_357_216_161_805_01e-1 + z * r
    r = 2.222_219_843_214_978_40e-1 + z * r
    r = 2.857_142_874_366_239_15e-1 + z * r
    r = 3.999_999_999_940_941_91e-1 + z * r
    r = z * (6.666_666_666_666_735_13e-1 + z * r)
    let half = 0.5 * f * f
    let scaled = Double(power)
    let low = s * (half + r) + scaled * 1.908_214_929_270_587_70e-10
    return scaled * 6.931_471_803_691_238_16e-1 - ((half - low) - f)
  }

  /// The logarithm of `n` factorial: exact product below 12, else Stirling's series.
  package static func logFactorial(_ n: Int) -> Double {
    guard n >= 12 else {
      var product = 1.0
      for factor in 1..<max(n + 1, 2) { product *= Double(factor) }
      return log(product)
    }
    let x = Double(n + 1)
    let inverse = 1 / x
    let square = inverse * inverse
    let series = inverse * (1 / 12.0 - square * (1 / 360.0 - square / 1_260.0))
    return (x - 0.5) * log(x) - x + 0.918_938_533_204_672_74 + series
  }
}
