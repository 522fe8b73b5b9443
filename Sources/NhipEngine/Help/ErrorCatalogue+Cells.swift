// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipLanguage

extension ErrorCatalogue {
  /// E04: what the kind of a figure forbids; E07: what is reserved.
  static let cells: [ErrorExplanation] = [
    explain(
      "E0401", "which period is meant",
      """
      Something counted during periods has no value without one. Where the data hold several, the \
      query says which: a length of time after `by`, or `during`.
      """,
      wrong: "series tips_valuable by province",
      right: "series tips_valuable by province, year"),
    explain(
      "E0402", "figures that cannot be added up",
      """
      Reported percentages and changes have no base to weigh them by, so that no total follows from \
      them. Ask for each figure at its own place and period.
      """,
      wrong: "series crime_change by province, year", right: "series crime_change by place, year"),
    explain(
      "E0403", "places of different levels in one pool",
      """
      `by place` gives every place at its own level. A ward lies inside its province, so that verbs \
      which pool places would count it twice.
      """,
      wrong: "series tips_valuable, crime_cases by place, year | correlate",
      right: "series tips_valuable, crime_cases by province, year | correlate"),
    explain(
      "E0404", "a place finer than the grid",
      "The places after `in` are at the level of `by`, or above it.",
      wrong: "series tips_valuable by province, year in phường Ngọc Hà",
      right: "series tips_valuable by commune, year in phường Ngọc Hà"),
    explain(
      "E0405", "a dimension that the verb needs is gone",
      """
      Verbs that step through time need a period column, those that work across places a place \
      column, and most need a column of numbers.
      """,
      wrong: "series tips_valuable by province during 2023 | change",
      right: "series tips_valuable by province, year | change"),
    explain(
      "E0406", "periods of different length compared",
      "A half-year is not a year: a change between them would be the change of the length.",
      wrong: "series tips_received by province, year during 2023 | change vs 2022-S1",
      right: "series tips_received by province, year during 2023 | change vs 2022"),
    explain(
      "E0407", "no whole period in the stretch",
      "A part of a year is not a year. Ask for shorter periods, or for a longer stretch.",
      wrong: "series tips_valuable by province, year during 2023-S1",
      right: "series tips_valuable by province, half during 2023-S1"),
    explain(
      "E0408", "two rows for one period",
      """
      Verbs that step through time need one row for each series and period. Columns that told the \
      rows apart were left out by a verb before.
      """,
      wrong: "from observations | where indicator = \"crime_cases\" | change",
      right: "series crime_cases by place, period | change"),
    explain(
      "E0409", "the series is not in reach",
      """
      `vs target` and `like for like` read the observations again, which is possible only right \
      after the series: before rows are removed or pooled.
      """,
      wrong: "series models_built by province, year | take 3 | change vs target",
      right: "series models_built by province, year | change vs target"),
    explain(
      "E0410", "two rows for one cell",
      """
      `pivot` and `diff` need one row for each key. Two with the same key are never added up or \
      chosen from: name more key columns, or pool the rows first.
      """,
      wrong: "from us_states | select place, period, value | pivot period of value",
      right: "from us_states | select place, period, indicator, value | pivot indicator of value"),
    explain(
      "E0411", "too many columns",
      "A column for each of very many values is no table to read. Keep fewer of them, or leave rows.",
      wrong: "from us_states | pivot row of value",
      right: "series homicide from us_states by state, year during 2016..2019 | pivot year"),
    explain(
      "E0701", "a word that is reserved",
      """
      `on boundaries`, `known on` and `calendar` belong to the language and are not there yet. They \
      are refused rather than ignored, so that no query changes its meaning later.
      """,
      wrong: "series tips_valuable by province, year on boundaries old",
      right: "series tips_valuable by province, year"),
  ]
}
