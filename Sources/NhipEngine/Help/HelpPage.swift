// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipLanguage
import NhipPlan

/// The page from which a person can learn the language.
package enum HelpPage {
  /// Columns that paragraphs are set in.
  static let width = 92

  static func text(verbs: [any Verb]) -> String {
    """
    THE LANGUAGE OF NHIP

    A query is a source followed by verbs; each verb takes a table and gives a table.

        series tips_valuable by province, year
        | sort -tips_valuable
        | take 5

    A line that starts with `|` goes on with the last query. `;` or a blank line ends a query that
    is not complete. `#` starts a comment. `let NAME = QUERY` names a query for later.

    SOURCES

      from TABLE              the rows of a table as they are; `from observations` has every figure
                              with its document, `from places` and `from indicators` what is known
      series TERM, …          one row per place and period asked for, one column per term; a term is
                              an indicator or arithmetic: `10000 * crime_cases / population as rate`

    CLAUSES OF SERIES, in any order

    \(clauseList)

    NAMES AND PERIODS

      Names match in any case, with Vietnamese marks or without: ha giang is Hà Giang. A type settles
      a name that several places bear: `thành phố Hà Giang`, `Hà Giang > phường Ngọc Hà`.
      Periods: 2023  2021-S1  2021-Q3  2022-12  2016-01..2018-05  last 3 years  6 tháng đầu năm 2024
      Numbers in queries have a decimal point and no grouping; text stands in double quotes.

    VERBS (`help VERB` tells more)

    \(verbList(verbs))

    WHAT A NUMBER MAY SAY

      ≈50 about 50   ≥1,370 at least   ‡ sources disagree   ≠ the parts contradict it   * provisional
      An empty cell was not reported. Nothing is ever filled in or added up against its kind; an
      error says why\(hasWhy(verbs) ? ", and `| why` shows the figures behind every cell" : "").

    TEN QUERIES TO TRY

    \(exampleList)

    COMMANDS

      .tables .indicators [TEXT] .places [TEXT] .schema NAME     what there is
      .load FILE … [as NAME]   .read FILE                        figures in, queries in
      .mode MODE   .output FILE|-   .locale en|vi   .timer on|off
      .history   .memory   help VERB   help E0201   .quit        TAB completes, ^C stops, ^D leaves

    """
  }

  private static func hasWhy(_ verbs: [any Verb]) -> Bool { verbs.contains { $0.name == "why" } }

  /// What each clause means, in a line.
  static let clauses: [(word: String, written: String, meaning: String)] = [
    ("by", "by DIM, …", "the grid: province district place, year month period, breakdowns"),
    ("in", "in PLACE, …", "these places and all below them"),
    ("during", "during PERIOD", "limits the rows shown; the end is included"),
    ("where", "where CONDITION", "chooses figures by their breakdowns, before they are added up"),
    ("from", "from TABLE", "reads another table of observations"),
    ("prefer", "prefer SOURCE", "which source wins where two disagree"),
    ("matched", "matched", "limits all parts of a term to what they have in common"),
  ]

  private static var clauseList: String {
    lines(
      clauses.map { clause in
        let other = Vocabulary.spellings(of: clause.word).dropFirst().first
        return (clause.written, clause.meaning + (other.map { " (\($0))" } ?? ""))
      })
  }

  /// Each verb with its Vietnamese spelling and its sentence.
  static func verbList(_ verbs: [any Verb]) -> String {
    lines(
      verbs.map { verb in
        let other = Vocabulary.spellings(of: verb.name)
          .first { $0 != verb.name && !verb.aliases.contains($0) && !$0.allSatisfy(\.isASCII) }
        return (verb.name + (other.map { ", \($0)" } ?? ""), verb.summary)
      })
  }

  /// Queries that work on the bundled data, simplest first; a test runs them.
  package static let examples: [(purpose: String, query: String)] = [
    ("valuable tips, by province and year", "series tips_valuable by province, year"),
    ("each figure at its own place and period", "series tips_valuable by place, period"),
    (
      "models built in a province, by kind",
      "series models_built by model_type in Ha Giang during 2023"
    ),
    ("a reported change, at its own level", "series crime_change by place, year"),
    (
      "each year against the one before, with a verdict",
      "series homicide from us_states by state, year in Texas during 2017..2019 "
        + "| change vs previous"
    ),
    ("what is measured, and in which unit", "from indicators | where observations > 0 | take 5"),
    ("the raw figures above a number", "from observations | where value > 100000 | take 5"),
    (
      "half a year, as the reports write it",
      "series plans_issued by province, half, unit_type during 6 tháng đầu năm 2021"
    ),
    (
      "a rate per 100,000 people, in another table",
      "series 100000 * homicide / population as rate from us_states by state, year in Texas, Ohio "
        + "during 2017..2019"
    ),
    ("the same in Vietnamese", "chuỗi tips_valuable theo tỉnh, năm tại hà giang trong 2023"),
  ]

  private static var exampleList: String {
    examples.map { "  # \($0.purpose)\n  \($0.query)" }.joined(separator: "\n")
  }

  /// Names in a column, what they mean beside them.
  private static func lines(_ entries: [(String, String)]) -> String {
    let column = min(26, (entries.map { TextWidth.of($0.0) }.max() ?? 0) + 2)
    return entries.map { name, meaning in
      let pad = String(repeating: " ", count: max(1, column - TextWidth.of(name)))
      return "  \(name)\(pad)\(meaning)"
    }.joined(separator: "\n")
  }

  /// Paragraphs set within the page's width, line ends inside them kept for lists.
  static func wrapped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { paragraph in
      var lines: [String] = [""]
      for word in paragraph.split(separator: " ") {
        let last = lines[lines.count - 1]
        if last.isEmpty {
          lines[lines.count - 1] = String(word)
        } else if TextWidth.of(last) + 1 + TextWidth.of(String(word)) <= width {
          lines[lines.count - 1] = last + " " + word
        } else {
          lines.append(String(word))
        }
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  static func indented(_ query: String) -> String {
    query.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
  }
}
