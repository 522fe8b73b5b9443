// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import Testing

@testable import NhipLibrary

struct StepTests {
  struct Case: Sendable {
    let from: String
    let step: PeriodStep
    let to: String?
  }

  static let cases = [
    Case(from: "2024-02", step: .years(-1), to: "2023-02"),
    Case(from: "2024-02-29", step: .years(-1), to: "2023-02-28"),
    Case(from: "2023-02-28", step: .years(1), to: "2024-02-28"),
    Case(from: "2024-03-01", step: .own(-1), to: "2024-02-29"),
    Case(from: "2021-W01", step: .own(-1), to: "2020-W53"),
    Case(from: "2020-W53", step: .years(-1), to: nil),
    Case(from: "2020-W52", step: .years(-1), to: "2019-W52"),
    Case(from: "2024-01", step: .own(-1), to: "2023-12"),
    Case(from: "2024-S1", step: .own(-1), to: "2023-S2"),
    Case(from: "2024-01..2024-10", step: .years(-1), to: "2023-01..2023-10"),
    Case(from: "2024-01..2024-10", step: .own(-1), to: "2023-03..2023-12"),
    Case(from: "2024-02-01..2024-02-10", step: .own(-1), to: "2024-01-22..2024-01-31"),
    Case(from: "2024-Q2", step: .grains(-3, .month), to: "2024-Q1"),
    Case(from: "2024-Q2", step: .grains(-2, .month), to: nil),
    Case(from: "2024-05", step: .grains(-1, .quarter), to: "2024-02"),
    Case(from: "2024-03-13", step: .grains(-2, .week), to: "2024-02-28"),
    Case(from: "2024-01..2024-10", step: .grains(-3, .month), to: "2023-10..2024-07"),
    Case(from: "2024-W05", step: .grains(-1, .month), to: nil),
  ]

  @Test(arguments: cases) func stepsByTheCalendar(_ one: Case) throws {
    let from = try #require(Period(one.from))
    #expect(one.step.period(from: from).map { "\($0)" } == one.to)
  }

  @Test func namesMembersOfAMean() throws {
    let mean = ChangeComparator(
      kind: .meanOf(try #require(Period("2021..2023"))), span: Span(0, 0))
    let month = try #require(Period("2024-02"))
    #expect(mean.members(for: month).map { "\($0)" } == ["2021-02", "2022-02", "2023-02"])
    #expect(mean.label == "mean_2021_2023")
    let year = Period.year(2024)
    #expect(mean.members(for: year).map { "\($0)" } == ["2021", "2022", "2023"])
    let half = ChangeComparator(
      kind: .period(try #require(Period("2023-S1"))), span: Span(0, 0))
    #expect(half.complaint(against: year)?.code == "E0406")
    #expect(half.complaint(against: year)?.message == "cannot compare a year with a half-year")
  }
}
