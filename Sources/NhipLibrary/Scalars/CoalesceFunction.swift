// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct CoalesceFunction: ScalarFunction {
  let name = "coalesce"
  let summary = "the first of several values that is not missing"
  let signature = "coalesce(VALUE, VALUE, …)"
  let details = """
    A number put in for a missing one is a guess of the query, not a report: `fill` marks such cells.
    """
  let examples = [
    VerbExample(
      "from observations | select document, base = coalesce(denominator, 0) | take 3",
      "zero for no base")
  ]
  let measureRule = MeasureRule.choice

  func complaint(_ types: [LogicalType]) -> String? {
    types.count < 2 ? "takes two values or more" : Choice.complaint(types)
  }

  func resultType(_ types: [LogicalType]) -> LogicalType { Choice.type(types) }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    let columns = arguments.map { $0.flattened() }
    return Choice.column(columns, count: count) { row in
      columns.firstIndex { !$0.isMissing(row) }
    }
  }
}
