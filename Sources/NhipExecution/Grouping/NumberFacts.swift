// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns

/// What must be known of numbers to choose a kernel for them.
package struct NumberFacts: Sendable {
  /// Whether some number is missing.
  package private(set) var hasMissing = false
  /// Whether every number is whole, finite and below 2^51 in magnitude.
  package private(set) var isWhole = true
  private var lowest = Double.infinity
  private var highest = -Double.infinity

  /// The least and the greatest number; `nil` where all are missing.
  package var range: ClosedRange<Double>? { lowest <= highest ? lowest...highest : nil }

  /// Infinite where every number is missing.
  var largestMagnitude: Double { max(lowest.magnitude, highest.magnitude) }

  package init(_ numbers: [Double], _ morsels: Morsels) {
    let ranges = morsels.ranges(numbers.count)
    let parts = numbers.withUnsafeBufferPointer { buffer in
      let numbers = SharedInput(buffer)
      return Workers.map(ranges.count, threads: morsels.threads) { task in
        NumberFacts(UnsafeBufferPointer(rebasing: numbers.buffer[ranges[task]]))
      }
    }
    for part in parts {
      hasMissing = hasMissing || part.hasMissing
      isWhole = isWhole && part.isWhole
      lowest = min(lowest, part.lowest)
      highest = max(highest, part.highest)
    }
    if largestMagnitude >= 0x1p51, lowest <= highest { isWhole = false }
  }

  private init(_ numbers: UnsafeBufferPointer<Double>) {
    typealias Lanes = SIMD8<Double>
    // Adding and subtracting this rounds a number below 2^51 to a whole one.
    let rounder = Lanes(repeating: 0x1.8p52)
    var low = Lanes(repeating: .infinity)
    var high = Lanes(repeating: -.infinity)
    var missing = SIMDMask<SIMD8<Int64>>(repeating: false)
    var broken = missing
    func take(_ lanes: Lanes) {
      let isMissing = lanes .!= lanes
      missing .|= isMissing
      broken .|= ((lanes + rounder) - rounder .!= lanes) .& .!isMissing
      low.replace(with: lanes, where: lanes .< low)
      high.replace(with: lanes, where: lanes .> high)
    }
    let whole = numbers.count / 8 * 8
    let raw = UnsafeRawBufferPointer(numbers)
    var index = 0
    while index < whole {
      take(raw.loadUnaligned(fromByteOffset: index * 8, as: Lanes.self))
      index += 8
    }
    while index < numbers.count {
      take(Lanes(repeating: numbers[index]))
      index += 1
    }
    hasMissing = missing != SIMDMask(repeating: false)
    isWhole = broken == SIMDMask(repeating: false)
    lowest = low.min()
    highest = high.max()
  }
}
