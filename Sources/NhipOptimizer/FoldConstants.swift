// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// Computes arithmetic and logic over constants once, and drops filters that are always true.
struct FoldConstants: OptimizerRule {
  let name = "fold_constants"

  func rewrite(_ plan: LogicalPlan) -> LogicalPlan? {
    switch plan {
    case .filter(let input, let predicate):
      let folded = fold(predicate)
      if case .boolean(true)? = folded { return input }
      return folded.map { .filter(input, $0) }
    case .project(let input, let items):
      var changed = false
      let folded = items.map { item -> Projection in
        guard let expression = fold(item.expression) else { return item }
        changed = true
        return Projection(item.field, expression)
      }
      return changed ? .project(input, folded) : nil
    default: return nil
    }
  }

  /// The simpler expression, or `nil` where it is simple already.
  private func fold(_ expression: Expression) -> Expression? {
    switch expression {
    case .arithmetic(let op, let a, let b):
      let x = fold(a) ?? a
      let y = fold(b) ?? b
      if case .number(let p) = x, case .number(let q) = y, let value = compute(op, p, q) {
        return .number(value)
      }
      return fold(a) != nil || fold(b) != nil ? .arithmetic(op, x, y) : nil
    case .logical(let op, let a, let b):
      let x = fold(a) ?? a
      let y = fold(b) ?? b
      // Only what holds in three-valued logic too.
      if op == .and {
        if case .boolean(true) = x { return y }
        if case .boolean(true) = y { return x }
        if case .boolean(false) = x { return x }
        if case .boolean(false) = y { return y }
      } else {
        if case .boolean(false) = x { return y }
        if case .boolean(false) = y { return x }
        if case .boolean(true) = x { return x }
        if case .boolean(true) = y { return y }
      }
      return fold(a) != nil || fold(b) != nil ? .logical(op, x, y) : nil
    case .not(let a):
      if case .boolean(let value) = fold(a) ?? a { return .boolean(!value) }
      return fold(a).map { .not($0) }
    case .negate(let a):
      if case .number(let value) = fold(a) ?? a { return .number(-value) }
      return fold(a).map { .negate($0) }
    case .compare(let op, let a, let b):
      guard fold(a) != nil || fold(b) != nil else { return nil }
      return .compare(op, fold(a) ?? a, fold(b) ?? b)
    default: return nil
    }
  }

  private func compute(_ op: ExpressionOperator, _ a: Double, _ b: Double) -> Double? {
    let value: Double
    switch op {
    case .add: value = a + b
    case .subtract: value = a - b
    case .multiply: value = a * b
    case .divide: value = a / b
    default: return nil
    }
    return value.isFinite ? value : nil
  }
}
