// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

struct StatementTests {
  @Test(arguments: [
    ("from a\n\nfrom b", 2), ("from a; from b", 2), ("from a\nfrom b", 2),
    ("from a;;\n;from b;", 2),
    ("series a\nseries b", 2), ("series a (\nseries b", 2), ("from a\nlet x = from b", 2),
    ("series a\n  by year", 1), ("series a\nby year\nin Sơn La", 1), ("series a,\nb", 1),
    ("series a\n| take 5\n|> take 3", 1), ("series a |\ntake 5", 1), ("series a by\nyear", 1),
    ("series a /\nb as c", 1), ("series a\ntheo năm\ntại Sơn La", 1),
    ("series a\n# a comment\n| take 5", 1), ("series a\n# a comment\nby year", 1),
    ("from t | where a in (1,\n2)", 1), ("from t | where a and\nb", 1),
    ("series a\nfrom t", 1), ("series a from t\nfrom u", 2), ("series a | take 5\nfrom u", 2),
    ("series a\nprefer \"x\"\nmatched", 1), ("from t\nprefer", 2),
    ("series a in son la\nseries b", 2), ("", 0), ("# nothing\n\n", 0),
    ("series a |\n\n| take 5", 2),
  ])
  func countsTheStatements(text: String, count: Int) {
    #expect(Parser.splitStatements(text).count == count)
  }

  @Test func cutsStatementsOutWithTheirPlaces() {
    let text = "# một\nfrom a # x\n| take 5 ;  from b\n"
    let parts = Parser.splitStatements(text)
    #expect(parts.map(\.text) == ["from a # x\n| take 5", "from b"])
    #expect(parts.map { SourceText(name: "", text: text).slice($0.span) } == parts.map(\.text))
  }

  @Test(arguments: [
    "series a |", "series a,", "series a by", "series a theo", "from t | where (a",
    "from t | where a =",
    "from t | where a = \"x", "from t | where a and", "series a[", "series a | # more", "let x =",
    "series", "from", "series a so với", "from t | select `a",
  ])
  func goesOn(text: String) {
    #expect(Parser.isIncomplete(text))
  }

  @Test(arguments: [
    "series a", "series a in son la", "series a in Tra On", "series a | take 5", "", "# a |",
    "series a |\n\n", "series a (\n \n", "from t | where a = true", "from t;", "series a by `by`",
    "from t | where a is not missing", "series a)",
  ])
  func isComplete(text: String) {
    #expect(!Parser.isIncomplete(text))
  }

  @Test func namesAQuery() {
    #expect(
      Reading.trees("let july = series a by year | take 5")
        == "let july series a by:year {by} | take<5>")
    #expect(Reading.trees("let `by` = from t") == "let `by` from t")
    #expect(Reading.trees("from `us states`") == "from `us states`")
  }

  @Test func everySpanCoversItsText() throws {
    let text =
      "  let x = series a / b as `tỷ lệ` by năm\n  in Sơn La, Hà Giang > phường Ngọc Hà\n| xu hướng of a ;"
    let source = SourceText(name: "", text: text)
    let statement = try #require(Parser.parse(source).statements.first)
    #expect(source.slice(statement.span).hasPrefix("let x"))
    #expect(source.slice(statement.span).hasSuffix("of a"))
    guard case .series(let series) = statement.pipeline.source else {
      Issue.record("no series")
      return
    }
    #expect(source.slice(series.span).hasSuffix("phường Ngọc Hà"))
    #expect(source.slice(series.terms[0].span) == "a / b as `tỷ lệ`")
    #expect(series.dimensions.map { source.slice($0.span) } == ["năm"])
    #expect(series.places.map { source.slice($0.span) } == ["Sơn La", "Hà Giang > phường Ngọc Hà"])
    #expect(series.clauseSpans.mapValues { source.slice($0) }["by"] == "by năm")
    let stage = try #require(statement.pipeline.stages.first)
    #expect(source.slice(stage.verb.span) == "xu hướng")
    #expect(source.slice(stage.span) == "xu hướng of a")
    #expect(source.slice(stage.clauses[0].span) == "of a")
  }
}
