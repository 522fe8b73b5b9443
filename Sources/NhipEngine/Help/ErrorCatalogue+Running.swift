// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipLanguage

extension ErrorCatalogue {
  /// E06: limits met while a query ran.
  static let running: [ErrorExplanation] = [
    explain(
      "E0601", "interrupted",
      "^C stopped the query. The session is as it was before it.",
      wrong: "series crime_cases from simulated by commune, month",
      right: "series crime_cases from simulated by province, year"),
    explain(
      "E0602", "more memory than allowed",
      """
      `--memory-limit` sets what a query may take beside the loaded figures, and what the table of \
      a loaded file may take. The message names the step that would go beyond it; nothing was \
      taken yet.
      """,
      wrong: "from observations", right: "from observations | take 1000"),
    explain(
      "E0603", "too many rows",
      "A grid or a join would have more rows than the engine holds at once.",
      wrong: "series crime_cases from simulated by commune, day",
      right: "series crime_cases from simulated by province, month"),
  ]

  /// E08: the command line and the dot commands.
  static let commands: [ErrorExplanation] = [
    explain(
      "E0801", "no such mode", "`.mode` alone lists the ways in which results are written.",
      wrong: ".mode cvs", right: ".mode csv"),
    explain(
      "E0802", "a number out of range", "The message says between which numbers it may lie.",
      wrong: "nhip simulate --places 0 sim", right: "nhip simulate --places 63 sim"),
    explain(
      "E0803", "a script that cannot be read",
      "The file is not there, is a folder, may not be read, or reads itself.",
      wrong: ".read tour", right: ".read tour.nhip"),
    explain(
      "E0804", "no such command", "`.help` lists the commands that begin with a dot.",
      wrong: ".table", right: ".tables"),
    explain(
      "E0805", "not what the command takes", "The help line shows how the command is written.",
      wrong: ".timer maybe", right: ".timer on"),
    explain(
      "E0806", "no help on this",
      "`help` explains verbs, clause words and error codes; alone it teaches the language.",
      wrong: "help tred", right: "help trend"),
  ]
}
