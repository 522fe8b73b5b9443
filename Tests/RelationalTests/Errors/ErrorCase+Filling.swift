// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension ErrorCase {
  /// Rules of `fill` and `describe`.
  static let filling: [ErrorCase] = [
    ErrorCase(
      #"from indicators | fill nothing"#,
      #"""
      error[E0311]: no rule of `fill` named `nothing`
       --> command:1:24
        |
      1 | from indicators | fill nothing
        |                        ^^^^^^^ not known here
        |
        = note: known here: `zero`, `previous`, `linear`, `remainder`
      """#),
    ErrorCase(
      #"from indicators | fill linear"#,
      #"""
      error[E0405]: `fill` steps through periods, and no period column is left
       --> command:1:19
        |
      1 | from indicators | fill linear
        |                   ^^^^
        |
        = note: columns here: `indicator`, `name_vi`, `name_en`, `unit`, `kind`, `additive_places`, `additive_time`, `direction` and 2 more
        = help: keep one: `series … by …, year`
      """#),
    ErrorCase(
      #"series tips_valuable by place, period | fill linear"#,
      #"""
      error[E0405]: `fill linear` steps through periods of one length
       --> command:1:41
        |
      1 | series tips_valuable by place, period | fill linear
        |                                         ^^^^
        |
        = note: `period` holds periods as reported
        = help: ask one length: `by …, year`
      """#),
    ErrorCase(
      #"from indicators | describe unit"#,
      #"""
      error[E0303]: `describe` needs numbers
       --> command:1:28
        |
      1 | from indicators | describe unit
        |                            ^^^^ this is text
      """#),
    ErrorCase(
      #"from indicators | select unit | describe"#,
      #"""
      error[E0405]: `describe` finds no column of numbers
       --> command:1:33
        |
      1 | from indicators | select unit | describe
        |                                 ^^^^^^^^
        |
        = note: columns here: `unit`
      """#),
  ]
}
