// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

extension SteppedKernel {
  /// What partial cells leave open of a column: bounds and marks.
  struct Bounds: @unchecked Sendable {
    // Plain pointers: tasks write rows of their own series only.
    let low: UnsafeMutableBufferPointer<Double>
    let high: UnsafeMutableBufferPointer<Double>
    /// Raw values of marks.
    let marks: UnsafeMutableBufferPointer<UInt32>

    /// Puts a row's bounds and marks, with the sign that they call for.
    @inline(__always)
    func set(
      _ row: Int, _ value: Double, _ bounds: (low: Double, high: Double), _ own: UInt32,
      _ seen: inout (marks: UInt32, isOpen: Bool)
    ) {
      let isKnown = !bounds.low.isNaN && !bounds.high.isNaN
      let (lower, upper) = isKnown ? bounds : (value, value)
      let signs = Marks.signBits(value: value, lower: lower, upper: upper, beside: own)
      low[row] = lower
      high[row] = upper
      marks[row] = own | signs
      seen.marks |= own | signs
      if lower != value || upper != value { seen.isOpen = true }
    }

    @inline(__always)
    func setExact(
      _ row: Int, _ value: Double, _ own: UInt32, _ seen: inout (marks: UInt32, isOpen: Bool)
    ) {
      low[row] = value
      high[row] = value
      marks[row] = own
      seen.marks |= own
    }

    @inline(__always)
    func clear(_ row: Int) {
      low[row] = .nan
      high[row] = .nan
      marks[row] = 0
    }
  }
}
