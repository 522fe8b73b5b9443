// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct MonthFunction: PeriodFunction {
  let name = "month"
  let summary = "the number of the month that holds a period, 1 to 12"
  let signature = "month(PERIOD)"
  let details = """
    Missing where the period is longer than a month.
    """
  let examples = [
    VerbExample(
      "from observations | summarise n = count() by month(period)",
      "figures by month of the year")
  ]

  func value(_ period: Period) -> Int? {
    period.ordinal(of: .month).map { Int($0) - CivilDate.floorDivide(Int($0), 12) * 12 + 1 }
  }
}
