// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipColumns
package import NhipDiagnostics
package import NhipLanguage
import NhipObservations

/// Gives names and types to an expression over the columns of a schema.
package struct ExpressionBinder {
  package let schema: Schema
  package let catalog: Catalog

  package init(schema: Schema, catalog: Catalog) {
    self.schema = schema
    self.catalog = catalog
  }

  package func bind(_ syntax: ExpressionSyntax) throws(Diagnostic) -> Expression {
    switch syntax.kind {
    case .name(let name):
      if name.text == "missing", !name.isQuoted, schema.index(of: "missing") == nil {
        return .missing(.float)
      }
      let index = try NameLookup.column(name, in: schema)
      return .column(index, schema.fields[index])
    case .member(let base, let member): return try bindMember(base, member, syntax.span)
    case .text(let text): return .text(text)
    case .number(let value, _): return .number(value)
    case .boolean(let value): return .boolean(value)
    case .period, .range, .last:
      guard let period = Self.period(syntax) else {
        throw Diagnostic(
          "E0305", "this is no stretch of time", at: syntax.span,
          helps: ["write a period such as `2023`, `2021-S1` or `2016-01..2018-05`"])
      }
      return .period(period)
    case .unary(let op, let operand): return try bindUnary(op, operand, syntax.span)
    case .binary(let op, let left, let right): return try bindBinary(op, left, right)
    case .inList(let operand, let items, let isNegated):
      return try bindList(operand, items, isNegated)
    case .isPredicate(let operand, let word, let isNegated):
      let bound = try bind(operand)
      guard case .column = bound else {
        throw Diagnostic(
          "E0306", "`is \(word)` asks about a column", at: operand.span,
          label: "this is an expression")
      }
      return .predicate(bound, word, isNegated: isNegated)
    case .call(let name, let arguments): return try bindCall(name, arguments)
    case .filtered(_, let predicate):
      throw Diagnostic(
        "E0307", "`[…]` filters an indicator, and only in the terms of `series`",
        at: predicate.span, helps: ["put the condition into `where`"])
    case .invalid:
      throw Diagnostic("E0100", "this expression could not be read", at: syntax.span)
    }
  }

  /// Binds and demands true-or-false.
  package func bindPredicate(_ syntax: ExpressionSyntax) throws(Diagnostic) -> Expression {
    let bound = try bind(syntax)
    guard bound.type == .boolean else {
      throw Diagnostic(
        "E0302", "a condition must be true or false", at: syntax.span,
        label: "this is \(bound.type.noun)",
        helps: ["compare it with something, for example `> 0` or `is missing`"])
    }
    return bound
  }

  /// The stretch of time that a literal, a four-digit number or a range of them names.
  package static func period(_ syntax: ExpressionSyntax) -> Period? {
    switch syntax.kind {
    case .period(let text): return Period(text)
    case .text(let text):
      guard let period = Period(text), period.grain != .none else { return nil }
      return period
    case .number(let value, let digits):
      guard digits.count == 4, let year = Int(digits), CivilDate.years.contains(year),
        Double(year) == value
      else { return nil }
      return Period.year(year)
    case .range(let low, let high):
      guard let from = period(low), let to = period(high) else { return nil }
      return Period.range(from, to)
    default: return nil
    }
  }

  private func bindMember(
    _ base: ExpressionSyntax, _ member: NameSyntax, _ span: Span
  ) throws(Diagnostic) -> Expression {
    // A column whose own name has a dot (`x.base` as a term) comes first.
    if case .name(let name) = base.kind {
      let dotted = "\(name.text).\(member.text)"
      if let index = NameLookup.find(dotted, in: schema.names) {
        return .column(index, schema.fields[index])
      }
    }
    guard case .column(let index, let field) = try bind(base) else {
      throw Diagnostic("E0306", "only a column has parts such as `.base`", at: base.span)
    }
    guard let companion = Companion(rawValue: member.text) else {
      throw NameLookup.unknown(
        "E0209", "part", member, among: Companion.allCases.map(\.rawValue))
    }
    guard field.type.isNumeric else {
      throw Diagnostic(
        "E0209", "`\(field.name)` is \(field.type.noun) and has no `.\(member.text)`", at: span)
    }
    return .companion(index, field, companion)
  }

  private func bindUnary(
    _ op: UnaryOperator, _ operand: ExpressionSyntax, _ span: Span
  ) throws(Diagnostic) -> Expression {
    switch op {
    case .not: return .not(try bindPredicate(operand))
    case .minus:
      let bound = try bind(operand)
      try requireNumber(bound, operand.span)
      if case .number(let value) = bound { return .number(-value) }
      return .negate(bound)
    case .certainly, .possibly:
      let bound = try bindPredicate(operand)
      guard case .compare = bound else {
        throw Diagnostic(
          "E0308", "`\(op.rawValue)` stands before a comparison", at: operand.span,
          helps: ["for example `\(op.rawValue) crime_cases > 100`"])
      }
      return op == .certainly ? .certainly(bound) : .possibly(bound)
    }
  }

  private func requireNumber(_ expression: Expression, _ span: Span) throws(Diagnostic) {
    guard expression.type.isNumeric else {
      throw Diagnostic(
        "E0303", "arithmetic needs numbers", at: span, label: "this is \(expression.type.noun)")
    }
  }

  private func bindBinary(
    _ op: BinaryOperator, _ left: ExpressionSyntax, _ right: ExpressionSyntax
  ) throws(Diagnostic) -> Expression {
    switch op {
    case .or, .and:
      return .logical(ExpressionOperator(op), try bindPredicate(left), try bindPredicate(right))
    case .add, .subtract, .multiply, .divide, .remainder:
      let a = try bind(left)
      let b = try bind(right)
      try requireNumber(a, left.span)
      try requireNumber(b, right.span)
      if op == .add || op == .subtract { try requireOneUnit(a, b, left.span, right.span, op) }
      return .arithmetic(ExpressionOperator(op), a, b)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return try bindComparison(op, left, right)
    }
  }

  private func requireOneUnit(
    _ a: Expression, _ b: Expression, _ aSpan: Span, _ bSpan: Span, _ op: BinaryOperator
  ) throws(Diagnostic) {
    func unit(_ expression: Expression) -> Unit? {
      if case .column(_, let field) = expression, field.measure != nil { return field.unit }
      return nil
    }
    guard let x = unit(a), let y = unit(b), x != y, x != .none, y != .none else { return }
    throw Diagnostic(
      "E0304", "`\(op.rawValue)` needs one unit", at: aSpan, label: "this is in \(x.name)"
    ).also(bSpan, "this is in \(y.name)")
  }

  private func bindComparison(
    _ syntaxOperator: BinaryOperator, _ left: ExpressionSyntax, _ right: ExpressionSyntax
  ) throws(Diagnostic) -> Expression {
    let op = ExpressionOperator(syntaxOperator)
    // A period beside anything that reads as a period, a place beside text.
    for (syntax, other, isFlipped) in [(left, right, false), (right, left, true)] {
      // A computed or written period takes a number as a year too.
      switch (syntax.kind, other.kind) {
      case (.number, _): continue
      case (.name, _), (_, .number): break
      default: continue
      }
      let bound = try bind(syntax)
      if bound.type == .period || bound.type == .date, let period = Self.period(other) {
        return .comparePeriod(isFlipped ? op.flipped : op, bound, period)
      }
      if bound.type == .place, case .text(let name) = other.kind, op == .equal || op == .notEqual {
        let places = try places(named: name, span: other.span)
        return .inPlaces(bound, places, isNegated: op == .notEqual)
      }
    }
    let a = try bind(left)
    let b = try bind(right)
    try requireComparable(a, b, left.span, right.span, op)
    return .compare(op, a, b)
  }

  private func requireComparable(
    _ a: Expression, _ b: Expression, _ aSpan: Span, _ bSpan: Span,
    _ op: ExpressionOperator
  ) throws(Diagnostic) {
    let same = a.type == b.type || (a.type.isNumeric && b.type.isNumeric)
    if case .missing = b { return }
    if same || (a.type == .period && b.type == .date) || (a.type == .date && b.type == .period) {
      if a.type == .boolean && op != .equal && op != .notEqual {
        throw Diagnostic("E0301", "true and false have no order", at: aSpan)
      }
      return
    }
    let kinds = [a.type, b.type].map { $0.noun.replacingPrefix("a ", with: "a ") }
    var helps: [String] = []
    if [a.type, b.type].contains(.period) || [a.type, b.type].contains(.date) {
      helps = ["write a period, for example 2020, 2020-Q3 or 2020-07"]
    }
    throw Diagnostic(
      "E0301", "cannot compare \(kinds[0]) with \(kinds[1])", at: aSpan.union(bSpan),
      label: "the two sides have different types", helps: helps
    ).also(aSpan, "this is \(a.type.noun)").also(bSpan, "this is \(b.type.noun)")
  }

  /// The places that a written name means; every place of that name, for comparisons.
  private func places(named name: String, span: Span) throws(Diagnostic) -> Set<PlaceID> {
    let path = name.split(separator: ">").map { String($0).trimmingBlanks() }
    switch catalog.store.registry.match(path) {
    case .found(let id, let isProvinceOfMany):
      guard isProvinceOfMany, path.count == 1 else { return [id] }
      let folded = TextFolding.fold(name)
      return Set(
        catalog.store.registry.places.indices.filter {
          TextFolding.fold(catalog.store.registry.places[$0].name) == folded
        }.map { PlaceID($0) })
    case .ambiguous(let ids): return Set(ids)
    case .unknown(let segment, let nearest):
      throw Diagnostic(
        "E0203", "no place named `\(segment)`", at: span,
        helps: nearest.map { ["did this mean `\($0)`"] } ?? [])
    }
  }

  private func bindList(
    _ operand: ExpressionSyntax, _ items: [ExpressionSyntax], _ isNegated: Bool
  ) throws(Diagnostic) -> Expression {
    let bound = try bind(operand)
    if bound.type == .place {
      var all: Set<PlaceID> = []
      for item in items {
        guard case .text(let name) = item.kind else {
          throw Diagnostic("E0301", "a place is compared with a name in quotes", at: item.span)
        }
        all.formUnion(try places(named: name, span: item.span))
      }
      return .inPlaces(bound, all, isNegated: isNegated)
    }
    if bound.type == .period || bound.type == .date {
      var any: Expression?
      for item in items {
        guard let period = Self.period(item) else {
          throw Diagnostic(
            "E0301", "cannot compare a period with this", at: item.span,
            helps: ["write a period, for example 2020, 2020-Q3 or 2020-07"])
        }
        let one = Expression.comparePeriod(.equal, bound, period)
        any = any.map { .logical(.or, $0, one) } ?? one
      }
      let all = any ?? .boolean(false)
      return isNegated ? .not(all) : all
    }
    var bounds: [Expression] = []
    for item in items {
      if case .range(let low, let high) = item.kind, bound.type.isNumeric {
        // `x in 1..5` on numbers: between, ends included.
        let from = try bind(low)
        let to = try bind(high)
        let between = Expression.logical(
          .and, .compare(.greaterOrEqual, bound, from), .compare(.lessOrEqual, bound, to))
        guard items.count == 1 else {
          throw Diagnostic("E0306", "a range stands alone after `in`", at: item.span)
        }
        return isNegated ? .not(between) : between
      }
      let value = try bind(item)
      try requireComparable(bound, value, operand.span, item.span, .equal)
      bounds.append(value)
    }
    return .inList(bound, bounds, isNegated: isNegated)
  }

  private func bindCall(
    _ name: NameSyntax, _ arguments: [CallArgumentSyntax]
  ) throws(Diagnostic) -> Expression {
    guard let function = catalog.scalars.first(where: { $0.name == name.text.lowercased() }) else {
      if catalog.aggregates.contains(where: { $0.name == name.text.lowercased() }) {
        throw Diagnostic(
          "E0210", "`\(name.text)` pools rows, and only `summarise` does that", at: name.span,
          helps: ["write `| summarise \(name.text)_of = \(name.text)(…) by …`"])
      }
      throw NameLookup.unknown("E0210", "function", name, among: catalog.scalars.map(\.name))
    }
    var bound: [Expression] = []
    for argument in arguments {
      if let over = argument.over {
        throw Diagnostic("E0310", "`over` belongs to the terms of `series`", at: over.span)
      }
      bound.append(try bind(argument.expression))
    }
    if let complaint = function.complaint(bound.map(\.type)) {
      throw Diagnostic(
        "E0310", "`\(function.name)` \(complaint)", at: name.span,
        helps: ["written `\(function.signature)`"])
    }
    return .call(function, bound)
  }
}

extension String {
  func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }

  package func trimmingBlanks() -> String {
    var view = Substring(self)
    while let first = view.first, first.isWhitespace { view.removeFirst() }
    while let last = view.last, last.isWhitespace { view.removeLast() }
    return String(view)
  }
}
