// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct LowerFunction: TextFunction {
  let name = "lower"
  let summary = "the text in small letters"
  let signature = "lower(TEXT)"
  let examples = [
    VerbExample(
      "from indicators | derive small = lower(name_en) | take 3",
      "names in small letters")
  ]

  func value(_ text: String) -> String { text.lowercased() }
}
