// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipLanguage

extension ErrorCatalogue {
  /// E03: types, units and the shape of expressions and operands.
  static let expressions: [ErrorExplanation] = [
    explain(
      "E0301", "a comparison of unlike things",
      "Numbers are compared with numbers, text with text in quotes, periods with periods.",
      wrong: "from observations | where period >= \"twenty\"",
      right: "from observations | where period >= 2020"),
    explain(
      "E0302", "a condition that is neither true nor false",
      "`where`, `and`, `or` and `not` take conditions; a number alone is none.",
      wrong: "from observations | where value", right: "from observations | where value > 0"),
    explain(
      "E0303", "numbers are needed here",
      "Arithmetic and the statistics take columns of numbers.",
      wrong: "from indicators | derive d = 2 * name_en",
      right: "from indicators | derive d = 2 * observations"),
    explain(
      "E0304", "two units in one sum",
      """
      `+` and `-` need both sides in one unit, and comparisons too. A quotient of two units is fine: \
      it is a rate.
      """,
      wrong: "series fines_amount + crime_cases as s by year",
      right: "series fines_amount / crime_cases by year"),
    explain(
      "E0305", "no stretch of time",
      "`during`, and verbs that take periods, need a year, a half-year, a quarter, a month or a range.",
      wrong: "series tips_valuable by province during \"2023\"",
      right: "series tips_valuable by province during 2023"),
    explain(
      "E0306", "a column is needed here",
      """
      `is partial`, `.base` and ranges after `in` belong to a column or an indicator, not to what \
      is computed from it.
      """,
      wrong: "from observations | where (value + 1) is missing",
      right: "from observations | where value is missing"),
    explain(
      "E0307", "not what may stand in a term",
      """
      A term of `series` is an indicator or arithmetic over indicators; `[…]` chooses its \
      observations by a breakdown and stands right after it. Conditions on results are verbs.
      """,
      wrong: "series tips_valuable > 10 by year",
      right: "series tips_valuable by year | where tips_valuable > 10"),
    explain(
      "E0308", "`certainly` and `possibly` stand before a comparison",
      "They say whether a comparison holds for all values within the bounds, or for some.",
      wrong: "from observations | where certainly value",
      right: "series tips_valuable by place, period | where certainly tips_valuable > 100"),
    explain(
      "E0310", "a function with other arguments than it takes",
      "The help line shows how the function is written.",
      wrong: "series target(crime_cases + 1) as t by year",
      right: "series target(models_built) as t by province, year"),
    explain(
      "E0311", "not what the verb takes",
      "Every verb takes what `help VERB` shows. The mark shows what it cannot use.",
      wrong: "from indicators | take five", right: "from indicators | take 5"),
  ]
}
