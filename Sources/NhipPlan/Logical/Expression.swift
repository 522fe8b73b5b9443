// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipObservations

/// Which companion of a measure an expression reads: `x.low`, `x.base`.
package enum Companion: String, Sendable, CaseIterable {
  case low
  case high
  case base
  case percent
  case date
}

/// A typed expression over the columns of its input. Holds names and places, never pointers into
/// data, so that it can be explained and moved.
package indirect enum Expression: Sendable {
  case column(Int, Field)
  case companion(Int, Field, Companion)
  case number(Double)
  case text(String)
  case boolean(Bool)
  case period(Period)
  /// A missing value of a type.
  case missing(LogicalType)
  case not(Expression)
  case negate(Expression)
  /// `certainly`, `possibly`: the comparison inside is made on bounds.
  case certainly(Expression)
  case possibly(Expression)
  case logical(ExpressionOperator, Expression, Expression)
  case arithmetic(ExpressionOperator, Expression, Expression)
  case compare(ExpressionOperator, Expression, Expression)
  /// A period against a stretch of time: `period in 2019..2024`, `period >= 2020`.
  case comparePeriod(ExpressionOperator, Expression, Period)
  /// A place column against written names: the places they mean.
  case inPlaces(Expression, Set<PlaceID>, isNegated: Bool)
  case inList(Expression, [Expression], isNegated: Bool)
  /// `is missing`, `is partial` and so on, on a column.
  case predicate(Expression, String, isNegated: Bool)
  case call(any ScalarFunction, [Expression])

  package var type: LogicalType {
    switch self {
    case .column(_, let field): return field.type
    case .companion(_, _, let companion): return companion == .date ? .date : .float
    case .number(let value): return value == value.rounded() ? .integer : .float
    case .text: return .text
    case .boolean, .not, .logical, .compare, .comparePeriod, .inPlaces, .inList, .predicate,
      .certainly, .possibly:
      return .boolean
    case .period: return .period
    case .missing(let type): return type
    case .negate(let operand): return operand.type
    case .arithmetic(let op, let a, let b):
      return op != .divide && a.type == .integer && b.type == .integer ? .integer : .float
    case .call(let function, let arguments): return function.resultType(arguments.map(\.type))
    }
  }

  /// The columns it reads.
  package var columns: Set<Int> {
    switch self {
    case .column(let index, _), .companion(let index, _, _): return [index]
    case .number, .text, .boolean, .period, .missing: return []
    case .not(let a), .negate(let a), .certainly(let a), .possibly(let a),
      .comparePeriod(_, let a, _), .inPlaces(let a, _, _), .predicate(let a, _, _):
      return a.columns
    case .logical(_, let a, let b), .arithmetic(_, let a, let b), .compare(_, let a, let b):
      return a.columns.union(b.columns)
    case .inList(let a, let list, _): return list.reduce(a.columns) { $0.union($1.columns) }
    case .call(_, let arguments): return arguments.reduce([]) { $0.union($1.columns) }
    }
  }

  /// The same expression with every column index mapped; `nil` where one has no image.
  package func remapped(_ map: (Int) -> Expression?) -> Expression? {
    switch self {
    case .column(let index, _): return map(index)
    case .companion(let index, _, let companion):
      guard case .column(let target, let field)? = map(index) else { return nil }
      return .companion(target, field, companion)
    case .number, .text, .boolean, .period, .missing: return self
    case .not(let a): return a.remapped(map).map { .not($0) }
    case .negate(let a): return a.remapped(map).map { .negate($0) }
    case .certainly(let a): return a.remapped(map).map { .certainly($0) }
    case .possibly(let a): return a.remapped(map).map { .possibly($0) }
    case .comparePeriod(let op, let a, let period):
      return a.remapped(map).map { .comparePeriod(op, $0, period) }
    case .inPlaces(let a, let places, let isNegated):
      return a.remapped(map).map { .inPlaces($0, places, isNegated: isNegated) }
    case .predicate(let a, let name, let isNegated):
      return a.remapped(map).map { .predicate($0, name, isNegated: isNegated) }
    case .logical(let op, let a, let b):
      guard let x = a.remapped(map), let y = b.remapped(map) else { return nil }
      return .logical(op, x, y)
    case .arithmetic(let op, let a, let b):
      guard let x = a.remapped(map), let y = b.remapped(map) else { return nil }
      return .arithmetic(op, x, y)
    case .compare(let op, let a, let b):
      guard let x = a.remapped(map), let y = b.remapped(map) else { return nil }
      return .compare(op, x, y)
    case .inList(let a, let list, let isNegated):
      guard let x = a.remapped(map) else { return nil }
      let items = list.compactMap { $0.remapped(map) }
      return items.count == list.count ? .inList(x, items, isNegated: isNegated) : nil
    case .call(let function, let arguments):
      let items = arguments.compactMap { $0.remapped(map) }
      return items.count == arguments.count ? .call(function, items) : nil
    }
  }
}

extension Expression: CustomStringConvertible {
  /// As `explain` prints it.
  package var description: String {
    switch self {
    case .column(_, let field): return field.name
    case .companion(_, let field, let companion): return "\(field.name).\(companion.rawValue)"
    case .number(let value):
      return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
    case .text(let text): return "\"\(text)\""
    case .boolean(let value): return "\(value)"
    case .period(let period): return "\(period)"
    case .missing: return "missing"
    case .not(let a): return "not (\(a))"
    case .negate(let a): return "-(\(a))"
    case .certainly(let a): return "certainly (\(a))"
    case .possibly(let a): return "possibly (\(a))"
    case .logical(let op, let a, let b), .arithmetic(let op, let a, let b),
      .compare(let op, let a, let b):
      return "(\(a) \(op.rawValue) \(b))"
    case .comparePeriod(let op, let a, let period): return "(\(a) \(op.rawValue) \(period))"
    case .inPlaces(let a, let places, let isNegated):
      return "(\(a)\(isNegated ? " not" : "") in \(places.count) places)"
    case .inList(let a, let list, let isNegated):
      return
        "(\(a)\(isNegated ? " not" : "") in (\(list.map(\.description).joined(separator: ", "))))"
    case .predicate(let a, let name, let isNegated):
      return "(\(a) is\(isNegated ? " not" : "") \(name))"
    case .call(let function, let arguments):
      return "\(function.name)(\(arguments.map(\.description).joined(separator: ", ")))"
    }
  }
}
