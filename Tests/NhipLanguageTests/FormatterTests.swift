// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

struct FormatterTests {
  private func format(_ text: String) -> String {
    Formatter.formatText(SourceText(name: "", text: text)).text
  }

  @Test(arguments: [
    ("series  a ,b by   year|take 5", "series a, b by year\n| take 5\n"),
    ("from t |> where (a>1) and ((b)) ;from u", "from t\n| where a > 1 and b\n\nfrom u\n"),
    ("series a during quý 3/2024 theo năm", "series a by year during 2024-Q3\n"),
    ("series a in \"Sơn La\", \"A, B\", \"Trà by\"", "series a in Sơn La, \"A, B\", \"Trà by\"\n"),
    ("series a by `by`, `x`", "series a by `by`, `x`\n"),
    ("from t | change vs cùng kỳ | where a = 'x'", "from t | change vs cùng kỳ | where a = 'x'\n"),
    ("from t | xu hướng | biểu đồ bar", "from t\n| trend\n| chart bar\n"),
    ("from t|where a=(b+c)*d-(e-f)", "from t\n| where a = (b + c) * d - (e - f)\n"),
    ("from t|where not(a or b)", "from t\n| where not (a or b)\n"),
    ("from t|where a is not missing", "from t\n| where a is not missing\n"),
    ("from t|derive x=-a, y=-(a+b)", "from t\n| derive x = -a, y = -(a + b)\n"),
    ("from t | where x = \"a\\\"b\\\\\"", "from t\n| where x = \"a\\\"b\\\\\"\n"),
    ("series a during last 1 years", "series a during last 1 year\n"), ("", ""),
    ("let x=series a\n|take 5", "let x = series a\n| take 5\n"),
  ])
  func laysOut(text: String, layout: String) {
    #expect(format(text) == layout)
  }

  @Test func breaksALongSourceByClause() {
    let text = """
      series crime_cases in tỉnh Sơn La during 2019..2024 by district, year known on 2024-07-15 \
      where offence = "trộm cắp" | take 5
      """
    #expect(
      format(text) == """
        series crime_cases
          by district, year
          in tỉnh Sơn La
          during 2019..2024
          where offence = "trộm cắp"
          known on 2024-07-15
        | take 5

        """)
  }

  @Test(arguments: [
    (
      "# a\n\n\n\n# b\nfrom t   # c\n\n\nfrom u\n\n# d\n",
      "# a\n\n# b\nfrom t  # c\n\nfrom u\n\n# d\n"
    ),
    ("series a; series b", "series a\nseries b\n"), ("series a; from b", "series a\n\nfrom b\n"),
    ("series a\n\n# x\nfrom b", "series a\n\n# x\nfrom b\n"),
    (
      "series a # one\n  # two\n |  take   5 # three", "series a  # one\n# two\n| take 5  # three\n"
    ),
    ("series a |  # one\n  take 5", "series a  # one\n| take 5\n"),
    (
      "series a,  # one\n  b\n| take  5", "series a,  # one\n  b\n| take 5\n"
    ),
    ("from t|sort ]\n\nfrom  u", "from t|sort ]\n\nfrom u\n"), ("# only", "# only\n"),
  ])
  func keepsCommentsAndBlankLines(text: String, layout: String) {
    #expect(format(text) == layout)
    #expect(format(layout) == layout)
  }

  @Test func givesMistakesBack() {
    let result = Formatter.formatText(
      SourceText(name: "", text: "from t | sort ]\n\nfrom u | | take 5"))
    #expect(result.diagnostics.map(\.code) == ["E0114", "E0120"])
  }

  @Test func quotesNamesThatClashWithWords() {
    #expect(NameWriter.name(NameSyntax("by", span: .start)) == "`by`")
    #expect(NameWriter.name(NameSyntax("a b", span: .start)) == "`a b`")
    #expect(NameWriter.name(NameSyntax("a`b", span: .start)) == "`a``b`")
    #expect(NameWriter.name(NameSyntax("7", span: .start)) == "`7`")
    #expect(NameWriter.name(NameSyntax("số_vụ", span: .start)) == "số_vụ")
    #expect(NameWriter.place("Hà Giang > Ngọc Hà") == "\"Hà Giang > Ngọc Hà\"")
    #expect(NameWriter.place("thôn 7") == "thôn 7")
  }
}
