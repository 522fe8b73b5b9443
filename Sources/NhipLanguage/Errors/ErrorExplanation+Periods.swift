// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension ErrorExplanation {
  static let periods: [ErrorExplanation] = [
    ErrorExplanation(
      .noSuchPeriod, "a period that does not exist",
      """
      A year has two halves (`S1`, `S2`), four quarters, twelve months and 52 or 53 weeks, and \
      the day must exist in its month.
      """,
      wrong: "series a by month during 2024-13", right: "series a by month during 2024-12"),
    ErrorExplanation(
      .malformedPeriod, "a period that is written in another way",
      """
      A period is written without blanks, months and days and weeks with two digits: `2024`, \
      `2024-S1`, `2024-Q3`, `2024-07`, `2024-07-24`, `2024-W05`. A subtraction of two numbers \
      has blanks around its sign.
      """,
      wrong: "series a by month during 2024-7", right: "series a by month during 2024-07"),
    ErrorExplanation(
      .malformedLast, "`last` without a count or a grain",
      """
      `last` takes a whole number and a grain: years, halves, quarters, months, weeks or days. \
      They are counted back from the last period that the data hold.
      """,
      wrong: "series a by year during last 3 places", right: "series a by year during last 3 years"),
    ErrorExplanation(
      .chainedRange, "a range with more than two ends",
      "A range has a first and a last period, both included: `2019..2024`.",
      wrong: "series a by year during 2019..2021..2024",
      right: "series a by year during 2019..2024"),
  ]
}
