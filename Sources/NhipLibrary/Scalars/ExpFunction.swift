// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipPlan

struct ExpFunction: NumberFunction {
  let name = "exp"
  let summary = "e to the power of the value"
  let signature = "exp(NUMBER)"
  let details = "A result too large for a number is missing."
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | derive back = exp(log(homicide)) | take 3",
      "the way back from `log`")
  ]

  func value(_ x: Double) -> Double { Foundation.exp(x) }
}
