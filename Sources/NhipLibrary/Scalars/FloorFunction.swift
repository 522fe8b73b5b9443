// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct FloorFunction: NumberFunction {
  let name = "floor"
  let summary = "the next whole number below"
  let signature = "floor(NUMBER)"
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | derive hundreds = floor(homicide / 100) | take 3",
      "full hundreds")
  ]
  let measureRule = MeasureRule.unit

  func value(_ x: Double) -> Double { x.rounded(.down) }
}
