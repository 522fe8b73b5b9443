// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// Decides whether values of a measure may be added up, and says why not (LANGUAGE 3, promise 3):
/// columns keep their kind, so that verbs refuse the same sums as `series`.
struct SumRefusal {
  let catalog: Catalog
  let facts: PlanFacts
  /// The clause that keeps a dimension apart: `by` or `within`.
  var clause = "by"

  /// The error for adding up `info` over the pooled dimensions; `nil` where it may be.
  func diagnostic(
    _ info: MeasureInfo, named name: String, over pooled: [Field], at span: Span
  ) -> Diagnostic? {
    switch info.kind {
    case .rate, .share, .change, .undeclared:
      guard !pooled.isEmpty else { return nil }
      return Diagnostic(
        "E0402", "`\(name)` cannot be added up\(over(pooled))", at: span,
        label: reason(info.kind), helps: wayOut(info, name))
    case .flow, .stock, .average, .ratio: break
    }
    for field in pooled {
      switch field.role {
      case .place where !info.additiveOverPlaces:
        return Diagnostic(
          "E0402", "`\(name)` cannot be added up over places", at: span,
          label: "declared as not adding up over places",
          helps: ["keep the place: `\(clause) \(field.name)`"])
      case .period(nil):
        return Diagnostic(
          "E0403", "`\(name)` would be added up over periods of different lengths", at: span,
          notes: ["`by period` gives each figure as reported; a half-year lies inside its year"],
          helps: ["ask one length: `by …, year`", "or keep the period: `\(clause) \(field.name)`"])
      case .period where !info.additiveOverTime:
        return overTime(info, name, field, span)
      case .breakdown where !adds(info, over: field.name):
        return Diagnostic(
          "E0402", "`\(name)` cannot be added up over `\(field.name)`", at: span,
          label: "one thing may stand under several values of `\(field.name)`",
          helps: ["keep the breakdown: `\(clause) \(field.name)`"])
      default: continue
      }
    }
    return nil
  }

  private func overTime(
    _ info: MeasureInfo, _ name: String, _ field: Field, _ span: Span
  ) -> Diagnostic {
    let isStock = info.kind == .stock
    let reason =
      isStock
      ? "a stock: what there was at a date, the same things again each time"
      : info.kind == .average
        ? "an average over its period, which holds in every part of it"
        : "declared as not adding up over time"
    var helps = ["keep the period: `\(clause) \(field.name)`"]
    if clause == "by" {
      if isStock { helps.append("take the last: `last(\(name))`") }
      helps.append("take the mean: `mean(\(name))`")
    }
    return Diagnostic(
      "E0402", "`\(name)` cannot be added up over time", at: span, label: reason, helps: helps)
  }

  private func over(_ pooled: [Field]) -> String {
    guard let first = pooled.first else { return "" }
    switch first.role {
    case .place: return " over places"
    case .period: return " over time"
    default: return " over `\(first.name)`"
    }
  }

  private func reason(_ kind: MeasureKind) -> String {
    switch kind {
    case .share: "percents have no base here to weigh them by"
    case .change: "reported changes have no base to weigh them by"
    case .undeclared: "nothing says what these values count"
    default: "a quotient or a mean: what it was made of adds up, not itself"
    }
  }

  private func wayOut(_ info: MeasureInfo, _ name: String) -> [String] {
    guard clause == "by" || info.kind == .undeclared else {
      return ["ask the counts behind it, and take their shares"]
    }
    return switch info.kind {
    case .undeclared:
      ["declare its kind on loading, for example `\"kind\": \"flow\"` in the descriptor"]
    case .rate: ["divide sums: `sum(a) / sum(b)`, or weigh: `mean(\(name), b)`"]
    default: ["weigh it: `mean(\(name), b)` with `b` the base, or ask a coarser grid in `series`"]
    }
  }

  /// The declaration of the indicator that a measure came from.
  private func indicator(_ info: MeasureInfo) -> Indicator? {
    guard let series = facts.series,
      let term = series.terms.first(where: { $0.field.name == info.term }),
      case .column(let leaf, _) = term.expression,
      let id = series.leaves[leaf].indicators.first
    else { return catalog.store.indicators.first { $0.key == info.term } }
    return catalog.store.indicators[Int(id)]
  }

  private func adds(_ info: MeasureInfo, over dimension: String) -> Bool {
    indicator(info)?.isAdditive(over: dimension) ?? true
  }

  /// Whether parts of `dimension` make only a lower bound of the whole.
  func isOpen(_ info: MeasureInfo, _ dimension: Field) -> Bool {
    guard case .breakdown = dimension.role, let indicator = indicator(info) else { return false }
    return !indicator.completeBreakdowns.contains(dimension.name)
  }
}
