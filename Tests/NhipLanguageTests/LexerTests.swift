// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

struct LexerTests {
  @Test(arguments: [
    ("14.7", "14.7"), ("1370", "1370"), ("1e5", "1e5"), ("1.5E-3", "1.5E-3"), ("0.125", "0.125"),
    ("1234.567", "1234.567"), ("1.37", "1.37"), ("007", "007"), ("0", "0"),
  ])
  func readsTheNumber(text: String, digits: String) {
    #expect(Reading.expression("a > \(text)") == "(> a \(digits))")
  }

  @Test(arguments: [
    ("1.370", "E0104", "write `1370` or `1.37`"), ("1.375", "E0104", "write `1375` or `1.3750`"),
    ("10.300", "E0104", "write `10300` or `10.3`"), ("1.370.500", "E0104", "write `1370500`"),
    ("14,7", "E0105", "write `14.7`; put a blank after the comma between two values"),
    (
      "1,370", "E0105",
      "write `1370` or `1.37`; put a blank after the comma between two values"
    ),
    ("1.370,5", "E0105", "write `1370.5`; put a blank after the comma between two values"),
    ("2019,2020,2021", "E0105", "put a blank after the comma between two values"),
    (
      "1.20.500", "E0106",
      "write digits with at most one `.`; a name that begins with a digit needs backticks"
    ),
    (
      "12abc", "E0106",
      "write digits with at most one `.`; a name that begins with a digit needs backticks"
    ),
  ])
  func refusesTheNumberWithAHint(text: String, code: String, help: String) {
    let diagnostics = Reading.diagnostics("from t | where a > \(text)")
    #expect(diagnostics.map(\.code) == [code])
    #expect(diagnostics.first?.helps == [help])
    #expect(diagnostics.first?.labels.first?.span == Span(19, 19 + text.utf8.count))
  }

  @Test(arguments: ["1e999", "1e-999", String(repeating: "9", count: 400)])
  func refusesNumbersOutOfRange(text: String) {
    #expect(Reading.codes("from t | where a > \(text)") == ["E0107"])
  }

  @Test func aListMayHaveBlanksAfterItsCommas() {
    #expect(Reading.expression("a in (1, 2, 3)") == "(in a [1 2 3])")
  }

  @Test(arguments: [
    (#""trộm cắp""#, "trộm cắp"), (#""a \"b\" c""#, #"a "b" c"#), (#""C:\dir\x""#, #"C:\dir\x"#),
    (#""\\""#, #"\"#), (#""""#, ""), (#""a | b # c""#, "a | b # c"), ("\"a\nb\"", "a\nb"),
  ])
  func readsTheText(text: String, content: String) {
    #expect(Reading.expression("a = \(text)") == "(= a \"\(content)\")")
  }

  @Test func composesNamesAndTexts() {
    #expect(Reading.expression("Ha\u{300} = \"Ha\u{300}\"") == "(= H\u{E0} \"H\u{E0}\")")
    let token = Lexer.lex("Ha\u{300}").tokens.first
    #expect(token.map { Array($0.text.unicodeScalars) } == ["H", "\u{E0}"])
  }

  @Test(arguments: [
    ("`by`", "`by`"), ("`a b`", "`a b`"), ("`a``b`", "`a`b`"), ("Số_vụ", "Số_vụ"), ("x1", "x1"),
  ])
  func readsTheName(text: String, tree: String) {
    #expect(Reading.stage("select \(text)") == "select<\(tree)>")
  }

  @Test(arguments: [
    ("a == 1", "write `=`"), ("a <> 1", "write `!=`"), ("a = 1 && b = 2", "write `and`"),
    ("a = 1 || b = 2", "write `or`"), ("!a", "write `not`"), ("a ≥ 1", "write `>=`"),
    ("a \u{2212} b > 1", "write `-`"), ("a => 1", "write `>=`"), ("a = 'x'", #"write `"x"`"#),
    ("a = \u{201C}x\u{201D}", #"write `"x"`"#),
  ])
  func saysWhatToWriteForAForeignSign(condition: String, help: String) {
    let diagnostics = Reading.diagnostics("from t | where \(condition)")
    #expect(diagnostics.map(\.helps) == [[help]])
  }

  @Test func aForgottenQuoteCostsOneLine() {
    #expect(Reading.codes("from t | where a = \"x\n| sort ]\n| take 5") == ["E0102", "E0114"])
    #expect(Reading.codes("from t | select `x\n| take 5") == ["E0103"])
  }

  @Test func takesCarriageReturnsTabsAndOddBlanksForBlanks() {
    #expect(
      Reading.trees("series a\r\n\tby\u{A0}year\r\n| take 5\r\n")
        == "series a by:year {by} | take<5>")
  }
}
