// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct SqrtFunction: NumberFunction, TurningFunction {
  let name = "sqrt"
  let summary = "the square root"
  let signature = "sqrt(NUMBER)"
  let details = "Of a negative number it is missing."
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | derive root = sqrt(homicide) | take 3",
      "the scale on which counts spread alike")
  ]

  let turningPoint = 0.0

  func bounds(_ lower: Double, _ upper: Double) -> (lower: Double, upper: Double) {
    (0, upper.squareRoot())
  }

  func value(_ x: Double) -> Double { x.squareRoot() }
}
