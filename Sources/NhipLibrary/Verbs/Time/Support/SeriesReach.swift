// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// Finds the series that a plan stands on.
enum SeriesReach {
  /// The series whose rows the plan still shows, one for one: what re-reading needs.
  static func rows(of plan: LogicalPlan) -> SeriesSpec? {
    if case .series(let spec, _) = plan { return spec }
    guard plan.keepsRows, let input = plan.inputs.first else { return nil }
    return rows(of: input)
  }

  /// The series that the plan was made from, whatever stands between.
  static func origin(of plan: LogicalPlan) -> SeriesSpec? {
    if case .series(let spec, _) = plan { return spec }
    return plan.inputs.first.flatMap { origin(of: $0) }
  }

  /// The series whose cells the plan still shows, though perhaps not all of them.
  static func cells(of plan: LogicalPlan) -> SeriesSpec? {
    switch plan {
    case .series(let spec, _): return spec
    case .filter(let input, _), .limit(let input, _), .sort(let input, _, _),
      .project(let input, _):
      return cells(of: input)
    case .extended(let node):
      guard node.keepsRows, let input = node.inputs.first else { return nil }
      return cells(of: input)
    case .scan, .aggregate, .join, .union: return nil
    }
  }

  /// The term that a column shows unchanged.
  static func term(_ field: Field, in spec: SeriesSpec) -> TermSpec? {
    guard field.measure?.isTerm == true else { return nil }
    return spec.terms.first { $0.field.name == field.name }
  }
}
