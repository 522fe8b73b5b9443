// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension ErrorCase {
  /// Columns, functions and the order of rows.
  static let columns: [ErrorCase] = [
    ErrorCase(
      #"from indicators | select nothing"#,
      #"""
      error[E0201]: no column named `nothing`
       --> command:1:26
        |
      1 | from indicators | select nothing
        |                          ^^^^^^^ not known here
        |
        = note: known here: `indicator`, `name_vi`, `name_en`, `unit`, `kind`, `additive_places`, `additive_time`, `direction` and 2 more
      """#),
    ErrorCase(
      #"from indicators | select a = 1, a = 2"#,
      #"""
      error[E0208]: two columns are named `a`
       --> command:1:33
        |
      1 | from indicators | select a = 1, a = 2
        |                                 ^^^^^ the second
        |
        = help: give one another name
      """#),
    ErrorCase(
      #"from indicators | select 1 + 2"#,
      #"""
      error[E0208]: this column needs a name
       --> command:1:26
        |
      1 | from indicators | select 1 + 2
        |                          ^^^^^ an expression
        |
        = help: write `NAME = …` before it
      """#),
    ErrorCase(
      #"from indicators | derive 1 + 2"#,
      #"""
      error[E0208]: this column needs a name
       --> command:1:26
        |
      1 | from indicators | derive 1 + 2
        |                          ^^^^^ an expression
        |
        = help: write `NAME = …` before it
      """#),
    ErrorCase(
      #"from indicators | derive x = abs("a")"#,
      #"""
      error[E0310]: `abs` takes a number, and this is text
       --> command:1:30
        |
      1 | from indicators | derive x = abs("a")
        |                              ^^^
        |
        = help: written `abs(NUMBER)`
      """#),
    ErrorCase(
      #"from indicators | derive x = if(observations, 1)"#,
      #"""
      error[E0310]: `if` takes a condition first, and this is a whole number
       --> command:1:30
        |
      1 | from indicators | derive x = if(observations, 1)
        |                              ^^
        |
        = help: written `if(CONDITION, VALUE [, OTHER])`
      """#),
    ErrorCase(
      #"from indicators | derive x = if(observations > 1, 1, "a")"#,
      #"""
      error[E0310]: `if` gives one type, and these are a whole number and text
       --> command:1:30
        |
      1 | from indicators | derive x = if(observations > 1, 1, "a")
        |                              ^^
        |
        = help: written `if(CONDITION, VALUE [, OTHER])`
      """#),
    ErrorCase(
      #"from indicators | derive x = sum(observations)"#,
      #"""
      error[E0210]: `sum` pools rows, and only `summarise` does that
       --> command:1:30
        |
      1 | from indicators | derive x = sum(observations)
        |                              ^^^
        |
        = help: write `| summarise sum_of = sum(…) by …`
      """#),
    ErrorCase(
      #"from indicators | rename x"#,
      #"""
      error[E0311]: expected `NEW = OLD` here
       --> command:1:26
        |
      1 | from indicators | rename x
        |                          ^
        |
        = help: written `rename NEW = OLD, …`
      """#),
    ErrorCase(
      #"from indicators | rename unit = kind"#,
      #"""
      error[E0208]: two columns are named `unit`
       --> command:1:26
        |
      1 | from indicators | rename unit = kind
        |                          ^^^^ the second
        |
        = help: give one another name
      """#),
    ErrorCase(
      #"from indicators | sort"#,
      #"""
      error[E0311]: `sort` needs more to go on
       --> command:1:19
        |
      1 | from indicators | sort
        |                   ^^^^
        |
        = help: written `sort [-]COLUMN, …`
      """#),
    ErrorCase(
      #"from indicators | take -1"#,
      #"""
      error[E0311]: expected a number of rows of at least 0
       --> command:1:24
        |
      1 | from indicators | take -1
        |                        ^^ not one
      """#),
    ErrorCase(
      #"from indicators | top 3"#,
      #"""
      error[E0311]: `top` needs a column to go by
       --> command:1:19
        |
      1 | from indicators | top 3
        |                   ^^^
        |
        = help: written `top N [by [-]COLUMN, …] [within DIMENSION, …]`
      """#),
    ErrorCase(
      #"from indicators | top 3 of observations"#,
      #"""
      error[E0311]: `top` knows no `of`
       --> command:1:25
        |
      1 | from indicators | top 3 of observations
        |                         ^^
        |
        = help: written `top N [by [-]COLUMN, …] [within DIMENSION, …]`
      """#),
  ]
}
