// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipObservations

/// A condition on observations before they are rolled up: values of breakdowns, a unit, a status.
///
/// A condition on a breakdown never matches observations without it, `!=` included.
struct ObservationPredicate {
  var breakdowns: [BreakdownFilter] = []
  var unit: String?
  var status: StatusClass?

  static func read(
    _ syntax: ExpressionSyntax, _ store: ObservationStore
  ) throws(Diagnostic) -> ObservationPredicate {
    var result = ObservationPredicate()
    try result.add(syntax, store)
    return result
  }

  private mutating func add(
    _ syntax: ExpressionSyntax, _ store: ObservationStore
  ) throws(Diagnostic) {
    switch syntax.kind {
    case .binary(.and, let left, let right):
      try add(left, store)
      try add(right, store)
    case .binary(.or, let left, let right):
      var a = ObservationPredicate()
      try a.add(left, store)
      var b = ObservationPredicate()
      try b.add(right, store)
      guard a.unit == nil, b.unit == nil, a.status == nil, b.status == nil,
        a.breakdowns.count == 1, b.breakdowns.count == 1,
        a.breakdowns[0].dimension == b.breakdowns[0].dimension
      else {
        throw Diagnostic(
          "E0307", "`or` here joins conditions on one breakdown", at: syntax.span,
          helps: ["ask for the two as terms of their own, each with its `[…]`"])
      }
      merge(
        BreakdownFilter(
          dimension: a.breakdowns[0].dimension,
          allowed: a.breakdowns[0].allowed.union(b.breakdowns[0].allowed),
          isEnumerated: a.breakdowns[0].isEnumerated && b.breakdowns[0].isEnumerated))
    case .binary(let op, let left, let right) where op == .equal || op == .notEqual:
      try addComparison(left, [right], isNegated: op == .notEqual, store)
    case .inList(let operand, let items, let isNegated):
      try addComparison(operand, items, isNegated: isNegated, store)
    case .unary(.not, let inner):
      var a = ObservationPredicate()
      try a.add(inner, store)
      guard a.breakdowns.count == 1, a.unit == nil, a.status == nil else {
        throw Diagnostic("E0307", "`not` here stands before one condition", at: syntax.span)
      }
      let dimension = a.breakdowns[0].dimension
      let all = Set(store.breakdowns.values[Int(dimension)].indices.map { Int32($0) })
      merge(
        BreakdownFilter(
          dimension: dimension, allowed: all.subtracting(a.breakdowns[0].allowed),
          isEnumerated: false))
    default:
      throw Diagnostic(
        "E0307", "observations are chosen by their breakdowns", at: syntax.span,
        label: "not a condition on one",
        helps: [
          "write `DIMENSION = \"value\"`, `!=` or `in (…)`; conditions on results follow as `| where …`"
        ])
    }
  }

  private mutating func merge(_ filter: BreakdownFilter) {
    guard let index = breakdowns.firstIndex(where: { $0.dimension == filter.dimension }) else {
      breakdowns.append(filter)
      return
    }
    breakdowns[index].allowed.formIntersection(filter.allowed)
    breakdowns[index].isEnumerated = breakdowns[index].isEnumerated || filter.isEnumerated
  }

  private mutating func addComparison(
    _ operand: ExpressionSyntax, _ items: [ExpressionSyntax], isNegated: Bool,
    _ store: ObservationStore
  ) throws(Diagnostic) {
    guard case .name(let name) = operand.kind else {
      throw Diagnostic(
        "E0307", "expected the name of a breakdown", at: operand.span,
        notes: ["breakdowns here: \(NearestName.list(store.breakdowns.dimensions))"])
    }
    var texts: [(String, Span)] = []
    for item in items {
      guard case .text(let text) = item.kind else {
        throw Diagnostic(
          "E0307", "a breakdown is compared with text in quotes", at: item.span)
      }
      texts.append((text, item.span))
    }
    if name.text == "unit", !isNegated, texts.count == 1, store.breakdowns.dimension("unit") == nil
    {
      unit = texts[0].0
      return
    }
    if name.text == "status", !isNegated, texts.count == 1 {
      status = StatusClass(word: texts[0].0)
      return
    }
    let dimensions = store.breakdowns.dimensions
    guard let dimension = NameLookup.find(name.text, in: dimensions) else {
      throw NameLookup.unknown("E0207", "breakdown", name, among: dimensions)
    }
    let values = store.breakdowns.values[dimension]
    var chosen: Set<Int32> = []
    for (text, span) in texts {
      guard let index = NameLookup.find(text, in: values) else {
        throw Diagnostic(
          "E0211", "`\(dimensions[dimension])` has no value `\(text)`", at: span,
          notes: ["values here: \(NearestName.list(values))"],
          helps: NearestName.helps(text, in: values))
      }
      chosen.insert(Int32(index))
    }
    let all = Set(values.indices.map { Int32($0) })
    merge(
      BreakdownFilter(
        dimension: Int32(dimension), allowed: isNegated ? all.subtracting(chosen) : chosen,
        isEnumerated: !isNegated))
  }
}
