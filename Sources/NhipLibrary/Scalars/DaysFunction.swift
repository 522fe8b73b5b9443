// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct DaysFunction: PeriodFunction {
  let name = "days"
  let summary = "the number of days in a period"
  let signature = "days(PERIOD)"
  let details = """
    Missing where an end of the period is unknown.
    """
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | derive per_day = homicide / days(year) | take 3",
      "by the day")
  ]

  func value(_ period: Period) -> Int? {
    period.dayCount
  }
}
