// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipPlan

struct LogFunction: NumberFunction, TurningFunction {
  let name = "log"
  let summary = "the natural logarithm"
  let signature = "log(NUMBER)"
  let details = "Of zero and of negative numbers it is missing."
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | derive scale = log(homicide) | take 3",
      "a log scale")
  ]

  let turningPoint = 0.0

  func bounds(_ lower: Double, _ upper: Double) -> (lower: Double, upper: Double) {
    (-.infinity, Foundation.log(upper))
  }

  func value(_ x: Double) -> Double { x > 0 ? Foundation.log(x) : .nan }
}
