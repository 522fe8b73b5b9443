// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

struct ErrorGoldenTests {
  @Test(arguments: goldens) func drawsTheMistake(query: String, golden: String) {
    #expect(Reading.rendered(query) == golden)
  }

  /// A pasted escape sequence would clear the screen, a mark of direction turn the line around.
  @Test(arguments: ["\u{1B}[2J", "\u{7}", "\u{7F}", "\u{9B}31m", "\u{202E}"])
  func showsControlCharactersAsPictures(_ control: String) {
    let text = Reading.rendered("from t | where a > 1.370 \(control) x")
    #expect(!text.isEmpty)
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value), "\(text)")
      #expect(!(0x202A...0x202E).contains(scalar.value), "\(text)")
    }
  }

  @Test(arguments: ErrorExplanation.syntax) func wrongIsWrongAndRightIsRight(
    explanation: ErrorExplanation
  ) {
    #expect(Reading.codes(explanation.wrongQuery).contains(explanation.code))
    #expect(
      Set(Reading.codes(explanation.wrongQuery)).subtracting([explanation.code, "E0115"]).isEmpty)
    #expect(Reading.codes(explanation.rightQuery).isEmpty)
  }

  @Test func explainsEveryCode() {
    let codes = ErrorExplanation.syntax.map(\.code)
    #expect(Set(codes) == Set(SyntaxErrorCode.allCases.map(\.rawValue)))
    #expect(Set(codes).count == codes.count)
  }

  @Test func speaksInTheShapeOfTheProject() {
    for explanation in ErrorExplanation.syntax {
      for diagnostic in Reading.diagnostics(explanation.wrongQuery) {
        let texts = [diagnostic.message] + diagnostic.notes + diagnostic.helps
        for text in texts {
          #expect(text.first.map { !$0.isUppercase } ?? false, "\(text)")
          #expect(!text.hasSuffix(".") && !text.contains(" you "), "\(text)")
        }
        #expect(!diagnostic.labels.isEmpty)
      }
    }
  }

  static let goldens: [(String, String)] = [
    (
      "series crime_cases by tỉnh tại Sơn La trong 2024-13",
      """
      error[E0108]: there is no month `13`
       --> repl:1:50
        |
      1 | series crime_cases by tỉnh tại Sơn La trong 2024-13
        |                                                  ^^ accepted: 01 to 12
      """
    ),
    (
      "from t | where tỉ_lệ > 1.370 | sort ]",
      """
      error[E0104]: `1.370` can be read as thousands or as a fraction
       --> repl:1:24
        |
      1 | from t | where tỉ_lệ > 1.370 | sort ]
        |                        ^^^^^
        |
        = help: write `1370` or `1.37`

      error[E0114]: `]` closes nothing
       --> repl:1:37
        |
      1 | from t | where tỉ_lệ > 1.370 | sort ]
        |                                     ^
      """
    ),
    (
      // The same line with its marks decomposed: the carets stand under the same characters.
      "from t | where ti\u{309}_le\u{323}\u{302} > 14,7",
      """
      error[E0105]: a number in a query has no comma
       --> repl:1:24
        |
      1 | from t | where ti\u{309}_le\u{323}\u{302} > 14,7
        |                        ^^^^
        |
        = help: write `14.7`; put a blank after the comma between two values
      """
    ),
    (
      "series a theo năm\n  tại Hà Giang\n  theo tháng",
      """
      error[E0117]: `by` is given twice
       --> repl:3:3
        |
      1 | series a theo năm
        |          ^^^^^^^^ given here
       ...
      3 |   theo tháng
        |   ^^^^ given again
        |
        = help: keep one `by`
      """
    ),
    (
      "series a by year durng 2024",
      """
      error[E0118]: `durng` is no clause of `series`
       --> repl:1:18
        |
      1 | series a by year durng 2024
        |                  ^^^^^ expected a clause, `,` or `|`
        |
        = note: clauses: `by`, `in`, `during`, `where`, `from`, `on boundaries`, `known on`, \
      `calendar`, `prefer`, `matched`
        = help: did the query mean `during`
      """
    ),
    (
      "from t | where số = (a + 1 | take 5",
      """
      error[E0113]: `(` is never closed
       --> repl:1:21
        |
      1 | from t | where số = (a + 1 | take 5
        |                     ^ opened here
        |                          ^ expected `)` after this
      """
    ),
    (
      "from t | where 1 < số < 5",
      """
      error[E0115]: comparisons cannot be chained
       --> repl:1:23
        |
      1 | from t | where 1 < số < 5
        |                       ^ the second comparison
        |                  ^ the first comparison
        |
        = help: write `1 < số and số < …`
      """
    ),
    (
      "series models_commended by province, by during 2023",
      """
      error[E0112]: `by` is a word of the language
       --> repl:1:38
        |
      1 | series models_commended by province, by during 2023
        |                                      ^^ expected a dimension
        |
        = help: a column of that name needs backticks: `` `by` ``
      """
    ),
    (
      "sries crime_cases by year",
      """
      error[E0110]: a query begins with `series`, `from` or `let`
       --> repl:1:1
        |
      1 | sries crime_cases by year
        | ^^^^^ found `sries`
        |
        = help: did the query mean `series`
        = help: for example `series crime_cases by province, year`
      """
    ),
    (
      "from t |",
      """
      error[E0120]: expected a verb after `|`
       --> repl:1:8
        |
      1 | from t |
        |        ^ found the end of the query
        |
        = help: for example `| sort -crime_cases` or `| change vs same period`
      """
    ),
  ]
}
