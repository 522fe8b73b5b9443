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

  /// The term that a column shows unchanged.
  static func term(_ field: Field, in spec: SeriesSpec) -> TermSpec? {
    guard field.measure?.isTerm == true else { return nil }
    return spec.terms.first { $0.field.name == field.name }
  }
}
