// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct CeilFunction: NumberFunction {
  let name = "ceil"
  let summary = "the next whole number above"
  let signature = "ceil(NUMBER)"
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | derive hundreds = ceil(homicide / 100) | take 3",
      "hundreds, begun ones too")
  ]
  let measureRule = MeasureRule.unit

  func value(_ x: Double) -> Double { x.rounded(.up) }
}
