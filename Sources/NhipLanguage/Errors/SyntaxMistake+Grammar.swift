// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// The diagnostics of the parser.
extension SyntaxMistake {
  static func noSource(found: String, nearest: String?, at span: Span) -> Diagnostic {
    let helps = nearest.map { ["did the query mean `\($0)`"] } ?? []
    return make(
      .noSource, "a query begins with `series`, `from` or `let`", at: span, label: "found \(found)",
      helps: helps + ["for example `series crime_cases by province, year`"])
  }

  static func unexpected(_ found: String, expected: String, at span: Span) -> Diagnostic {
    make(.unexpected, "unexpected \(found)", at: span, label: "expected \(expected)")
  }

  static func clauseWordAsName(_ word: String, expected: String, at span: Span) -> Diagnostic {
    make(
      .clauseWordAsName, "`\(word)` is a word of the language", at: span,
      label: "expected \(expected)",
      helps: ["a column of that name needs backticks: `` `\(word)` ``"])
  }

  static func unclosedBracket(_ bracket: String, opened: Span, at span: Span) -> Diagnostic {
    let closing = bracket == "(" ? ")" : "]"
    return make(
      .unclosedBracket, "`\(bracket)` is never closed", at: opened, label: "opened here"
    ).also(span, "expected `\(closing)` after this")
  }

  static func unopenedBracket(_ bracket: String, at span: Span) -> Diagnostic {
    make(.unopenedBracket, "`\(bracket)` closes nothing", at: span)
  }

  static func chainedComparison(_ help: String, first: Span, at span: Span) -> Diagnostic {
    make(
      .chainedComparison, "comparisons cannot be chained", at: span, label: "the second comparison"
    )
    .also(first, "the first comparison").helped(help)
  }

  static func chainedRange(at span: Span) -> Diagnostic {
    make(.chainedRange, "a range has two ends", at: span, helps: ["for example `2019..2024`"])
  }

  static func duplicateClause(_ word: String, first: Span, at span: Span) -> Diagnostic {
    make(
      .duplicateClause, "`\(word)` is given twice", at: span, label: "given again",
      helps: word == "where"
        ? ["join the two conditions with `and`"] : ["keep one `\(word)`"]
    ).also(first, "given here")
  }

  static func unknownClause(_ found: String, nearest: String?, at span: Span) -> Diagnostic {
    make(
      .unknownClause, "\(found) is no clause of `series`", at: span,
      label: "expected a clause, `,` or `|`",
      notes: [
        "clauses: `by`, `in`, `during`, `where`, `from`, `on boundaries`, `known on`, `calendar`, "
          + "`prefer`, `matched`"
      ],
      helps: nearest.map { ["did the query mean `\($0)`"] } ?? [])
  }

  static func rateClause(at span: Span) -> Diagnostic {
    make(
      .unknownClause, "`per` is no clause of `series`", at: span,
      label: "expected a clause, `,` or `|`",
      helps: ["a rate is a quotient: for example `series 10000 * crime_cases / population as rate`"]
    )
  }

  static func incompleteClause(_ word: String, missing: String, at span: Span) -> Diagnostic {
    make(
      .unknownClause, "`\(word)` alone is no clause of `series`", at: span,
      label: "expected `\(missing)` after this", helps: ["write `\(word) \(missing)` and a date"])
  }

  static func missingName(_ what: String, found: String, at span: Span) -> Diagnostic {
    make(.missingName, "expected \(what)", at: span, label: "found \(found)")
  }

  static func missingVerb(found: String, at span: Span) -> Diagnostic {
    // `limit` and `with` are words of clauses, so that they never come as far as verbs.
    let help = ForeignVerbs.help(String(found.filter { $0 != "`" }))
    return make(
      .missingVerb, "expected a verb after `|`", at: span, label: "found \(found)",
      helps: [help ?? "for example `| sort -crime_cases` or `| change vs same period`"])
  }

  static func missingExpression(after: String, found: String, at span: Span) -> Diagnostic {
    make(
      .missingExpression, "expected a value or a name after \(after)", at: span,
      label: "found \(found)")
  }

  static func tooDeep(limit: Int, at span: Span) -> Diagnostic {
    make(
      .tooDeep, "this expression is nested too deeply", at: span,
      notes: ["the limit is \(limit) levels"],
      helps: ["`x in (a, b, c)` says what a long chain of `or` says"])
  }

  static func unknownPredicate(_ found: String, nearest: String?, at span: Span) -> Diagnostic {
    make(
      .unknownPredicate, "expected a predicate after `is`", at: span, label: "found \(found)",
      notes: [
        "predicates: `missing`, `not reported`, `not applicable`, `zero`, `partial`, "
          + "`approximate`, `conflict`"
      ],
      helps: nearest.map { ["did the query mean `\($0)`"] } ?? ["to compare values write `=`"])
  }

  static func whereTakesOneCondition(found: String, at span: Span) -> Diagnostic {
    make(
      .whereTakesOneCondition, "`where` takes one condition", at: span, label: "found \(found)",
      helps: ["join conditions with `and` or `or`"])
  }

  static func missingPlace(found: String, at span: Span) -> Diagnostic {
    let example = "for example `in Thuận Châu, Mai Sơn` or `in Hà Giang > phường Ngọc Hà`"
    return make(
      .missingPlace, "expected a place", at: span, label: "found \(found)",
      helps: found == "`(`" ? ["places stand without brackets", example] : [example])
  }

  static func fromTakesNoClauses(found: String, at span: Span) -> Diagnostic {
    make(
      .fromTakesNoClauses, "`from TABLE` takes no clauses", at: span, label: "found \(found)",
      helps: ["go on with `|` and a verb, or ask for `series … from TABLE by …`"])
  }

  static func malformedLast(_ what: String, at span: Span) -> Diagnostic {
    make(
      .malformedLast, what, at: span,
      helps: ["for example `last 3 years`, `last 6 quarters` or `last 60 months`"])
  }
}
