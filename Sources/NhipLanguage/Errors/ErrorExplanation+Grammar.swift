// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension ErrorExplanation {
  static let grammar: [ErrorExplanation] = [
    ErrorExplanation(
      .noSource, "a query without a source",
      """
      A query begins with its source: `series` and indicators, or `from` and a table. `let NAME =` \
      before it names the query. Verbs follow, each after a `|`.
      """,
      wrong: "crime_cases by province", right: "series crime_cases by province"),
    ErrorExplanation(
      .unexpected, "something that cannot stand here",
      """
      The query could be read up to this place. The mark shows what was found, and its label what \
      would be accepted.
      """,
      wrong: "series rate = a / b by year", right: "series a / b as rate by year"),
    ErrorExplanation(
      .clauseWordAsName, "a word of the language where a name is expected",
      """
      The connectives and the operators in words cannot be names as they are, because they begin \
      clauses. In backticks any of them is a name.
      """,
      wrong: "series models_commended by by", right: "series models_commended by `by`"),
    ErrorExplanation(
      .unclosedBracket, "a bracket that is never closed",
      "Every `(` and `[` is closed in the same stage: no bracket reaches over a `|`.",
      wrong: "from t | derive b = (a + 1", right: "from t | derive b = (a + 1)"),
    ErrorExplanation(
      .unopenedBracket, "a bracket that closes nothing",
      "This `)` or `]` has no opening bracket before it in its stage.",
      wrong: "from t | derive b = a + 1)", right: "from t | derive b = a + 1"),
    ErrorExplanation(
      .chainedComparison, "comparisons in a chain",
      """
      A comparison compares two values; what it gives is true, false or unknown and cannot be \
      compared with a third.
      """,
      wrong: "from t | where 1 < a < 5", right: "from t | where 1 < a and a < 5"),
    ErrorExplanation(
      .duplicateClause, "a clause that is given twice",
      "Each clause of `series` may stand once, in any order. Several values share one clause.",
      wrong: "series a by province by year", right: "series a by province, year"),
    ErrorExplanation(
      .unknownClause, "no clause of `series`",
      """
      After the terms a `series` takes its clauses, in any order: `from`, `by`, `in`, `during`, \
      `where`, `on boundaries`, `known on`, `calendar`, `prefer` and `matched`.
      """,
      wrong: "series a by year durng 2024", right: "series a by year during 2024"),
    ErrorExplanation(
      .missingName, "a missing name",
      "A name is expected here: one word, or anything between backticks.",
      wrong: "let = series a by year", right: "let yearly = series a by year"),
    ErrorExplanation(
      .missingVerb, "a stage without a verb",
      "After every `|` a verb says what happens to the table that comes from the left.",
      wrong: "from t | | take 5", right: "from t | take 5"),
    ErrorExplanation(
      .missingExpression, "a missing value",
      "After an operator, a comma or an opening bracket a value or a name has to follow.",
      wrong: "from t | sort a, | take 5", right: "from t | sort a, b | take 5"),
    ErrorExplanation(
      .tooDeep, "an expression that is nested too deeply",
      """
      Expressions are read and computed within a fixed depth, so that no query can stop the \
      program. A long list of alternatives is written with `in (…)`.
      """,
      wrong:
        "from t | where \(String(repeating: "(", count: 65))a\(String(repeating: ")", count: 65))",
      right: "from t | where (a)"),
    ErrorExplanation(
      .unknownPredicate, "no predicate after `is`",
      """
      `is` asks for the state of a cell: missing, not reported, not applicable, zero, partial, \
      approximate or conflict. Values are compared with `=`.
      """,
      wrong: "from t | where a is mising", right: "from t | where a is missing"),
    ErrorExplanation(
      .whereTakesOneCondition, "more than one condition",
      "`where` keeps the rows for which one condition is true; conditions are joined by `and`.",
      wrong: "from t | where a > 1, b > 2", right: "from t | where a > 1 and b > 2"),
    ErrorExplanation(
      .missingPlace, "a missing place",
      """
      After `in` stand the names of places, separated by commas, `>` between the steps of a path. \
      A name with other signs stands in double quotes.
      """,
      wrong: "series a in during 2024", right: "series a in Sơn La during 2024"),
    ErrorExplanation(
      .fromTakesNoClauses, "clauses after `from TABLE`",
      """
      `from` gives the rows of a table as they are. Rows are limited by verbs; a grid of places \
      and periods is asked for with `series`.
      """,
      wrong: "from t by year", right: "series a from t by year"),
  ]
}
