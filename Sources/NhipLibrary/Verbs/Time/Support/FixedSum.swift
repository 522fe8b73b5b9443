// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Sums that never depend on the order of what is added.
enum FixedSum {
  /// Adds the values from the smallest up, keeping the rounding error of every step
  /// (Neumaier 1974). Complexity: O(n log n).
  static func of(_ values: [Double]) -> Double {
    // Whole numbers of this size add up exactly in any order.
    let exact = 9_007_199_254_740_992.0 / Double(max(values.count, 1))
    if values.allSatisfy({ $0 == $0.rounded() && $0.magnitude < exact }) {
      return values.reduce(0, +)
    }
    var sum = 0.0
    var compensation = 0.0
    for value in values.sorted() {
      let next = sum + value
      compensation +=
        sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    let total = sum + compensation
    return total.isNaN ? sum : total
  }
}
