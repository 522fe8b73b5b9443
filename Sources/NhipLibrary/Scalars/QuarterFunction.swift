// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct QuarterFunction: PeriodFunction {
  let name = "quarter"
  let summary = "the number of the quarter that holds a period, 1 to 4"
  let signature = "quarter(PERIOD)"
  let details = """
    Missing where the period is longer than a quarter.
    """
  let examples = [
    VerbExample(
      "from observations | where quarter(period) = 1 | select document, period, indicator",
      "figures of first quarters")
  ]

  func value(_ period: Period) -> Int? {
    period.ordinal(of: .quarter).map { Int($0) - CivilDate.floorDivide(Int($0), 4) * 4 + 1 }
  }
}
