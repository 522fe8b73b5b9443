// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipLanguage
import NhipObservations

/// What a term is called, and what its column is.
extension TermBinder {
  func name(of syntax: TermSyntax, _ expression: Expression) throws(Diagnostic) -> String {
    if let name = syntax.name { return name.text }
    switch expression {
    case .column(_, let field):
      if case .call(let function, _) = syntax.expression.kind {
        return "\(function.text.lowercased())_\(field.name)"
      }
      return field.name
    case .companion(_, let field, let companion): return "\(field.name).\(companion.rawValue)"
    case .arithmetic(.divide, let a, let b):
      if let x = plainName(a), let y = plainName(b) { return "\(x)_per_\(y)" }
    default: break
    }
    throw Diagnostic(
      "E0208", "this term needs a name", at: syntax.span,
      helps: ["write `… as NAME` after it"])
  }

  private func plainName(_ expression: Expression) -> String? {
    switch expression {
    case .column(_, let field): return field.name
    case .arithmetic(.multiply, .number, let a): return plainName(a)
    default: return nil
    }
  }

  func term(named name: String, _ expression: Expression, _ span: Span) -> TermSpec {
    if case .column(_, let field) = expression {
      var copy = field
      copy.name = name
      if case .measure(var info) = copy.role {
        info.term = name
        copy.role = .measure(info)
      }
      return TermSpec(field: copy, expression: expression, span: span)
    }
    var info = MeasureInfo(kind: .rate, unit: .none, term: name, isTerm: true)
    var parts: (count: Int, exposure: Int)?
    if case .companion(_, let field, let companion) = expression {
      info.unit = companion == .percent ? .percent : field.unit
      info.kind = companion == .base ? (field.measure?.kind ?? .rate) : .rate
      info.additiveOverPlaces = companion == .base && field.measure?.additiveOverPlaces == true
      info.isNonNegative = true
    } else if let quotient = quotient(expression) {
      parts = (quotient.count, quotient.exposure)
      info.scale = quotient.scale
      info.exposure = leaves[quotient.exposure].name
      info.isNonNegative = true
      if quotient.scale == 100 { info.unit = .percent }
    } else if let unit = unit(of: expression) {
      info.unit = unit
    }
    return TermSpec(
      field: Field(name, .float, role: .measure(info)), expression: expression, parts: parts,
      span: span)
  }

  /// `scale * a / b` over two leaves, in any of the ways it may be written.
  private func quotient(
    _ expression: Expression
  ) -> (count: Int, exposure: Int, scale: Double)? {
    switch expression {
    case .arithmetic(.divide, .column(let a, _), .column(let b, _)): return (a, b, 1)
    case .arithmetic(.divide, let top, .column(let b, _)):
      if let (a, scale) = scaled(top) { return (a, b, scale) }
      return nil
    case .arithmetic(.multiply, .number(let k), let inner),
      .arithmetic(.multiply, let inner, .number(let k)):
      return quotient(inner).map { ($0.count, $0.exposure, $0.scale * k) }
    default: return nil
    }
  }

  private func scaled(_ expression: Expression) -> (Int, Double)? {
    switch expression {
    case .column(let a, _): return (a, 1)
    case .arithmetic(.multiply, .number(let k), let inner),
      .arithmetic(.multiply, let inner, .number(let k)):
      return scaled(inner).map { ($0.0, $0.1 * k) }
    default: return nil
    }
  }
}
