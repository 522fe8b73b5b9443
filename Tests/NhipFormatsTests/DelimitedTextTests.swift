// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
import Testing

struct DelimitedTextTests {
  @Test(
    arguments: [
      ("a,b\n1,2\n", ","), ("a;b\n1,5;2,5\n", ";"), ("a\tb\nx, y\tz\n", "\t"), ("a|b\n1|2\n", "|"),
      ("a,b\n\"x;y\",2\n\"z;w\",3\n", ","), ("Sơn La;1,5\nHà Giang;2,5\n", ";"), ("a\n1\n2\n", ","),
    ] as [(String, Character)])
  func findsTheSeparator(_ text: String, _ separator: Character) throws {
    #expect(try Loading.load(text).report.separator == separator)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func readsEveryLineEnd(_ end: String) throws {
    let text = ["place,value", "Sơn La,5", "", "Hà Giang,6", ""].joined(separator: end)
    let file = try Loading.load(text)
    #expect(Loading.texts(file, 0) == ["Sơn La", "Hà Giang"])
    #expect(Loading.texts(file, 1) == ["5", "6"])
    #expect(file.lineNumbers.line(of: 0) == 2)
    #expect(file.lineNumbers.line(of: 1) == 4)
  }

  @Test func readsQuotesByTheStandard() throws {
    let file = try Loading.load(
      "a,b,c\n\"x, \"\"y\"\"\",\"two\nlines\", \"blanks around\" \nin\"side,5\"\",\"\"\n")
    #expect(Loading.texts(file, 0) == ["x, \"y\"", "in\"side"])
    #expect(Loading.texts(file, 1) == ["two\nlines", "5\"\""])
    #expect(Loading.texts(file, 2) == ["blanks around", nil])
    #expect(file.lineNumbers.line(of: 1) == 4)
  }

  @Test func aQuoteThatNeverClosesIsShown() {
    #expect(
      Loading.failure("a,b\nx,\"Hà Giang\ny,5\n") == """
        error[E0503]: a quote is never closed
         --> tips.csv:2:3
          |
        2 | x,"Hà Giang
          |   ^ opens here
          |
          = note: a quoted cell ends with `"`, and holds `""` for a quote inside it
          = help: `--no-quotes` reads quotes as plain characters
        """)
  }

  /// The next cell's opening quote ends it, lines below: those lines would be lost.
  @Test(arguments: ["x,\"y\n3,z\n4,\"w\"\n5,\"v\"\n", "x,\"y\n3,\"w\n4,\"v\n"])
  func aLoneQuoteIsShownWhereItOpens(_ rows: String) {
    let text = Loading.failure("a,b\n1,\"ok\"\n\(rows)")
    #expect(
      text == """
        error[E0503]: a quote is never closed
         --> tips.csv:3:3
          |
        3 | x,"y
          |   ^ opens here
          |
          = note: a quoted cell ends with `"`, and holds `""` for a quote inside it
          = help: `--no-quotes` reads quotes as plain characters
        """)
  }

  @Test func quotesCanBePlainCharacters() throws {
    let file = try Loading.load("a,b\n\"x,5\n") { $0.hasQuotes = false }
    #expect(Loading.texts(file, 0) == ["\"x"])
  }

  @Test func raggedRowsAreNamed() throws {
    let text = "place,year,value\nHà Giang,2023,5\nSơn La,2023\nYên Bái,2023,1,5\n"
    #expect(
      Loading.failure(text) == """
        error[E0502]: this row has 2 cells, the header has 3
         --> tips.csv:3:1
          |
        3 | Sơn La,2023
          | ^^^^^^^^^^^ 2 cells
          |
          = note: columns: `place`, `year`, `value`
          = note: 1 more row differs
          = help: an empty cell still needs its `,`
          = help: `--on-error null` leaves such rows out and lists them
        """)
    let file = try Loading.load(text) { $0.errorPolicy = .null }
    #expect(Loading.texts(file, 0) == ["Hà Giang"])
    #expect(
      file.report.raggedRows == [
        RaggedRowReport(line: 3, expected: 3, found: 2),
        RaggedRowReport(line: 4, expected: 3, found: 4),
      ])
  }

  @Test func emptyCellsBeyondTheHeaderAreCut() throws {
    let file = try Loading.load("a,b\n1,2,,\n3,4\n")
    #expect(Loading.texts(file, 1) == ["2", "4"])
    #expect(file.report.warnings == [Note("trimmedRows", "1")])
  }

  @Test(arguments: [
    ("place,year,value\nSơn La,2023,5\n", true), ("Sơn La,2023,5\nHà Giang,2023,6\n", false),
    ("place,2019,2020,2021\nSơn La,1,2,3\n", true), ("2019,5\n2020,6\n", false),
    ("place,2023\nSơn La,12\nHà Giang,15\n", true), ("Sơn La,2023\nHà Giang,2024\n", false),
    ("a,b\n", true), ("1,2\n", false), ("code,001\nx,002\n", false),
    ("place,2023-01,2023-02\nSơn La,1,2\n", true),
  ])
  func findsTheHeader(_ text: String, _ hasHeader: Bool) throws {
    #expect(try Loading.load(text).report.hasHeader == hasHeader)
  }

  @Test func headersAreMadeUnique() throws {
    let file = try Loading.load("a,a,,a_2,a\n1,2,3,4,5\n")
    #expect(file.table.schema.names == ["a", "a_3", "column_3", "a_2", "a_4"])
    #expect(file.report.warnings.map(\.key) == ["renamedColumn", "unnamedColumn", "renamedColumn"])
    #expect(try Loading.load("x,x\n1,2\n").table.schema.names == ["x", "x_2"])
  }

  @Test func optionsOverrule() throws {
    let file = try Loading.load("1;2\n3;4\n") {
      $0.separator = ","
      $0.hasHeader = true
    }
    #expect(file.table.schema.names == ["1;2"])
    let unknown = Loading.failure("place,value\nx,1\n") { $0.types = ["valu": .text] }
    #expect(unknown.contains("error[E0512]: `tips.csv` has no column `valu`"))
    #expect(unknown.contains("did you mean `value`?"))
  }

  @Test func emptyFilesAndBareHeaders() throws {
    #expect(Loading.failure("").hasPrefix("error[E0509]: `tips.csv` is empty"))
    #expect(Loading.failure("\n \r\n").hasPrefix("error[E0509]"))
    let bare = try Loading.load("place,value")
    #expect(bare.table.rowCount == 0)
    #expect(bare.table.schema.names == ["place", "value"])
    #expect(bare.table.columns.allSatisfy { $0.count == 0 })
  }

  @Test func oneColumnIsATable() throws {
    let file = try Loading.load("name\nHà Giang\n\"\"\nSơn La\n")
    #expect(Loading.texts(file, 0) == ["Hà Giang", nil, "Sơn La"])
  }

  @Test(
    arguments: [
      ("year", ["2019", "2020"], LogicalType.period, ["2019", "2020"]),
      ("Năm", ["2019", "2020"], .period, ["2019", "2020"]),
      ("Kỳ báo cáo", ["2023", "2021-Q3", "2022-12"], .period, ["2023", "2021-Q3", "2022-12"]),
      ("anything", ["2021-S1", "2016-01..2018-05"], .period, ["2021-S1", "2016-01..2018-05"]),
      ("anything", ["2019", "2020"], .integer, ["2019", "2020"]),
      ("x", ["8/2024", "12/2023"], .period, ["2024-08", "2023-12"]),
      (
        "x", ["tháng 8/2024", "quý 3/2024", "Q1/2023"], .period, ["2024-08", "2024-Q3", "2023-Q1"]
      ),
      ("x", ["2022-12-24", "2023-01-01"], .date, ["2022-12-24", "2023-01-01"]),
      ("x", ["24/12/2022", "01/02/2023"], .date, ["2022-12-24", "2023-02-01"]),
      ("x", ["12/24/2022", "01/02/2023"], .date, ["2022-12-24", "2023-01-02"]),
      ("x", ["true", "FALSE"], .boolean, ["true", "false"]),
      ("x", ["có", "Không"], .boolean, ["true", "false"]),
      ("x", ["0", "1"], .integer, ["0", "1"]), ("x", ["NA", ""], .text, [nil, nil]),
      ("x", ["5 vụ", "6 vụ"], .text, ["5 vụ", "6 vụ"]),
    ] as [(String, [String], LogicalType, [String?])])
  func findsTypes(
    _ name: String, _ cells: [String], _ type: LogicalType, _ values: [String?]
  ) throws {
    let file = try Loading.column(cells, name: name)
    #expect(file.table.schema.fields[1].type == type)
    #expect(Loading.texts(file, 1) == values)
  }

  @Test func datesThatReadBothWaysAreReported() throws {
    let file = try Loading.column(["01/02/2023", "03/04/2023"])
    #expect(Loading.texts(file, 1) == ["2023-02-01", "2023-04-03"])
    #expect(file.report.columns[1].isDateAmbiguous)
    #expect(file.report.warnings == [Note("ambiguousDates", "value", "dd/mm/yyyy")])
  }

  @Test func datesOfTheOtherOrderAreRefused() {
    let rows = (13...28).map { "\($0)/01/2023\n" }.joined()
    let error = Loading.failure("d\n\(rows)01/13/2023\n")
    #expect(error.contains("cannot read `d` as a date"), "\(error)")
    #expect(error.contains("dates in this column are dd/mm/yyyy"), "\(error)")
    #expect(error.contains("tips.csv:18:1"), "\(error)")
  }

  @Test func textsAreBroughtToOneForm() throws {
    let file = try Loading.load("a,b\nHa\u{300} Giang,1\nHà Giang\u{A0},2\n")
    guard case .text(let codes, let dictionary) = file.table.columns[0].storage else {
      Issue.record("no text column")
      return
    }
    #expect(codes == [0, 0])
    #expect(Array(dictionary.values[0].utf8) == Array("Hà Giang".utf8))
  }

  @Test func blocksOfRowsMeetWithoutASeam() throws {
    var text = "a,b,c\n"
    for row in 0..<50_000 {
      text += row % 1000 == 0 ? "\"x\ny\",\(row),z\n" : "x\(row % 7),\(row),z\n"
    }
    let file = try Loading.load(text)
    #expect(file.table.rowCount == 50_000)
    #expect(file.table.columns[1].numbers == (0..<50_000).map(Double.init))
    #expect(file.lineNumbers.line(of: 49_999) == 50_001 + 50)
    #expect(file.table.columns[0].text(1000) == "x\ny")
  }
}
