// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct UpperFunction: TextFunction {
  let name = "upper"
  let summary = "the text in capital letters"
  let signature = "upper(TEXT)"
  let examples = [
    VerbExample(
      "from indicators | derive capitals = upper(name_vi) | take 3",
      "names in capitals")
  ]

  func value(_ text: String) -> String { text.uppercased() }
}
