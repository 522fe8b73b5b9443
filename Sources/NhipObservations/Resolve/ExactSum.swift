// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A sum that keeps what each addition rounds off (Knuth's two-sum), so that 0.1 and 0.2 make 0.3
/// and the order in which parts are added, by place or by period first, decides no digit.
package struct ExactSum: Sendable {
  private var high = 0.0
  private var low = 0.0

  package init() {}

  /// Adds a value and what an earlier sum of its own rounded off.
  package mutating func add(_ value: Double, residue: Double = 0) {
    let total = high + value
    if total.isFinite {
      let part = total - high
      low += (high - (total - part)) + (value - part) + residue
    }
    high = total
  }

  /// The sum as the nearest number.
  package var value: Double { high.isFinite ? high + low : high }

  /// What `value` rounds off.
  package var residue: Double { high.isFinite ? low - (value - high) : 0 }
}
