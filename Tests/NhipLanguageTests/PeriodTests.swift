// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import Testing

@testable import NhipLanguage

struct PeriodTests {
  private func during(_ text: String) -> String {
    let tree = Reading.trees("series a during \(text)")
    guard tree.hasPrefix("series a during:") else { return tree }
    return String(tree.dropFirst(16).dropLast(9))
  }

  @Test(arguments: [
    ("2023", "2023"), ("2021-S1", "@2021-S1"), ("2021-s2", "@2021-S2"), ("2021-H1", "@2021-S1"),
    ("2021-Q3", "@2021-Q3"), ("2021-q3", "@2021-Q3"), ("2022-12", "@2022-12"),
    ("2022-12-24", "@2022-12-24"), ("2024-W05", "@2024-W05"), ("2024-w5", "@2024-W05"),
    ("2020-W53", "@2020-W53"), ("2024-02-29", "@2024-02-29"),
    ("2016-01..2018-05", "(.. @2016-01 @2018-05)"), ("2019..2024", "(.. 2019 2024)"),
    ("2024-S2..2025-S2", "(.. @2024-S2 @2025-S2)"), ("last 3 years", "(last 3 year)"),
    ("last 6 quarters", "(last 6 quarter)"), ("last 1 half", "(last 1 half)"),
    ("last 60 months", "(last 60 month)"),
  ])
  func readsTheLiteral(text: String, tree: String) {
    #expect(during(text) == tree)
  }

  @Test(arguments: [
    ("quý 3/2024", "@2024-Q3"), ("quý III/2024", "@2024-Q3"), ("quý iv năm 2024", "@2024-Q4"),
    ("6 tháng đầu năm 2024", "@2024-S1"), ("6 tháng cuối năm 2024", "@2024-S2"),
    ("6 tháng 2024", "@2024-S1"), ("9 tháng 2024", "(.. @2024-01 @2024-09)"),
    ("9 tháng đầu năm 2024", "(.. @2024-01 @2024-09)"), ("1 tháng 2024", "@2024-01"),
    ("3 tháng cuối năm 2024", "(.. @2024-10 @2024-12)"), ("tháng 8/2024", "@2024-08"),
    ("tháng 8 năm 2024", "@2024-08"), ("năm 2024", "2024"), ("ngày 24/12/2022", "@2022-12-24"),
    ("3 năm gần đây", "(last 3 year)"), ("12 tháng qua", "(last 12 month)"),
    ("nửa đầu năm 2024", "@2024-S1"), ("2 quý đầu năm 2024", "@2024-S1"),
    ("năm 2019..năm 2024", "(.. 2019 2024)"),
    ("tháng 1/2024..tháng 9/2024", "(.. @2024-01 @2024-09)"),
  ])
  func readsTheFormOfReports(text: String, tree: String) {
    #expect(during(text) == tree)
    #expect(during(TextFolding.fold(text)) == tree)
    #expect(during(text.uppercased()) == tree)
  }

  @Test(arguments: [
    ("2024-13", "E0108", "13", "accepted: 01 to 12"),
    ("2024-00", "E0108", "00", "accepted: 01 to 12"),
    ("2023-02-29", "E0108", "29", "accepted: 01 to 28 in 2023-02"),
    ("2024-04-31", "E0108", "31", "accepted: 01 to 30 in 2024-04"),
    ("2024-S3", "E0108", "S3", "accepted: `S1` and `S2`"),
    ("2024-Q5", "E0108", "Q5", "accepted: `Q1` to `Q4`"),
    ("2024-W53", "E0108", "W53", "accepted: 01 to 52 in 2024"),
    ("quý 5/2024", "E0108", "5", "accepted: 1 to 4"),
    ("tháng 13/2024", "E0108", "13", "accepted: 1 to 12"),
    ("13 tháng 2024", "E0108", "13", "accepted: 1 to 12"),
    ("ngày 31/2/2022", "E0108", "31", "accepted: 01 to 28 in 2022-02"),
    ("2024-7", "E0109", "2024-7", ""), ("2024-M07", "E0109", "2024-M07", ""),
    ("2024-12-4", "E0109", "2024-12-4", ""), ("last 3 places", "E0127", "places", ""),
    ("last 0 years", "E0127", "0", ""), ("2019..2021..2024", "E0129", "..", ""),
  ])
  func refusesThePeriodAtItsPlace(text: String, code: String, marked: String, label: String) {
    let query = "series a during \(text)"
    let diagnostics = Reading.diagnostics(query)
    #expect(diagnostics.map(\.code) == [code])
    let span = diagnostics.first?.labels.first?.span ?? .start
    #expect(SourceText(name: "", text: query).slice(span) == marked)
    #expect(diagnostics.first?.labels.first?.text == label)
  }

  @Test(arguments: [
    ("a = 2024-2023", "(= a (- 2024 2023))"), ("a = 2024-x", "(= a (- 2024 x))"),
    ("a = 2024 - 12", "(= a (- 2024 12))"), ("a = 2024-q3x", "(= a (- 2024 q3x))"),
  ])
  func leavesSubtractionsAlone(text: String, tree: String) {
    #expect(Reading.expression(text) == tree)
  }

  @Test func aColumnNamedLikeAGrainStaysAColumn() {
    #expect(Reading.expression("quý = 3 and năm > 2020") == "(and (= quý 3) (> năm 2020))")
    #expect(Reading.expression("last > 3") == "(> last 3)")
  }
}
