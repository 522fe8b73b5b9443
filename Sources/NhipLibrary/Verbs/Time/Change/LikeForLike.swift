// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipExecution
import NhipPlan

/// Reads both sides of a comparison anew from the places, months and kinds that report both.
struct LikeForLike: Sendable {
  let spec: SeriesSpec

  init(
    _ plan: LogicalPlan, _ measures: [ChangeMeasure], at span: Span
  ) throws(Diagnostic) {
    guard let spec = SeriesReach.rows(of: plan),
      measures.allSatisfy({ SeriesReach.term($0.field, in: spec) != nil })
    else {
      throw Diagnostic(
        "E0409", "`like for like` reads the series anew, and it is not in reach", at: span,
        notes: ["a verb that removes or pools rows, or a derived column, stands between"],
        helps: ["put it right after the series, on the series' own terms"])
    }
    self.spec = spec
  }

  func columns(
    _ term: String, table: Table, periods: PeriodCodes, current: Column, base: Column,
    comparator: ChangeComparator, _ context: ExecutionContext
  ) throws(Diagnostic) -> (current: Column, base: Column, changedCount: Int) {
    try CommonCover(spec: spec, context: context).columns(
      term: term, table: table, periods: { periods.period($0) }, current: current, base: base,
      members: { comparator.members(for: $0) })
  }
}
