// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
import Testing

struct MachineFormatTests {
  private var table: Table {
    Samples.table([
      Samples.province([1, 3, 4]),
      Samples.year([2022, 2023, 2024]),
      Samples.measure("tips", [1370, 0.1, .nan]) {
        $0.lower = [1370, 0.05, .nan]
        $0.upper = [1370, .infinity, .nan]
        $0.marks = [[], [.partial, .approximate], []]
      },
      Samples.text("code", ["001", "a,\"b\"\nc", nil]),
    ])
  }

  private var ratio: Table {
    Samples.table([
      Samples.measure("solved", [168, 0], kind: .ratio) {
        $0.numerator = [168, 0]
        $0.denominator = [195, 0]
        $0.marks = [.conflict, []]
      },
      Samples.measure("models", [5, 6.5], kind: .stock) {
        $0.asOf = [19_795, .min]
        $0.marks = [.provisional, .stale]
      },
    ])
  }

  private func text(_ name: String, _ table: Table) throws -> String {
    let format = try #require(OutputFormats.named(name))
    return try OutputFormats.text(RenderedTable(table, Samples.context()), format)
  }

  @Test func csvKeepsBoundsAndMarks() throws {
    #expect(
      try text("csv", table)
        == "province,year,tips,tips.low,tips.high,code,marks\r\n"
        + "Hà Giang,2022,1370,1370,1370,001,\r\n"
        + "Sơn La > xã Hồng Sơn,2023,0.1,0.05,,\"a,\"\"b\"\"\nc\",\"partial, approximate\"\r\n"
        + "Hà Giang > xã Hồng Sơn,2024,,,,,\r\n")
  }

  @Test func csvKeepsBothPartsOfARatioAndTheDateOfAStock() throws {
    #expect(
      try text("tsv", ratio)
        == "solved\tsolved.base\tsolved.percent\tmodels\tmodels.date\tmarks\n"
        + "168\t195\t86.15384615384616\t5\t2024-03-13\tsolved: conflict; models: provisional\n"
        + "0\t0\t\t6.5\t\tmodels: older date\n")
  }

  @Test func oneMissingCellIsStillARow() throws {
    #expect(
      try text("csv", Samples.table([Samples.text("a", [nil, "x"])])) == "a\r\n\"\"\r\nx\r\n")
  }

  @Test func excelInVietnameseIsByteExact() throws {
    #expect(
      try Array(text("excel-vi", table).utf8)
        == [0xEF, 0xBB, 0xBF]
        + Array(
          ("province;year;tips;tips.low;tips.high;code;marks\r\n"
            + "Hà Giang;2022;1370;1370;1370;\"=\"\"001\"\"\";\r\n"
            + "Sơn La > xã Hồng Sơn;2023;0,1;0,05;;\"a,\"\"b\"\"\nc\";partial, approximate\r\n"
            + "Hà Giang > xã Hồng Sơn;2024;;;;;\r\n").utf8))
  }

  @Test func excelInEnglishIsByteExact() throws {
    let small = Samples.table([
      (Field("month", .period, role: .period(.month)), Column(.periods([.month(2024, 3)]))),
      Samples.measure("x", [-1234.5]), Samples.text("formula", ["=cmd|' /C calc'!A0"]),
    ])
    #expect(
      try Array(text("excel-en", small).utf8)
        == [0xEF, 0xBB, 0xBF]
        + Array(
          ("month,x,formula\r\n" + "\"=\"\"2024-03\"\"\",-1234.5,"
            + "\"=\"\"=cmd|' /C calc'!A0\"\"\"\r\n").utf8))
  }

  @Test func jsonHasNullForMissing() throws {
    #expect(
      try text("json", table) == """
        [
        {"province":"Hà Giang","year":"2022","tips":1370,"tips.low":1370,"tips.high":1370,"code":"001","marks":null},
        {"province":"Sơn La > xã Hồng Sơn","year":"2023","tips":0.1,"tips.low":0.05,"tips.high":null,"code":"a,\\"b\\"\\nc","marks":"partial, approximate"},
        {"province":"Hà Giang > xã Hồng Sơn","year":"2024","tips":null,"tips.low":null,"tips.high":null,"code":null,"marks":null}
        ]

        """)
    #expect(try text("json", Samples.table([Samples.text("a", [])])) == "[]\n")
    #expect(
      try text("jsonlines", Samples.table([Samples.text("a", ["x", nil])]))
        == "{\"a\":\"x\"}\n{\"a\":null}\n")
  }

  @Test func markdownShowsWhatPeopleRead() throws {
    #expect(
      try text("markdown", ratio) == """
        | solved | models |
        | ---: | ---: |
        | 168/195 (86.2 %)‡ | 5\\* (2024-03-13) |
        | 0/0 | 6.5 |

        `‡` sources disagree; `*` provisional

        """)
  }

  @Test func companionsNeverShareAName() throws {
    let clash = Samples.table([Samples.measure("marks", [1]) { $0.marks = [.held] }])
    #expect(try text("csv", clash) == "marks,marks_2\r\n1,held\r\n")
  }

  @Test(arguments: [("a/b.csv", "csv"), ("x.JSONL", "jsonlines"), ("x.md", "markdown")])
  func theEndingNamesTheFormat(_ path: String, _ name: String) throws {
    #expect(try OutputFormats.forFile(path).name == name)
  }

  @Test func anUnknownEndingIsNamed() {
    let error = #expect(throws: Diagnostic.self) { try OutputFormats.forFile("a/b.cvs") }
    #expect(error?.code == "E0524")
    #expect(error?.helps == ["did you mean `.csv`?"])
  }

  @Test func metadataStandsBesideTheFile() {
    let sidecar = MetadataSidecar(
      query: "series tips by province",
      columns: [.init(name: "tips", unit: "count", sources: ["report 000"])],
      dataDate: "2024-03-13", nhipVersion: "0.1.0")
    #expect(
      sidecar.json == """
        {
          "query": "series tips by province",
          "data_date": "2024-03-13",
          "nhip_version": "0.1.0",
          "columns": [
            {"name": "tips", "unit": "count", "sources": ["report 000"]}
          ]
        }

        """)
    #expect(MetadataSidecar.path(beside: "a.b/x.csv") == "a.b/x.metadata.json")
    #expect(MetadataSidecar.path(beside: "a.b/x") == "a.b/x.metadata.json")
    #expect(MetadataSidecar.path(beside: ".x") == ".x.metadata.json")
  }
}
