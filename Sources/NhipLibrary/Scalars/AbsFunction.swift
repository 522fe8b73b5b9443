// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct AbsFunction: NumberFunction, TurningFunction {
  let name = "abs"
  let summary = "the value without its sign"
  let signature = "abs(NUMBER)"
  let examples = [
    VerbExample(
      "from indicators | where abs(direction) = 1 | take 3",
      "where the direction says something")
  ]
  let measureRule = MeasureRule.unit

  let turningPoint = 0.0

  func bounds(_ lower: Double, _ upper: Double) -> (lower: Double, upper: Double) {
    (0, max(-lower, upper))
  }

  func value(_ x: Double) -> Double { x.magnitude }
}
