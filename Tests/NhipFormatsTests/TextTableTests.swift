// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipFormats
import Testing

struct TextTableTests {
  private var mixed: Table {
    Samples.table([
      Samples.province([1, 2, 1, 2]),
      Samples.year([2022, 2022, 2023, 2023]),
      Samples.measure("tips", [1370, 82, 50, .nan]) {
        $0.lower = [1370, 82, 40, .nan]
        $0.upper = [1370, .infinity, 60, .nan]
        $0.marks = [.conflict, [.partial], [.approximate], [.notApplicable]]
        $0.coverage = [.full, Coverage(have: 1, of: 193, unit: 0), .full, .full]
        $0.coverageUnits = ["commune"]
      },
      Samples.measure("length", [2.4, 13, .nan, 1234.5], unit: Unit("km")),
      Samples.measure("solved", [299_882, 168, 1, .nan], kind: .ratio) {
        $0.numerator = [299_882, 168, 1, .nan]
        $0.denominator = [332_093, 195, 1, .nan]
      },
      Samples.measure("crime_change", [-14.7, 133.33, .nan, 0], kind: .change, unit: .percent) {
        $0.comparison = [.year(2021), .year(2021), .none, .none]
        $0.marks = [[.provisional], [], [.refused], []]
      },
    ])
  }

  @Test func drawsEveryKindOfCellInEnglish() {
    #expect(
      Samples.lines(mixed, Samples.context()) == """
        province  year                     tips  length (km)                     solved        crime_change
        ────────  ────  ───────────────────────  ───────────  ─────────────────────────  ──────────────────
        Hà Giang  2022  1,370‡                           2.4  299,882/332,093  (90.3 %)  -14.7 %* (vs 2021)
        Sơn La    2022    ≥82  (1/193 communes)         13        168/195      (86.2 %)  133.3 %  (vs 2021)
        Hà Giang  2023    ≈50                            ·          1/1       (100.0 %)  not rolled up
        Sơn La    2023    n/a                        1,234.5        ·                      0.0 %
        4 rows; `‡` sources disagree; `*` provisional

        """)
  }

  @Test func drawsEveryKindOfCellInVietnamese() {
    #expect(
      Samples.lines(mixed, Samples.context(.vi)) == """
        province  year               tips  length (km)                     solved            crime_change
        ────────  ────  ─────────────────  ───────────  ─────────────────────────  ──────────────────────
        Hà Giang  2022  1.370‡                     2,4  299.882/332.093  (90,3 %)  -14,7 %* (so với 2021)
        Sơn La    2022    ≥82  (1/193 xã)         13        168/195      (86,2 %)  133,3 %  (so với 2021)
        Hà Giang  2023    ≈50                      ·          1/1       (100,0 %)  không cộng gộp
        Sơn La    2023  không áp dụng          1.234,5        ·                      0,0 %
        4 dòng; `‡` các nguồn nói khác nhau; `*` sơ bộ

        """)
  }

  @Test func drawsBorders() {
    let table = Samples.table([
      Samples.province([1, 2, -1]), Samples.measure("tips", [1370, 82.5, .nan]),
    ])
    #expect(
      TextTable(RenderedTable(table, Samples.context()), style: .box).render() == """
        ┌──────────┬─────────┐
        │ province │    tips │
        ├──────────┼─────────┤
        │ Hà Giang │ 1,370   │
        │ Sơn La   │    82.5 │
        │ ·        │     ·   │
        └──────────┴─────────┘
        3 rows

        """)
  }

  @Test func foldsWideTablesAndRepeatsTheKeys() {
    let table = Samples.table([
      Samples.province([1, 2]), Samples.year([2022, 2023]),
      Samples.measure("tips_received", [1, 2]), Samples.measure("crime_cases", [3, 4]),
      Samples.measure("models_total", [5, 6]),
    ])
    #expect(
      Samples.lines(table, Samples.context(width: 44)) == """
        province  year  tips_received  crime_cases
        ────────  ────  ─────────────  ───────────
        Hà Giang  2022              1            3
        Sơn La    2023              2            4

        province  year  models_total
        ────────  ────  ────────────
        Hà Giang  2022             5
        Sơn La    2023             6
        2 rows;
        5 columns in 2 blocks: `select` for fewer

        """)
  }

  @Test func cutsTheMiddleOfLongTables() {
    let table = Samples.table([
      Samples.year(Array(1001...3000)), Samples.measure("tips", (1...2000).map(Double.init)),
    ])
    #expect(
      Samples.lines(table, Samples.context(maxRows: 3)) == """
        year   tips
        ────  ─────
        1001      1
        1002      2
        … 1,997 rows …
        3000  2,000
        2,000 rows; 1,997 of 2,000 rows not shown: `take N`, or `export` for all

        """)
  }

  @Test func composedAndDecomposedTextsTakeTheSameWidth() {
    let decomposed = "Hà Giang".decomposedStringWithCanonicalMapping
    let table = Samples.table([
      Samples.text("name", ["Hà Giang", decomposed, nil]), Samples.text("b", ["x", "y", "z"]),
    ])
    #expect(
      Samples.lines(table, Samples.context()) == """
        name      b
        ────────  ─
        Hà Giang  x
        Hà Giang  y
        ·         z
        3 rows

        """)
  }

  @Test func placesOfOneNameShowTheirPaths() {
    let table = Samples.table([
      (Field("commune", .place, role: .place(level: "commune")), Column(.places([3, 4, 5])))
    ])
    #expect(
      Samples.lines(table, Samples.context()) == """
        commune
        ─────────────────────────
        Sơn La > xã Hồng Sơn
        Hà Giang > xã Hồng Sơn
        Hà Giang > phường Ngọc Hà
        3 rows

        """)
  }

  @Test func controlCharactersNeverReachTheTerminal() {
    let table = Samples.table([Samples.text("a\u{1B}[31m", ["x\u{1B}[2Jy", "two\nlines"])])
    let text = Samples.lines(table, Samples.context())
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains("two lines"))
  }

  @Test func percentOnASmallBaseStandsInBrackets() {
    var (field, column) = Samples.measure(
      "percent", [133.33, -14.65], kind: .undeclared, unit: .percent)
    field.role = .attribute
    column.detail = MeasureDetail()
    column.detail?.numerator = [7, 70]
    column.detail?.denominator = [3, 82]
    #expect(
      Samples.lines(Samples.table([(field, column)]), Samples.context()) == """
        percent (%)
        ───────────
            (133.3)
             -14.7
        2 rows

        """)
  }

  @Test func codesAndYearsAreNeverGrouped() {
    let table = Samples.table([
      (Field("countyid", .integer), Column(numbers: [10111, 1001])),
      (Field("county id", .integer), Column(numbers: [10111, 1001])),
    ])
    #expect(Samples.lines(table, Samples.context()).contains("10,111      10111"))
  }

  @Test func longTextsAreCutAndTheVerdictsTranslated() {
    var context = Samples.context(.vi)
    context.maxTextWidth = 8
    let table = Samples.table([
      Samples.text("tips_verdict", ["decrease", "no clear change"]),
      Samples.text("note", ["phong trào toàn dân", "ngắn"]),
    ])
    #expect(
      Samples.lines(table, context) == """
        tips_verdict       note
        ─────────────────  ────────
        giảm               phong t…
        chưa rõ tăng giảm  ngắn
        2 dòng

        """)
  }
}
