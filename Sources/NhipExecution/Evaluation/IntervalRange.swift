// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// Bounds of an expression by interval arithmetic (Moore 1966), part by part. They always hold, but
/// are wide where a column occurs twice, so they serve only the rows in which some part turns: where
/// the corners of `Intervals` miss what lies between them.
struct IntervalRange {
  var lower: [Double]
  var upper: [Double]
  /// Whether some part turns, jumps or has a pole within the bounds of the row.
  var turns: [Bool]

  /// Whether an expression has a part that may turn over the columns with bounds.
  static func isNeeded(_ expression: Expression, _ table: Table) -> Bool {
    guard Intervals.areNeeded(expression, table) else { return false }
    let bounded = expression.columns.filter { table.columns[$0].detail?.lower != nil }
    if bounded.contains(where: { ExpressionShape(expression, in: $0) == .other }) { return true }
    switch expression {
    case .negate(let a): return isNeeded(a, table)
    case .arithmetic(let op, let a, let b):
      if isNeeded(a, table) || isNeeded(b, table) || op == .remainder { return true }
      if op == .divide { return Intervals.areNeeded(b, table) }
      return op == .multiply && !a.columns.isDisjoint(with: b.columns)
    case .call(let function, let arguments):
      return function is any TurningFunction || function is any ConditionalFunction
        || arguments.contains { isNeeded($0, table) }
    default: return false
    }
  }

  /// The bounds of a whole expression: it turns too where one of the columns is not exact in which
  /// it may rise and fall.
  init(
    _ expression: Expression, _ evaluator: Evaluator, _ range: Range<Int>, turningIn columns: [Int]
  ) {
    self.init(expression, evaluator, range)
    for column in columns where ExpressionShape(expression, in: column) == .other {
      guard let detail = evaluator.table.columns[column].detail, let low = detail.lower,
        let high = detail.upper
      else { continue }
      for row in turns.indices where low[range.lowerBound + row] != high[range.lowerBound + row] {
        turns[row] = true
      }
    }
  }

  init(_ expression: Expression, _ evaluator: Evaluator, _ range: Range<Int>) {
    func exact() -> IntervalRange {
      let values = evaluator.numbers(expression, range)
      return IntervalRange(values, values)
    }
    switch expression {
    case .column(let index, _):
      guard let detail = evaluator.table.columns[index].detail, let low = detail.lower,
        let high = detail.upper
      else {
        self = exact()
        return
      }
      self.init(Array(low[range]), Array(high[range]))
    case .negate(let a):
      let inner = IntervalRange(a, evaluator, range)
      self.init(inner.upper.map { -$0 }, inner.lower.map { -$0 })
      turns = inner.turns
    case .arithmetic(let op, let a, let b):
      let x = IntervalRange(a, evaluator, range)
      let y = IntervalRange(b, evaluator, range)
      let sharesColumns = !a.columns.isDisjoint(with: b.columns)
      self = Self.arithmetic(
        op, x, y, sharesColumns: sharesColumns,
        areSame: sharesColumns && a.columns == b.columns && "\(a)" == "\(b)")
    case .call(let function as any TurningFunction, let arguments) where arguments.count == 1:
      let ends = IntervalRange(function, arguments, evaluator, range)
      let inner = IntervalRange(arguments[0], evaluator, range)
      self = ends
      let point = function.turningPoint
      for row in lower.indices where inner.lower[row] <= point && inner.upper[row] > point {
        (lower[row], upper[row]) = function.bounds(inner.lower[row], inner.upper[row])
        turns[row] = true
      }
    case .call(let function as any ConditionalFunction, let arguments):
      self = IntervalRange(either: function, arguments, evaluator, range)
    case .call(let function, let arguments):
      self.init(function, arguments, evaluator, range)
    default: self = exact()
    }
  }

  private init(_ lower: [Double], _ upper: [Double]) {
    self.lower = lower
    self.upper = upper
    turns = [Bool](repeating: false, count: lower.count)
  }

  /// A function that rises, or falls, with each argument.
  private init(
    _ function: any ScalarFunction, _ arguments: [Expression], _ evaluator: Evaluator,
    _ range: Range<Int>
  ) {
    var low: [Column] = []
    var high: [Column] = []
    var turning = [Bool](repeating: false, count: range.count)
    for argument in arguments {
      guard argument.type.isNumeric else {
        low.append(evaluator.evaluate(argument, range))
        high.append(low[low.count - 1])
        continue
      }
      let inner = IntervalRange(argument, evaluator, range)
      low.append(Column(numbers: inner.lower))
      high.append(Column(numbers: inner.upper))
      for row in turning.indices where inner.turns[row] { turning[row] = true }
    }
    let nothing = [Double](repeating: .nan, count: range.count)
    let first = function.evaluate(low, count: range.count).numbers ?? nothing
    let second = function.evaluate(high, count: range.count).numbers ?? nothing
    self.init(zip(first, second).map { min($0, $1) }, zip(first, second).map { max($0, $1) })
    turns = turning
  }

  /// A choice: both values where bounds leave the condition open.
  private init(
    either function: any ConditionalFunction, _ arguments: [Expression], _ evaluator: Evaluator,
    _ range: Range<Int>
  ) {
    let stated = evaluator.truth(arguments[0], range)
    let open = Self.open(arguments[0], evaluator, range)
    let nothing = [Double](repeating: .nan, count: range.count)
    let values = arguments.dropFirst().map { IntervalRange($0, evaluator, range) }
    self.init(nothing, nothing)
    for row in lower.indices where stated[row] != 2 {
      for (number, value) in values.enumerated()
      where open[row] || (stated[row] == 1) == (number == 0) {
        // `min` of nothing and a number is the number here, unlike that of two numbers.
        lower[row] = lower[row].isNaN ? value.lower[row] : min(lower[row], value.lower[row])
        upper[row] = upper[row].isNaN ? value.upper[row] : max(upper[row], value.upper[row])
        if value.turns[row] { turns[row] = true }
      }
      if open[row] { turns[row] = true }
    }
  }

  /// Where bounds leave a condition open.
  private static func open(
    _ condition: Expression, _ evaluator: Evaluator, _ range: Range<Int>
  ) -> [Bool] {
    switch condition {
    case .not(let a): return open(a, evaluator, range)
    case .logical(_, let a, let b):
      return zip(open(a, evaluator, range), open(b, evaluator, range)).map { $0 || $1 }
    case .inList(let a, let items, _):
      return items.reduce([Bool](repeating: false, count: range.count)) { known, item in
        zip(known, open(.compare(.equal, a, item), evaluator, range)).map { $0 || $1 }
      }
    case .compare:
      let certain = evaluator.truth(.certainly(condition), range)
      let possible = evaluator.truth(.possibly(condition), range)
      return zip(certain, possible).map { $0 != $1 }
    default: return [Bool](repeating: false, count: range.count)
    }
  }

  private static func arithmetic(
    _ op: ExpressionOperator, _ x: IntervalRange, _ y: IntervalRange, sharesColumns: Bool,
    areSame: Bool
  ) -> IntervalRange {
    var result = IntervalRange(x.lower, x.upper)
    for row in x.lower.indices {
      let (a, b) = (x.lower[row], x.upper[row])
      let (c, d) = (y.lower[row], y.upper[row])
      var turns = x.turns[row] || y.turns[row]
      var bounds: (lower: Double, upper: Double)
      switch op {
      case .add: bounds = (a + c, b + d)
      case .subtract: bounds = (a - d, b - c)
      case .multiply where areSame && a < 0 && b > 0:
        bounds = (0, max(a * a, b * b))
        turns = true
      case .multiply:
        bounds = product(a, b, c, d)
        if sharesColumns && !areSame && a < b && c < d { turns = true }
      case .divide where c < 0 && d > 0 && !areSame:
        bounds = (-.infinity, .infinity)
        turns = true
      case .divide where c == 0 && d > 0:
        bounds = product(a, b, 1 / d, .infinity)
        if a < 0 && !sharesColumns { turns = true }
      case .divide where d == 0 && c < 0:
        bounds = product(a, b, -.infinity, 1 / c)
        if b > 0 && !sharesColumns { turns = true }
      case .divide: bounds = product(a, b, 1 / c, 1 / d)
      default:
        let most = max(c.magnitude, d.magnitude)
        let isExact = a == b && c == d
        bounds = (a < 0 ? max(a, -most) : 0, b > 0 ? min(b, most) : 0)
        turns = turns || !isExact
        if isExact { bounds = (a.truncatingRemainder(dividingBy: c), bounds.1) }
        if isExact { bounds.upper = bounds.lower }
      }
      (result.lower[row], result.upper[row]) = bounds
      result.turns[row] = turns
    }
    return result
  }

  /// The least and the largest product of two numbers within bounds; nothing times no end is
  /// nothing, since the ends themselves are never reached.
  private static func product(
    _ a: Double, _ b: Double, _ c: Double, _ d: Double
  ) -> (lower: Double, upper: Double) {
    func times(_ x: Double, _ y: Double) -> Double { x == 0 || y == 0 ? 0 : x * y }
    let corners = [times(a, c), times(a, d), times(b, c), times(b, d)]
    if corners.contains(where: \.isNaN) { return (.nan, .nan) }
    return (corners.min() ?? .nan, corners.max() ?? .nan)
  }
}
