// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipLanguage

extension ErrorCatalogue {
  /// E02: names that nothing bears, or more than one thing.
  static let names: [ErrorExplanation] = [
    explain(
      "E0201", "no such column",
      """
      A word outside quotes is a column of the table at this stage. The table's columns change with \
      every verb; text stands in double quotes.
      """,
      wrong: "from indicators | where kind = flow",
      right: "from indicators | where kind = \"flow\""),
    explain(
      "E0202", "no such indicator",
      """
      A term of `series` names an indicator of the tables that `series` reads: those of the default \
      tables, or of the one after `from`. `.indicators TEXT` finds them by key or name.
      """,
      wrong: "series valuable_tips by year", right: "series tips_valuable by year"),
    explain(
      "E0203", "no such place",
      """
      Places match in any case and without marks, with their type word or a path. `.places TEXT` \
      finds those that the data name.
      """,
      wrong: "series tips_valuable by year in Ha Gang",
      right: "series tips_valuable by year in Ha Giang"),
    explain(
      "E0204", "several places bear this name",
      """
      A name that several places bear is never guessed, unless a province bears it. A type word or \
      a path says which one is meant.
      """,
      wrong: "series homicide from us_states by year in Lincoln",
      right: "series tips_valuable by place, year in Hà Giang > phường Ngọc Hà"),
    explain(
      "E0205", "no such verb",
      "After every `|` stands a verb. `help verbs` lists them with their Vietnamese spellings.",
      wrong: "from indicators | head 5", right: "from indicators | take 5"),
    explain(
      "E0206", "no such table",
      """
      `from` takes a loaded table, a view, a named query or a data package. `series` takes only \
      tables of observations. `.tables` lists them all.
      """,
      wrong: "from indicator | take 5", right: "from indicators | take 5"),
    explain(
      "E0207", "no such dimension, or two of one sort",
      """
      After `by` stand place levels (one), lengths of time (one) and breakdowns of the indicators.
      """,
      wrong: "series tips_valuable by provnce, year",
      right: "series tips_valuable by province, year"),
    explain(
      "E0208", "a column without a name of its own",
      """
      Arithmetic other than a quotient of two indicators needs `as NAME`, and no two columns of a \
      result may have one name.
      """,
      wrong: "series crime_cases + tips_received by year",
      right: "series crime_cases + tips_received as work by year"),
    explain(
      "E0209", "no such part",
      """
      A measure has the parts `.base`, `.percent`, `.low`, `.high` and others that its kind allows; \
      text and periods have none.
      """,
      wrong: "from indicators | derive b = name_en.base",
      right: "series plans_issued by province, half | derive b = plans_issued.base"),
    explain(
      "E0210", "no such function here",
      """
      Functions of one row stand in `derive` and `where`; functions that pool rows (`sum`, `mean`, \
      `count`) only in `summarise` and in the terms of `series`.
      """,
      wrong: "from observations | derive s = sum(value)",
      right: "from observations | summarise s = sum(value) by indicator"),
    explain(
      "E0211", "a breakdown has no such value",
      "Values of breakdowns match without case and marks; they are those that the data hold.",
      wrong: "series models_built[model_type = \"camara\"] by year",
      right: "series models_built by model_type, year"),
    explain(
      "E0212", "a named query that stands on itself",
      "A query named by `let` may use others, but not itself, directly or through them.",
      wrong: "let a = from a | take 5", right: "let a = from indicators | take 5"),
    explain(
      "E0213", "two tables declare one indicator differently",
      """
      The tables that `series` reads by default declare the indicator with other kinds or units. \
      `from TABLE` says which one is meant.
      """,
      wrong: "series population by year", right: "series population from us_states by state, year"),
  ]
}
