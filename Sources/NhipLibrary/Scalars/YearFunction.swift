// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct YearFunction: PeriodFunction {
  let name = "year"
  let summary = "the calendar year that holds a period, as a number"
  let signature = "year(PERIOD)"
  let details = """
    Missing where the period reaches over the end of a year.
    """
  let examples = [
    VerbExample(
      "from observations | derive y = year(period) | summarise n = count() by y | sort y",
      "figures by year")
  ]

  func value(_ period: Period) -> Int? {
    period.yearIfWithin
  }
}
