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
    let stated = evaluator.numbers(expression, range)
    var (lower, upper, undefined) = corners(expression, range, bounded) { $0 }
    if undefined.contains(true) {
      // An end over an end tells nothing; a value far out tells where the expression goes.
      let far = corners(expression, range, bounded) {
        $0.map { $0.isInfinite ? $0 < 0 ? -Self.farOut : Self.farOut : $0 }
      }
      let isPlain = Self.isArithmetic(expression)
      for row in stated.indices where undefined[row] {
        let isTold = isPlain && !far.undefined[row]
        lower[row] = isTold ? Self.opened(far.lower[row]) : .nan
        upper[row] = isTold ? Self.opened(far.upper[row]) : .nan
      }
    }
    for row in stated.indices where stated[row].isNaN || !(lower[row] <= upper[row]) {
      lower[row] = .nan
      upper[row] = .nan
    }
    if IntervalRange.isNeeded(expression, evaluator.table) || undefined.contains(true) {
      let whole = IntervalRange(expression, evaluator, range, turningIn: bounded)
      for row in stated.indices
      where (whole.turns[row] || lower[row].isNaN) && !stated[row].isNaN {
        let isOpen = whole.lower[row] == -.infinity && whole.upper[row] == .infinity
        let isKnown = !isOpen && whole.lower[row] <= stated[row] && stated[row] <= whole.upper[row]
        lower[row] = isKnown ? whole.lower[row] : .nan
        upper[row] = isKnown ? whole.upper[row] : .nan
      }
    }
    return (lower, upper)
  }

  /// Stands for a side without an end where only the direction counts.
  private static let farOut = 0x1p200
  /// What is reached from there is without an end too, and its inverse is nothing.
  private static let endless = 0x1p100

  private static func opened(_ bound: Double) -> Double {
    if bound.magnitude < 1 / endless { return 0 }
    return bound.magnitude < endless ? bound : bound < 0 ? -.infinity : .infinity
  }

  /// Whether an expression is made of the four operations alone.
  private static func isArithmetic(_ expression: Expression) -> Bool {
    switch expression {
    case .column, .number: true
    case .negate(let a): isArithmetic(a)
    case .arithmetic(let op, let a, let b):
      op != .remainder && isArithmetic(a) && isArithmetic(b)
    default: false
    }
  }

  /// The least and the greatest value at the corners of the columns' intervals, and the rows in
  /// which some corner has none.
  ///
  /// - Parameter ends: lower or upper bounds as they stand for a corner.
  private func corners(
    _ expression: Expression, _ range: Range<Int>, _ bounded: [Int], _ ends: ([Double]) -> [Double]
  ) -> (lower: [Double], upper: [Double], undefined: [Bool]) {
    var lower = [Double](repeating: .infinity, count: range.count)
    var upper = [Double](repeating: -.infinity, count: range.count)
    var undefined = [Bool](repeating: false, count: range.count)
    for corner in 0..<(1 << bounded.count) {
      var table = evaluator.table
      for (bit, index) in bounded.enumerated() {
        guard let detail = table.columns[index].detail, let low = detail.lower,
          let high = detail.upper
        else { continue }
        table.columns[index].storage = .numbers(ends((corner >> bit) & 1 == 0 ? low : high))
      }
      let values = Evaluator(table, registry: evaluator.registry).numbers(expression, range)
      for row in values.indices {
        if values[row].isNaN {
          undefined[row] = true
        } else {
          lower[row] = min(lower[row], values[row])
          upper[row] = max(upper[row], values[row])
        }
      }
    }
    return (lower, upper, undefined)
  }
}
