// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// Bounds of numeric expressions. Each column moves as one quantity through the whole
/// expression, so that a share of an approximate part in its own total keeps its tight bounds:
/// the expression is evaluated at the corners of its columns' intervals. Where a part of it turns
/// between them, `IntervalRange` bounds the row.
struct Intervals {
  /// Corners are 2 to the power of this; beyond it the bounds are unknown.
  static let cornerLimit = 6

  let evaluator: Evaluator

  init(_ evaluator: Evaluator) { self.evaluator = evaluator }

  /// Whether any column of the expression has bounds of its own.
  static func areNeeded(_ expression: Expression, _ table: Table) -> Bool {
    expression.columns.contains { table.columns[$0].detail?.lower != nil }
  }

  func bounds(
    _ expression: Expression, _ range: Range<Int>
  ) -> (lower: [Double], upper: [Double]) {
    let bounded = expression.columns.sorted().filter {
      evaluator.table.columns[$0].detail?.lower != nil
    }
    guard !bounded.isEmpty else {
      let values = evaluator.numbers(expression, range)
      return (values, values)
    }
    guard bounded.count <= Self.cornerLimit else {
      let unknown = [Double](repeating: .nan, count: range.count)
      return (unknown, unknown)
    }
    var lower = [Double](repeating: .infinity, count: range.count)
    var upper = [Double](repeating: -.infinity, count: range.count)
    var undefined = [Bool](repeating: false, count: range.count)
    for corner in 0..<(1 << bounded.count) {
      var table = evaluator.table
      for (bit, index) in bounded.enumerated() {
        guard let detail = table.columns[index].detail, let low = detail.lower,
          let high = detail.upper
        else { continue }
        table.columns[index].storage = .numbers((corner >> bit) & 1 == 0 ? low : high)
      }
      let values = Evaluator(table, registry: evaluator.registry).numbers(expression, range)
      for row in 0..<range.count {
        // Infinity over infinity leaves the other corners to tell; the open side stays open.
        if values[row].isNaN {
          undefined[row] = true
        } else {
          lower[row] = min(lower[row], values[row])
          upper[row] = max(upper[row], values[row])
        }
      }
    }
    let stated = evaluator.numbers(expression, range)
    for row in 0..<range.count {
      if stated[row].isNaN || lower[row] > upper[row] {
        lower[row] = .nan
        upper[row] = .nan
      } else if undefined[row] {
        lower[row] = min(lower[row], stated[row])
        upper[row] = .infinity
      }
    }
    if IntervalRange.isNeeded(expression, evaluator.table) {
      let whole = IntervalRange(expression, evaluator, range)
      for row in 0..<range.count where whole.turns[row] && !stated[row].isNaN {
        let isOpen = whole.lower[row] == -.infinity && whole.upper[row] == .infinity
        let isKnown = !isOpen && whole.lower[row] <= stated[row] && stated[row] <= whole.upper[row]
        lower[row] = isKnown ? whole.lower[row] : .nan
        upper[row] = isKnown ? whole.upper[row] : .nan
      }
    }
    return (lower, upper)
  }
}
