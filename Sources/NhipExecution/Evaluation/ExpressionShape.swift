// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipPlan

/// How an expression goes with one of its columns while the others stand still. What is not `other`
/// only rises or only falls between two poles, so that the ends of an interval bound it.
enum ExpressionShape {
  case constant
  case linear
  /// A quotient of two linear parts, or a function that rises or falls all along.
  case monotone
  case other

  init(_ expression: Expression, in column: Int) {
    guard expression.columns.contains(column) else {
      self = .constant
      return
    }
    switch expression {
    case .column: self = .linear
    case .negate(let a): self.init(a, in: column)
    case .arithmetic(let op, let a, let b):
      self = Self.combined(
        op, ExpressionShape(a, in: column), ExpressionShape(b, in: column))
    case .call(let function, let arguments):
      // Choices, and functions that turn, see to their rows themselves.
      let shapes = arguments.map { ExpressionShape($0, in: column) }
      let moving = shapes.filter { $0 != .constant }
      let isChoice = function is any ConditionalFunction
      self = isChoice || (moving.count == 1 && moving[0] != .other) ? .monotone : .other
    default: self = .other
    }
  }

  private static func combined(
    _ op: ExpressionOperator, _ a: ExpressionShape, _ b: ExpressionShape
  ) -> ExpressionShape {
    switch (op, a, b) {
    case (_, .other, _), (_, _, .other): .other
    case (.add, .linear, .linear), (.subtract, .linear, .linear): .linear
    case (.add, _, .constant), (.subtract, _, .constant), (.multiply, _, .constant),
      (.divide, _, .constant):
      a
    case (.add, .constant, _), (.subtract, .constant, _), (.multiply, .constant, _): b
    case (.divide, .constant, _), (.divide, .linear, .linear): .monotone
    default: .other
    }
  }
}
