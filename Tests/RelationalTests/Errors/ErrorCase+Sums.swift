// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension ErrorCase {
  /// Sums that are refused, and operands of `summarise`.
  static let sums: [ErrorCase] = [
    ErrorCase(
      #"series models_total by province, month | summarise sum(models_total)"#,
      #"""
      error[E0402]: `models_total` cannot be added up over time
       --> command:1:56
        |
      1 | series models_total by province, month | summarise sum(models_total)
        |                                                        ^^^^^^^^^^^^ a stock: what there was at a date, the same things again each time
        |
        = help: keep the period: `by month`
        = help: take the last: `last(models_total)`
        = help: take the mean: `mean(models_total)`
      """#),
    ErrorCase(
      #"series crime_change by province, year | summarise sum(crime_change) by year"#,
      #"""
      error[E0402]: `crime_change` cannot be added up over places
       --> command:1:55
        |
      1 | series crime_change by province, year | summarise sum(crime_change) by year
        |                                                       ^^^^^^^^^^^^ reported changes have no base to weigh them by
        |
        = help: weigh it: `mean(crime_change, b)` with `b` the base, or ask a coarser grid in `series`
      """#),
    ErrorCase(
      #"series homicide, population from us_states by state during 2019 | derive rate = homicide / population | summarise sum(rate)"#,
      #"""
      error[E0402]: `rate` cannot be added up over places
       --> command:1:119
        |
      1 | series homicide, population from us_states by state during 2019 | derive rate = homicide / population | summarise sum(rate)
        |                                                                                                                       ^^^^ a quotient or a mean: what it was made of adds up, not itself
        |
        = help: divide sums: `sum(a) / sum(b)`, or weigh: `mean(rate, b)`
      """#),
    ErrorCase(
      #"series tips_valuable by place, year | summarise sum(tips_valuable) by year"#,
      #"""
      error[E0403]: `summarise` would pool places of different levels
       --> command:1:39
        |
      1 | series tips_valuable by place, year | summarise sum(tips_valuable) by year
        |                                       ^^^^^^^^^
        |
        = note: levels here: province, district, commune
        = note: `phường Ngọc Hà` lies inside `tỉnh Hà Giang`
        = help: ask one level: `by province`
        = help: keep one level: `| where level = "province"`
        = help: keep the places apart: `by place`
      """#),
    ErrorCase(
      #"series tips_valuable by province, period | summarise sum(tips_valuable) by province"#,
      #"""
      error[E0403]: `tips_valuable` would be added up over periods of different lengths
       --> command:1:58
        |
      1 | series tips_valuable by province, period | summarise sum(tips_valuable) by province
        |                                                          ^^^^^^^^^^^^^
        |
        = note: `by period` gives each figure as reported; a half-year lies inside its year
        = help: ask one length: `by …, year`
        = help: or keep the period: `by period`
      """#),
    ErrorCase(
      #"series models_total by province, year during 2022..2023 | share within province"#,
      #"""
      error[E0402]: `models_total` cannot be added up over time
       --> command:1:59
        |
      1 | series models_total by province, year during 2022..2023 | share within province
        |                                                           ^^^^^ a stock: what there was at a date, the same things again each time
        |
        = help: keep the period: `within year`
      """#),
    ErrorCase(
      #"series crime_change by province, year | share"#,
      #"""
      error[E0402]: `crime_change` cannot be added up over places
       --> command:1:41
        |
      1 | series crime_change by province, year | share
        |                                         ^^^^^ reported changes have no base to weigh them by
        |
        = help: ask the counts behind it, and take their shares
      """#),
    ErrorCase(
      #"from indicators | summarise nope = summ(observations)"#,
      #"""
      error[E0210]: no aggregate named `summ`
       --> command:1:36
        |
      1 | from indicators | summarise nope = summ(observations)
        |                                    ^^^^ not known here
        |
        = note: known here: `count`, `count_distinct`, `sum`, `mean`, `min`, `max`, `median`, `quantile` and 6 more
        = help: did this mean `sum`
        = help: write for example `total = sum(x)` or `n = count()`
      """#),
    ErrorCase(
      #"from indicators | summarise unit by kind"#,
      #"""
      error[E0210]: `summarise` pools rows, and this says not how
       --> command:1:29
        |
      1 | from indicators | summarise unit by kind
        |                             ^^^^
        |
        = note: aggregates here: `count`, `count_distinct`, `sum`, `mean`, `min`, `max`, `median`, `quantile` and 6 more
        = help: write for example `total = sum(x)` or `n = count()`
      """#),
    ErrorCase(
      #"from indicators | summarise 1 + sum(observations)"#,
      #"""
      error[E0208]: this column needs a name
       --> command:1:29
        |
      1 | from indicators | summarise 1 + sum(observations)
        |                             ^^^^^^^^^^^^^^^^^^^^^ an expression
        |
        = help: write `NAME = …` before it
      """#),
    ErrorCase(
      #"from indicators | summarise sum(unit)"#,
      #"""
      error[E0310]: `sum` adds up numbers, and this is text
       --> command:1:29
        |
      1 | from indicators | summarise sum(unit)
        |                             ^^^
        |
        = help: written `sum(NUMBER)`
      """#),
    ErrorCase(
      #"from indicators | summarise any(observations)"#,
      #"""
      error[E0310]: `any` takes a condition, and this is a whole number
       --> command:1:29
        |
      1 | from indicators | summarise any(observations)
        |                             ^^^
        |
        = help: written `any(CONDITION)`
      """#),
    ErrorCase(
      #"from indicators | summarise n = count(unit, kind)"#,
      #"""
      error[E0310]: `count` does not take 2 arguments
       --> command:1:33
        |
      1 | from indicators | summarise n = count(unit, kind)
        |                                 ^^^^^
        |
        = help: written `count([COLUMN | CONDITION])`
      """#),
    ErrorCase(
      #"from indicators | summarise x = quantile(observations, 2)"#,
      #"""
      error[E0310]: `quantile` takes a share from 0 to 1, written as a number
       --> command:1:33
        |
      1 | from indicators | summarise x = quantile(observations, 2)
        |                                 ^^^^^^^^
        |
        = help: written `quantile(NUMBER, SHARE)`
      """#),
    ErrorCase(
      #"from indicators | summarise n = count(), n = sum(observations)"#,
      #"""
      error[E0208]: two columns are named `n`
       --> command:1:42
        |
      1 | from indicators | summarise n = count(), n = sum(observations)
        |                                          ^ the second
        |
        = help: give one another name
      """#),
    ErrorCase(
      #"from indicators | summarise n = count() by kind, kind"#,
      #"""
      error[E0208]: two columns are named `kind`
       --> command:1:50
        |
      1 | from indicators | summarise n = count() by kind, kind
        |                                                  ^^^^ the second
        |
        = help: give one another name
      """#),
  ]
}
