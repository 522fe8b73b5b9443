// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct MonthsFunction: PeriodFunction {
  let name = "months"
  let summary = "the number of whole months in a period"
  let signature = "months(PERIOD)"
  let details = """
    Missing for weeks, days and ranges that are not made of whole months.
    """
  let examples = [
    VerbExample(
      "series tips_received in thành phố Bắc Kạn during 2016-01..2018-05 | derive per_month = tips_received / months(period)",
      "29 months")
  ]

  func value(_ period: Period) -> Int? {
    period.monthCount
  }
}
