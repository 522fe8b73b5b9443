// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// What a computed column is: its unit, and whether it may still be added up. What is not sure to
/// add up is a rate, which no verb sums.
enum MeasureInference {
  /// The field of a computed column. It is derived, so that verbs take it only when it is named.
  static func field(named name: String, _ expression: Expression) -> Field {
    if case .column(_, let source) = expression, source.measure == nil {
      var copy = source
      copy.name = name
      if copy.role.isDimension { copy.role = .attribute }
      return copy
    }
    guard expression.type.isNumeric, var info = info(of: expression) else {
      return Field(name, expression.type)
    }
    info.isTerm = false
    return Field(name, expression.type, role: .measure(info))
  }

  /// What an expression over measures is; `nil` where it reads none.
  static func info(of expression: Expression) -> MeasureInfo? {
    switch expression {
    case .column(_, let field): return field.measure
    case .companion(_, let field, let companion):
      guard let own = field.measure else { return nil }
      switch companion {
      case .base: return own
      case .low, .high: return rate(like: own)
      case .percent: return rate(like: own, unit: .percent)
      case .date: return nil
      }
    case .negate(let operand):
      guard var own = info(of: operand) else { return nil }
      own.isNonNegative = false
      own.isCount = false
      return own
    case .arithmetic(let op, let a, let b): return arithmetic(op, a, b)
    case .call(let function, let arguments): return call(function, arguments)
    default: return nil
    }
  }

  private static func rate(like source: MeasureInfo, unit: Unit? = nil) -> MeasureInfo {
    MeasureInfo(
      kind: .rate, unit: unit ?? source.unit, isNonNegative: source.isNonNegative,
      term: source.term)
  }

  private static func arithmetic(
    _ op: ExpressionOperator, _ a: Expression, _ b: Expression
  ) -> MeasureInfo? {
    let x = info(of: a)
    let y = info(of: b)
    switch op {
    case .add, .subtract:
      guard let x, let y else { return (x ?? y).map { rate(like: $0) } }
      var both = merged(x, y)
      if op == .subtract { both.isNonNegative = false }
      return both
    case .multiply, .divide:
      if let x, case .number(let factor) = b { return scaled(x, by: factor) }
      if op == .multiply, let y, case .number(let factor) = a { return scaled(y, by: factor) }
      guard let any = x ?? y else { return nil }
      var quotient = rate(like: any, unit: Unit.none)
      quotient.isNonNegative = (x?.isNonNegative ?? false) && (y?.isNonNegative ?? false)
      if op == .divide, case .arithmetic(.multiply, .number(100), _) = a {
        quotient.unit = .percent
      }
      return quotient
    default: return (x ?? y).map { rate(like: $0) }
    }
  }

  private static func scaled(_ source: MeasureInfo, by factor: Double) -> MeasureInfo {
    var result = source
    result.isNonNegative = source.isNonNegative && factor >= 0
    result.isCount = source.isCount && factor == 1
    return result
  }

  /// What holds of two measures that are added, or of which one is chosen.
  static func merged(_ a: MeasureInfo, _ b: MeasureInfo) -> MeasureInfo {
    var result = a
    if a.kind != b.kind { result.kind = .rate }
    let isSame = a.kind == b.kind
    result.additiveOverPlaces = isSame && a.additiveOverPlaces && b.additiveOverPlaces
    result.additiveOverTime = isSame && a.additiveOverTime && b.additiveOverTime
    result.isNonNegative = a.isNonNegative && b.isNonNegative
    result.isCount = a.isCount && b.isCount
    if a.unit != b.unit { result.unit = .none }
    if a.scale != b.scale { result.scale = 1 }
    return result
  }

  private static func call(
    _ function: any ScalarFunction, _ arguments: [Expression]
  ) -> MeasureInfo? {
    let found = arguments.filter { $0.type.isNumeric }.compactMap { info(of: $0) }
    guard let first = found.first else { return nil }
    switch function.measureRule {
    case .nothing: return rate(like: first, unit: Unit.none)
    case .unit: return rate(like: first)
    case .choice: return found.dropFirst().reduce(first) { merged($0, $1) }
    }
  }
}
