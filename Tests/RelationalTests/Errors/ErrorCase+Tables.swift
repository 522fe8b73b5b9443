// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension ErrorCase {
  /// Two tables, and tables turned.
  static let tables: [ErrorCase] = [
    ErrorCase(
      #"from indicators | join nope on indicator"#,
      #"""
      error[E0206]: no table named `nope`
       --> command:1:24
        |
      1 | from indicators | join nope on indicator
        |                        ^^^^ not known here
        |
        = note: known here: `movement`, `observations`, `places`, `indicators`, `north_carolina`, `simulated`, `us_states`
      """#),
    ErrorCase(
      #"from indicators | join observations"#,
      #"""
      error[E0311]: `join` needs the columns to match on
       --> command:1:19
        |
      1 | from indicators | join observations
        |                   ^^^^
        |
        = note: in both: `indicator`, `unit`, `kind`, `source_table`
        = help: written `join [left|inner|asof] TABLE on COLUMN [= OTHER], …`
      """#),
    ErrorCase(
      #"from indicators | join observations on indicator = value"#,
      #"""
      error[E0301]: cannot match text with a number
       --> command:1:40
        |
      1 | from indicators | join observations on indicator = value
        |                                        ^^^^^^^^^^^^^^^^^ the two sides have different types
      """#),
    ErrorCase(
      #"from indicators | join outer observations on indicator"#,
      #"""
      error[E0311]: no kind of join named `outer`
       --> command:1:24
        |
      1 | from indicators | join outer observations on indicator
        |                        ^^^^^ not known here
        |
        = note: known here: `left`, `inner`, `asof`
      """#),
    ErrorCase(
      #"from observations | join asof indicators on unit, indicator"#,
      #"""
      error[E0301]: `asof` goes by time in its last column
       --> command:1:51
        |
      1 | from observations | join asof indicators on unit, indicator
        |                                                   ^^^^^^^^^ this is text
        |
        = help: write the period last: `on district, month`
      """#),
    ErrorCase(
      #"from indicators | union places"#,
      #"""
      error[E0211]: `places` has none of these columns
       --> command:1:25
        |
      1 | from indicators | union places
        |                         ^^^^^^
        |
        = note: here: `indicator`, `name_vi`, `name_en`, `unit`, `kind`, `additive_places`, `additive_time`, `direction` and 2 more
        = note: there: `place`, `code`, `name`, `type`, `level`, `parent`, `path`, `valid_from` and 2 more
        = help: give columns the same names with `rename`
      """#),
    ErrorCase(
      #"from observations | select place, indicator = numerator | union indicators"#,
      #"""
      error[E0301]: `indicator` is a number here and text in `indicators`
       --> command:1:65
        |
      1 | from observations | select place, indicator = numerator | union indicators
        |                                                                 ^^^^^^^^^^ a column has one type
        |
        = help: rename one of them, or turn it with `text(…)` or `number(…)`
      """#),
    ErrorCase(
      #"from indicators | diff"#,
      #"""
      error[E0311]: `diff` needs one query to compare with
       --> command:1:19
        |
      1 | from indicators | diff
        |                   ^^^^
        |
        = help: written `diff with QUERY [on COLUMN, …]`
        = help: name a query before: `let july = …`
      """#),
    ErrorCase(
      #"from indicators | diff with places"#,
      #"""
      error[E0311]: `diff` needs the columns to match on
       --> command:1:19
        |
      1 | from indicators | diff with places
        |                   ^^^^
        |
        = help: written `diff with QUERY [on COLUMN, …]`
      """#),
    ErrorCase(
      #"from indicators | select unit, observations | diff with indicators on unit"#,
      #"""
      error[E0410]: two rows of the query have the same unit
       --> command:1:47
        |
      1 | from indicators | select unit, observations | diff with indicators on unit
        |                                               ^^^^
        |
        = note: rows 1 and 2
        = help: name more columns after `on`, or pool the rows first with `summarise`
      """#),
    ErrorCase(
      #"series homicide from us_states by state, year during 2018..2019 | pivot year | pivot nothing"#,
      #"""
      error[E0201]: no column named `nothing`
       --> command:1:86
        |
      1 | series homicide from us_states by state, year during 2018..2019 | pivot year | pivot nothing
        |                                                                                      ^^^^^^^ not known here
        |
        = note: known here: `state`, `2018`, `2019`
      """#),
    ErrorCase(
      #"series homicide from us_states by state, year during 2000..2019 | pivot homicide of year"#,
      #"""
      error[E0411]: `pivot` would make 525 columns, more than 500
       --> command:1:73
        |
      1 | series homicide from us_states by state, year during 2000..2019 | pivot homicide of year
        |                                                                         ^^^^^^^^ 525 values
        |
        = help: keep fewer rows with `where`, or pivot another dimension
      """#),
    ErrorCase(
      #"from indicators | unpivot unit, observations"#,
      #"""
      error[E0301]: `unit` is text, `observations` a whole number
       --> command:1:33
        |
      1 | from indicators | unpivot unit, observations
        |                                 ^^^^^^^^^^^^ one column holds one type
      """#),
    ErrorCase(
      #"from indicators | unpivot observations to a"#,
      #"""
      error[E0311]: `to` names two columns
       --> command:1:40
        |
      1 | from indicators | unpivot observations to a
        |                                        ^^^^
        |
        = help: written `unpivot [COLUMN, …] [to NAME, VALUE]`
      """#),
    ErrorCase(
      #"from indicators | fill"#,
      #"""
      error[E0311]: `fill` needs a rule: nothing is filled unasked
       --> command:1:19
        |
      1 | from indicators | fill
        |                   ^^^^
        |
        = help: written `fill zero|previous|linear|remainder [limit N] [of COLUMN, …]`
      """#),
  ]
}
