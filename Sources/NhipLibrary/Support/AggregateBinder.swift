// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipPlan

/// Binds the operands of `summarise`: calls of aggregates, and arithmetic over such calls.
struct AggregateBinder {
  let binder: StageBinder
  let stage: StageSyntax
  let input: LogicalPlan
  let groups: [Projection]
  /// Dimensions that the groups pool.
  let pooled: [Field]
  let refusal: SumRefusal
  private(set) var calls: [AggregateCall] = []
  private(set) var items: [Projection] = []
  private(set) var notes: [Note] = []

  init(
    _ binder: StageBinder, _ stage: StageSyntax, on input: LogicalPlan, groups: [Projection]
  ) {
    self.binder = binder
    self.stage = stage
    self.input = input
    self.groups = groups
    let facts = PlanFacts(input)
    pooled = facts.pooled(by: Set(groups.compactMap(\.passedColumn)))
    refusal = SumRefusal(catalog: binder.catalog, facts: facts)
  }

  /// The aggregation, with a projection over it where calls are combined.
  var plan: LogicalPlan {
    let isPlain =
      items.count == calls.count
      && zip(items, groups.count...).allSatisfy { $0.passedColumn == $1 }
    guard !isPlain else {
      var named = calls
      for index in named.indices { named[index].field = items[index].field }
      return .aggregate(input, groups: groups, calls: named).noting(notes)
    }
    let passed = groups.enumerated().map { Projection($1.field, .column($0, $1.field)) }
    return .project(.aggregate(input, groups: groups, calls: calls), passed + items).noting(notes)
  }

  mutating func add(_ operand: OperandSyntax) throws(Diagnostic) {
    var unnamed = operand
    unnamed.name = nil
    let syntax = try binder.single(unnamed)
    var rewritten = syntax
    rewritten.kind = try withoutCalls(syntax)
    let schema = Schema(groups.map(\.field) + calls.map(\.field))
    guard case .call(let function, let arguments) = syntax.kind, aggregate(function) != nil else {
      guard Self.hasCall(syntax, aggregate) else { throw noAggregate(operand, syntax) }
      guard let name = operand.name?.text else { throw ColumnNaming.missing(operand) }
      let expression = try binder.expressions(schema).bind(rewritten)
      try append(MeasureInference.field(named: name, expression), expression, operand)
      return
    }
    guard let index = schema.index(of: Self.label(function, arguments)) else { return }
    let name = operand.name?.text ?? Self.defaultName(function, arguments)
    var field = schema.fields[index].renamed(name)
    field.name = name
    try append(field, .column(index, schema.fields[index]), operand)
  }

  private mutating func append(
    _ field: Field, _ expression: Expression, _ operand: OperandSyntax
  ) throws(Diagnostic) {
    let taken = groups.map(\.field.name) + items.map(\.field.name)
    if taken.contains(field.name) {
      throw ColumnNaming.twice(field.name, at: operand.name?.span ?? operand.span)
    }
    items.append(Projection(field, expression))
  }

  private func noAggregate(_ operand: OperandSyntax, _ syntax: ExpressionSyntax) -> Diagnostic {
    let known = binder.catalog.aggregates.map(\.name)
    let helps = ["write for example `total = sum(x)` or `n = count()`"]
    if case .call(let name, _) = syntax.kind,
      !binder.catalog.scalars.contains(where: { $0.name == name.text.lowercased() })
    {
      return NameLookup.unknown("E0210", "aggregate", name, among: known, helps: helps)
    }
    return Diagnostic(
      "E0210", "`summarise` pools rows, and this says not how", at: operand.span,
      notes: ["aggregates here: \(NearestName.list(known))"], helps: helps)
  }

  /// Whether an aggregate is called somewhere inside.
  private static func hasCall(
    _ syntax: ExpressionSyntax, _ aggregate: (NameSyntax) -> (any AggregateFunction)?
  ) -> Bool {
    switch syntax.kind {
    case .call(let name, let arguments):
      aggregate(name) != nil || arguments.contains { hasCall($0.expression, aggregate) }
    case .unary(_, let operand): hasCall(operand, aggregate)
    case .binary(_, let a, let b): hasCall(a, aggregate) || hasCall(b, aggregate)
    default: false
    }
  }

  // MARK: Calls

  private func aggregate(_ name: NameSyntax) -> (any AggregateFunction)? {
    binder.catalog.aggregates.first { $0.name == name.text.lowercased() }
  }

  /// The expression with every aggregate call bound, and a column of its result in its place.
  private mutating func withoutCalls(
    _ syntax: ExpressionSyntax
  ) throws(Diagnostic) -> ExpressionSyntax.Kind {
    func inside(
      _ part: ExpressionSyntax, _ own: inout AggregateBinder
    ) throws(Diagnostic) -> ExpressionSyntax {
      ExpressionSyntax(try own.withoutCalls(part), span: part.span)
    }
    switch syntax.kind {
    case .call(let name, let arguments):
      if let function = aggregate(name) {
        let label = Self.label(name, arguments)
        if !calls.contains(where: { $0.field.name == label }) {
          calls.append(try call(function, name, arguments, label))
        }
        return .name(NameSyntax(label, isQuoted: true, span: syntax.span))
      }
      var inner: [CallArgumentSyntax] = []
      for argument in arguments {
        let expression = try inside(argument.expression, &self)
        inner.append(CallArgumentSyntax(expression, over: argument.over))
      }
      return .call(name, inner)
    case .unary(let op, let operand): return .unary(op, try inside(operand, &self))
    case .binary(let op, let a, let b):
      return .binary(op, try inside(a, &self), try inside(b, &self))
    default: return syntax.kind
    }
  }

  private mutating func call(
    _ function: any AggregateFunction, _ name: NameSyntax, _ arguments: [CallArgumentSyntax],
    _ label: String
  ) throws(Diagnostic) -> AggregateCall {
    guard function.argumentCount.contains(arguments.count) else {
      throw Diagnostic(
        "E0310", "`\(function.name)` does not take \(arguments.count) arguments", at: name.span,
        helps: ["written `\(function.signature)`"])
    }
    var bound: [Expression] = []
    for argument in arguments {
      if let over = argument.over {
        throw Diagnostic("E0310", "`over` belongs to the terms of `series`", at: over.span)
      }
      bound.append(try binder.expressions(input.schema).bind(argument.expression))
    }
    if let complaint = function.complaint(bound.map(\.type)) ?? function.complaint(about: bound) {
      throw Diagnostic(
        "E0310", "`\(function.name)` \(complaint)", at: name.span,
        helps: ["written `\(function.signature)`"])
    }
    let fields = zip(bound, arguments).map { expression, argument in
      if case .column(_, let field) = expression { return field }
      return MeasureInference.field(named: name.text, expression)
    }
    var applied = function.applied(to: fields)
    if let first = fields.first, let syntax = arguments.first?.expression {
      try check(function, first, bound[0], syntax.span, hasWeight: arguments.count > 1)
      if var sum = applied as? SumFunction, let info = first.measure {
        sum.isOpen = pooled.contains { refusal.isOpen(info, $0) }
        applied = sum
      }
    }
    var field = function.resultField(named: label, of: fields)
    settle(&field, function)
    return AggregateCall(field: field, function: applied, arguments: bound)
  }

  /// Refuses sums that `series` refuses, and tells what a plain mean of rates means.
  private mutating func check(
    _ function: any AggregateFunction, _ field: Field, _ argument: Expression, _ span: Span,
    hasWeight: Bool
  ) throws(Diagnostic) {
    guard field.type.isNumeric, function.poolsValues else { return }
    let isPlacePooled = pooled.contains(where: \.isPlace)
    let keepsLevel = groups.contains { $0.field.name == "level" }
    if isPlacePooled && !keepsLevel {
      for note in try binder.checkPooling(stage, input, apart: "by") where !notes.contains(note) {
        notes.append(note)
      }
    }
    guard let info = field.measure else { return }
    let name = ColumnNaming.natural(argument) ?? "this"
    if function.addsUp {
      if let mistake = refusal.diagnostic(info, named: name, over: pooled, at: span) {
        throw mistake
      }
      for dimension in pooled where refusal.isOpen(info, dimension) {
        notes.append(Note("partsSummed", name, dimension.name))
      }
    } else if function.name == "mean", !hasWeight, !pooled.isEmpty,
      [.rate, .share, .change].contains(info.kind)
    {
      notes.append(Note("unweightedMean", name))
    }
  }

  /// What pooling leaves of additivity: the last of places is no figure of the whole.
  private func settle(_ field: inout Field, _ function: any AggregateFunction) {
    guard case .measure(var info) = field.role, !function.addsUp, !pooled.isEmpty else { return }
    let isOnlyTime = pooled.allSatisfy(\.isPeriod)
    if !isOnlyTime || info.kind == .rate {
      info.kind = .rate
      info.additiveOverPlaces = false
    }
    info.additiveOverTime = false
    field.role = .measure(info)
  }

  // MARK: Names

  /// The call as written, which names its column until the stage is done.
  private static func label(_ name: NameSyntax, _ arguments: [CallArgumentSyntax]) -> String {
    let inner = arguments.map { Formatter.format($0.expression) }
    return "\(name.text.lowercased())(\(inner.joined(separator: ", ")))"
  }

  private static func defaultName(
    _ name: NameSyntax, _ arguments: [CallArgumentSyntax]
  ) -> String {
    let function = name.text.lowercased()
    guard case .name(let column)? = arguments.first?.expression.kind else { return function }
    return "\(function)_\(column.text)"
  }
}
