// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipObservations
import NhipPlan

/// Evaluates expressions over the rows of a table, a batch at a time.
///
/// Numbers are three-valued through NaN, conditions through 2. Comparisons use the stated value,
/// `certainly` and `possibly` the bounds. Division by zero is missing.
package struct Evaluator {
  let table: Table
  let registry: PlaceRegistry
  /// Verdicts on the texts of dictionaries, shared by all batches.
  let verdicts = TextVerdicts()

  package init(_ table: Table, registry: PlaceRegistry) {
    self.table = table
    self.registry = registry
  }

  func evaluate(_ expression: Expression, _ range: Range<Int>) -> Column {
    switch expression {
    case .column(let index, _): return table.columns[index].slice(range).withoutDetail()
    case .text(let text):
      return Column(
        .text([Int32](repeating: 0, count: range.count), TextDictionary([text])))
    case .period(let period):
      return Column(.periods([Period](repeating: period, count: range.count)))
    case .missing(let type): return Column.missing(type, count: range.count)
    case .call(let function, let arguments):
      return function.evaluate(arguments.map { evaluate($0, range) }, count: range.count)
    case .companion(_, _, .date):
      return Column(
        .periods(
          numbers(expression, range).map { $0.isNaN ? .none : Period(.day, Int32($0)) }))
    default:
      return expression.type == .boolean
        ? Column(.booleans(truth(expression, range))) : Column(numbers: numbers(expression, range))
    }
  }

  // MARK: Numbers

  func numbers(_ expression: Expression, _ range: Range<Int>) -> [Double] {
    switch expression {
    case .column(let index, _):
      guard case .numbers(let values) = table.columns[index].storage else {
        return [Double](repeating: .nan, count: range.count)
      }
      return Array(values[range])
    case .companion(let index, _, let companion):
      return self.companion(table.columns[index], companion, range)
    case .number(let value): return [Double](repeating: value, count: range.count)
    case .negate(let a): return numbers(a, range).map { -$0 }
    case .arithmetic(let op, let a, let b):
      return Arithmetic.apply(op, numbers(a, range), numbers(b, range))
    case .call(let function, let arguments):
      let column = function.evaluate(arguments.map { evaluate($0, range) }, count: range.count)
      return column.numbers ?? [Double](repeating: .nan, count: range.count)
    default: return [Double](repeating: .nan, count: range.count)
    }
  }

  private func companion(
    _ column: Column, _ companion: Companion, _ range: Range<Int>
  ) -> [Double] {
    let detail = column.detail
    let values = column.numbers ?? []
    switch companion {
    case .low: return Array((detail?.lower ?? values)[range])
    case .high: return Array((detail?.upper ?? values)[range])
    case .base:
      return detail?.denominator.map { Array($0[range]) }
        ?? [Double](repeating: .nan, count: range.count)
    case .percent:
      guard let top = detail?.numerator, let bottom = detail?.denominator else {
        return [Double](repeating: .nan, count: range.count)
      }
      return range.map { bottom[$0] == 0 ? .nan : 100 * top[$0] / bottom[$0] }
    case .date:
      guard let dates = detail?.asOf else {
        return [Double](repeating: .nan, count: range.count)
      }
      return range.map { dates[$0] == .min ? .nan : Double(dates[$0]) }
    }
  }

  // MARK: Conditions

  /// 0 false, 1 true, 2 unknown.
  func truth(_ expression: Expression, _ range: Range<Int>) -> [UInt8] {
    switch expression {
    case .boolean(let value): return [UInt8](repeating: value ? 1 : 0, count: range.count)
    case .column(let index, _):
      if case .booleans(let values) = table.columns[index].storage { return Array(values[range]) }
      return [UInt8](repeating: 2, count: range.count)
    case .not(let a): return truth(a, range).map { $0 == 2 ? 2 : 1 - $0 }
    case .logical(let op, let a, let b):
      let x = truth(a, range)
      let y = truth(b, range)
      return op == .and ? Kleene.and(x, y) : Kleene.or(x, y)
    case .certainly(let inner): return onBounds(inner, range, isCertain: true)
    case .possibly(let inner): return onBounds(inner, range, isCertain: false)
    case .compare(let op, let a, let b): return compare(op, a, b, range)
    case .comparePeriod(let op, let a, let period): return comparePeriod(op, a, period, range)
    case .inPlaces(let a, let places, let isNegated):
      let column = evaluate(a, range)
      return (0..<range.count).map { row in
        guard let place = column.place(row) else { return 2 }
        return places.contains(place) != isNegated ? 1 : 0
      }
    case .inList(let a, let items, let isNegated):
      var any = [UInt8](repeating: 0, count: range.count)
      for item in items { any = Kleene.or(any, compare(.equal, a, item, range)) }
      return isNegated ? any.map { $0 == 2 ? 2 : 1 - $0 } : any
    case .predicate(let a, let name, let isNegated):
      return predicate(a, name, range).map { isNegated ? 1 - $0 : $0 }
    case .call(let function, let arguments):
      let column = function.evaluate(arguments.map { evaluate($0, range) }, count: range.count)
      if case .booleans(let values) = column.storage { return values }
      return [UInt8](repeating: 2, count: range.count)
    default: return [UInt8](repeating: 2, count: range.count)
    }
  }

  private func compare(
    _ op: ExpressionOperator, _ a: Expression, _ b: Expression, _ range: Range<Int>
  ) -> [UInt8] {
    if a.type.isNumeric && (b.type.isNumeric) {
      return Comparison.numbers(op, numbers(a, range), numbers(b, range))
    }
    if a.type == .boolean {
      return Comparison.booleans(op, truth(a, range), truth(b, range))
    }
    if case .column(let index, _) = a, case .text(let constant) = b,
      let found = compareText(op, column: index, constant, range)
    {
      return found
    }
    let x = evaluate(a, range)
    let y = evaluate(b, range)
    switch a.type {
    case .text: return Comparison.texts(op, x, y, count: range.count)
    case .period, .date: return Comparison.periods(op, x, y, count: range.count)
    case .place:
      return (0..<range.count).map { row in
        guard let p = x.place(row), let q = y.place(row) else { return 2 }
        let order = registry.order[Int(p)] < registry.order[Int(q)]
        return Comparison.holds(op, isEqual: p == q, isLess: order) ? 1 : 0
      }
    default: return [UInt8](repeating: 2, count: range.count)
    }
  }

  private func comparePeriod(
    _ op: ExpressionOperator, _ a: Expression, _ period: Period, _ range: Range<Int>
  ) -> [UInt8] {
    let column = evaluate(a, range)
    let low = period.firstDay ?? .min
    let high = period.lastDay ?? .max
    return (0..<range.count).map { row in
      guard let own = column.period(row), let from = own.firstDay, let to = own.lastDay else {
        return 2
      }
      let isTrue: Bool
      switch op {
      case .equal: isTrue = from >= low && to <= high
      case .notEqual: isTrue = !(from >= low && to <= high)
      case .less: isTrue = to < low
      case .lessOrEqual: isTrue = to <= high
      case .greater: isTrue = from > high
      default: isTrue = from >= low
      }
      return isTrue ? 1 : 0
    }
  }

  /// A comparison on the bounds of its sides instead of the stated values.
  private func onBounds(
    _ inner: Expression, _ range: Range<Int>, isCertain: Bool
  ) -> [UInt8] {
    guard case .compare(let op, let a, let b) = inner, a.type.isNumeric, b.type.isNumeric else {
      return truth(inner, range)
    }
    let x = Intervals(self).bounds(a, range)
    let y = Intervals(self).bounds(b, range)
    return (0..<range.count).map { row in
      let verdict = Comparison.intervals(
        op, (x.lower[row], x.upper[row]), (y.lower[row], y.upper[row]))
      switch verdict {
      case .missing: return 2
      case .always: return 1
      case .never: return 0
      case .sometimes: return isCertain ? 0 : 1
      }
    }
  }

  private func predicate(
    _ expression: Expression, _ name: String, _ range: Range<Int>
  ) -> [UInt8] {
    guard case .column(let index, _) = expression else {
      return [UInt8](repeating: 0, count: range.count)
    }
    let column = table.columns[index]
    let marks = column.detail?.marks
    func marked(_ wanted: Marks) -> [UInt8] {
      guard let marks else { return [UInt8](repeating: 0, count: range.count) }
      return range.map { marks[$0].isDisjoint(with: wanted) ? 0 : 1 }
    }
    switch name {
    case "missing": return range.map { column.isMissing($0) ? 1 : 0 }
    case "not reported":
      return range.map { row in
        column.isMissing(row) && !(marks?[row].contains(.notApplicable) ?? false) ? 1 : 0
      }
    case "not applicable": return marked(.notApplicable)
    case "zero": return numbers(expression, range).map { $0 == 0 ? 1 : 0 }
    case "partial": return marked([.partial, .parts])
    case "approximate": return marked([.approximate, .atLeast, .atMost])
    case "conflict": return marked(.conflict)
    default: return [UInt8](repeating: 0, count: range.count)
    }
  }
}
