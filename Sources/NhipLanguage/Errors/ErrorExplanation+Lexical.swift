// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

extension ErrorExplanation {
  static let lexical: [ErrorExplanation] = [
    ErrorExplanation(
      .unknownCharacter, "a character that is not part of the language",
      """
      Queries are made of words, numbers, text in double quotes and a few signs. A sign that a \
      word processor puts in the place of another (a long dash for a minus, `≥` for `>=`) has to \
      be written as the language writes it.
      """,
      wrong: "from t | where a ≥ 10", right: "from t | where a >= 10"),
    ErrorExplanation(
      .unclosedText, "a text that is never closed",
      """
      Text stands between double quotes and ends before the next blank line. Inside a text `\\"` \
      stands for a double quote and `\\\\` for a backslash.
      """,
      wrong: "from t | where offence = \"trộm cắp", right: "from t | where offence = \"trộm cắp\""),
    ErrorExplanation(
      .unclosedName, "a name that is never closed, or empty",
      """
      A name that is a word of the language, or that has blanks in it, stands between backticks \
      on one line. Two backticks inside stand for one.
      """,
      wrong: "from t | select `by", right: "from t | select `by`"),
    ErrorExplanation(
      .ambiguousNumber, "a number that can be read in two ways",
      """
      `1.370` is one thousand three hundred and seventy in a Vietnamese report and a little more \
      than one elsewhere. A query never guesses: thousands are written without a separator, and \
      a fraction is never written with exactly three digits after one to three others.
      """,
      wrong: "from t | where a > 1.370", right: "from t | where a > 1370"),
    ErrorExplanation(
      .decimalComma, "a number with a comma",
      """
      In a query the decimal mark is a point, whatever the number form of the results. A comma \
      separates values and has a blank after it where two numbers meet.
      """,
      wrong: "from t | where a < 14,7", right: "from t | where a < 14.7"),
    ErrorExplanation(
      .unreadableNumber, "a number that cannot be read",
      """
      A number is digits with at most one point between digits, and an optional exponent \
      (`1.5e6`). A name cannot begin with a digit unless it stands in backticks.
      """,
      wrong: "from t | where a > 3x", right: "from t | where a > 3 * x"),
    ErrorExplanation(
      .numberOutOfRange, "a number that is too large or too close to zero",
      """
      Numbers are 64-bit floating-point numbers: from about 4.9e-324 to 1.8e308. A number beyond \
      that would turn into infinity or zero without a word, so it is refused.
      """,
      wrong: "from t | where a < 1e999", right: "from t | where a < 1e300"),
    ErrorExplanation(
      .foreignOperator, "an operator of another language",
      """
      Equality is `=`, inequality `!=`, and conditions are joined with the words `and`, `or` and \
      `not`.
      """,
      wrong: "from t | where a == 1 && b <> 2", right: "from t | where a = 1 and b != 2"),
    ErrorExplanation(
      .foreignQuotes, "text in other quotes",
      """
      Text stands between straight double quotes. Single quotes and the curly ones of a word \
      processor are not quotes here.
      """,
      wrong: "from t | where a = 'x'", right: "from t | where a = \"x\""),
  ]
}
