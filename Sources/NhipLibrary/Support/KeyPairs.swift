// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipPlan

/// The columns that `on a = b, c` pairs.
struct KeyPairs {
  private(set) var left: [Int] = []
  private(set) var right: [Int] = []

  init(
    _ stage: StageSyntax, _ a: Schema, _ b: Schema, _ binder: StageBinder, signature: String
  ) throws(Diagnostic) {
    guard let clause = binder.clause("on", stage), !clause.operands.isEmpty else {
      let shared = a.names.filter { b.index(of: $0) != nil }
      throw Diagnostic(
        "E0311", "`\(stage.verb.text)` needs the columns to match on", at: stage.verb.span,
        notes: shared.isEmpty ? [] : ["in both: \(NearestName.list(shared))"],
        helps: ["written `\(signature)`"])
    }
    for operand in clause.operands {
      let syntax = try binder.single(operand)
      var sides = (syntax, syntax)
      if case .binary(.equal, let x, let y) = syntax.kind { sides = (x, y) }
      let x = try binder.column(sides.0, a)
      let y = try binder.column(sides.1, b)
      try Self.check(a.fields[x], b.fields[y], at: syntax.span)
      left.append(x)
      right.append(y)
    }
  }

  /// The dimensions that both sides have under one name, and the level that goes with a place.
  init(shared a: Schema, _ b: Schema) {
    let dimensions = a.dimensionIndices
    let level = dimensions.isEmpty ? nil : a.index(of: "level")
    for index in dimensions + (level.map { [$0] } ?? []) {
      guard let other = b.index(of: a.fields[index].name),
        b.fields[other].type == a.fields[index].type
      else { continue }
      left.append(index)
      right.append(other)
    }
  }

  private static func check(_ x: Field, _ y: Field, at span: Span) throws(Diagnostic) {
    let areTimes = [x, y].allSatisfy { $0.type == .period || $0.type == .date }
    guard x.type == y.type || (x.type.isNumeric && y.type.isNumeric) || areTimes else {
      throw Diagnostic(
        "E0301", "cannot match \(x.type.noun) with \(y.type.noun)", at: span,
        label: "the two sides have different types")
    }
    guard case .period(let a?) = x.role, case .period(let b?) = y.role, a != b else { return }
    throw Diagnostic(
      "E0301", "cannot match a \(a.word) with a \(b.word)", at: span,
      label: "no \(a.word) is a \(b.word)", helps: ["ask both for one length of time"])
  }
}
