// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
package import NhipLanguage

extension StageBinder {
  /// The plan with one more column: an indicator that the series below does not show yet, so that
  /// `per population` works where `population` is no term. It is no term of the series then either.
  ///
  /// - Returns: `nil` where no series is near, or where it knows no such indicator.
  package func adding(_ name: NameSyntax, to plan: LogicalPlan) -> LogicalPlan? {
    switch plan {
    case .series(var spec, var schema):
      var binder = TermBinder(
        catalog: catalog, tables: spec.tables, commonFilters: [], commonStatus: nil)
      binder.bind(TermSyntax(ExpressionSyntax(.name(name), span: name.span)))
      guard binder.diagnostics.isEmpty, let leaf = binder.leaves.first,
        var term = binder.terms.first,
        schema.index(of: term.field.name) == nil,
        let expression = term.expression.remapped({ _ in .column(spec.leaves.count, term.field) })
      else { return nil }
      term.expression = expression
      if case .measure(var info) = term.field.role {
        info.isTerm = false
        term.field.role = .measure(info)
      }
      spec.leaves.append(leaf)
      spec.terms.append(term)
      schema.fields.append(term.field)
      return .series(spec, schema: schema)
    case .filter(let input, _), .sort(let input, _, _), .limit(let input, _):
      // Their columns are those of their input, in its order.
      return adding(name, to: input).map { plan.with(inputs: [$0]) }
    default: return nil
    }
  }
}
