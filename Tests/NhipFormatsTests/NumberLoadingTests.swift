// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
import NhipDiagnostics
import NhipFormats
import Testing

struct NumberLoadingTests {
  @Test(arguments: [
    // Vietnamese grouping and decimals.
    (["1.370", "14,7", "2"], ["1370", "14.7", "2"], DecimalMark.comma),
    (["1.234.567", "89"], ["1234567", "89"], .comma),
    (["1.234,5", "7"], ["1234.5", "7"], .comma),
    (["0,5", "12,25"], ["0.5", "12.25"], .comma),
    // English grouping and decimals.
    (["1,234.5", "7"], ["1234.5", "7"], .point),
    (["1,370", "0.25"], ["1370", "0.25"], .point),
    (["1,234,567", "1,000"], ["1234567", "1000"], .point),
    (["12.5", "3.125"], ["12.5", "3.125"], .point),
    (["0.370", "1.370"], ["0.37", "1.37"], .point),
    (["1234.567", "1.370"], ["1234.567", "1.37"], .point),
    // Blanks group in both.
    (["1 234,5", "12 345 678"], ["1234.5", "12345678"], .comma),
    (["1\u{A0}234.5", "2"], ["1234.5", "2"], .point),
    (["1\u{202F}234", "2"], ["1234", "2"], .point),
    // Signs.
    (["-24.25", "+3.5", "\u{2212}7", "\u{2013}8"], ["-24.25", "3.5", "-7", "-8"], .point),
    (["-14,7", "- 3"], ["-14.7", "-3"], .comma),
    // Exponents.
    (["1e3", "2.5E-3", "0.1"], ["1000", "0.0025", "0.1"], .point),
    ([".5", "1.25"], ["0.5", "1.25"], .point),
    // Long fractions are numbers, not identifiers.
    (
      ["0.03988489881157875", "232.410207570034"], ["0.03988489881157875", "232.410207570034"],
      .point
    ),
    (["0.0017867799615487456", "1.5"], ["0.0017867799615487456", "1.5"], .point),
  ])
  func readsEachConvention(_ cells: [String], _ values: [String], _ mark: DecimalMark) throws {
    let file = try Loading.column(cells)
    #expect(Loading.texts(file, 1) == values)
    #expect(file.report.columns[1].decimalMark == mark)
    #expect(!file.report.columns[1].isAmbiguous)
    #expect(file.table.schema.fields[1].type.isNumeric)
  }

  @Test(
    arguments: [
      (["14,7 %", "3 %"], ["14.7", "3"]), (["-24.25%", "0"], ["-24.25", "0"]),
      (["91 %", "96,8 %", "NA"], ["91", "96.8", nil]),
    ] as [([String], [String?])])
  func percentSignsBecomeTheUnit(_ cells: [String], _ values: [String?]) throws {
    let file = try Loading.column(cells)
    #expect(Loading.texts(file, 1) == values)
    #expect(file.table.schema.fields[1].unit == .percent)
  }

  @Test func aMarkBeforeThreeDigitsIsAmbiguous() throws {
    let file = try Loading.column(["1.370", "2.150"])
    #expect(Loading.texts(file, 1) == ["1370", "2150"])
    #expect(file.report.columns[1].basis == .looksGrouped)
    #expect(
      file.report.warnings.map { NoteWords.text($0, .en) }
        == ["`value` could be read two ways; read as 1.370 = 1370 (`--decimal .` for the other)"])
    let other = try Loading.column(["1.370", "2.150"]) { $0.decimalMark = .point }
    #expect(Loading.texts(other, 1) == ["1.37", "2.15"])
    #expect(other.report.columns[1].basis == .option)
    let english = try Loading.column(["1,370", "2,150"])
    #expect(Loading.texts(english, 1) == ["1370", "2150"])
  }

  @Test func otherColumnsOfTheFileDecide() throws {
    let english = try Loading.load("a;b\n1.370;0.5\n2.150;12.25\n")
    #expect(Loading.texts(english, 0) == ["1.37", "2.15"])
    #expect(english.report.columns[0].basis == .otherColumns)
    let vietnamese = try Loading.load("a;b\n1.370;0,5\n2.150;12,25\n")
    #expect(Loading.texts(vietnamese, 0) == ["1370", "2150"])
  }

  @Test func evidenceAfterTheSampleReadsTheColumnAgain() throws {
    var text = "a,b\n"
    for row in 0..<70_000 { text += "x,\(row % 900 + 100).250\n" }
    text += "y,\"14,75\"\n"
    let file = try Loading.load(text)
    #expect(file.report.columns[1].decimalMark == .comma)
    #expect(file.report.columns[1].basis == .evidence(cells: 1))
    #expect(file.table.columns[1].numbers?[0] == 100_250)
    #expect(file.table.columns[1].numbers?.last == 14.75)
  }

  @Test(arguments: [
    (["gần 50", "7"], "50", Qualifier.approximate), (["≈50", "7"], "50", .approximate),
    (["~ 50", "7"], "50", .approximate), (["khoảng 1.200,5", "7"], "1200.5", .approximate),
    (["trên 10.300", "7"], "10300", .atLeast), (["≥10300", "7"], "10300", .atLeast),
    (["> 5", "7"], "5", .atLeast), (["hơn 5", "7"], "5", .atLeast),
    (["ít nhất 5", "7"], "5", .atLeast),
    (["dưới 20", "7"], "20", .atMost), (["<20", "7"], "20", .atMost),
    (["≤ 20 %", "7 %"], "20", .atMost),
    (["không quá 20", "7"], "20", .atMost), (["more than 5", "7"], "5", .atLeast),
    (["Tren 5", "7"], "5", .atLeast),
    (["gần 50".decomposedStringWithCanonicalMapping, "7"], "50", .approximate),
  ])
  func qualifiersStandBesideTheNumber(
    _ cells: [String], _ value: String, _ qualifier: Qualifier
  ) throws {
    let file = try Loading.column(cells)
    #expect(Loading.texts(file, 1) == [value, "7"])
    #expect(file.qualified[1] == [QualifiedCell(row: 0, qualifier: qualifier)])
  }

  @Test func partsOfAWholeAreKept() throws {
    let file = try Loading.column(["168/195", "1.164/1.170", "gần 299.882/332.093", "5"])
    #expect(Loading.texts(file, 1) == ["168", "1164", "299882", "5"])
    #expect(
      file.qualified[1] == [
        QualifiedCell(row: 0, qualifier: .exact, numerator: 168, denominator: 195),
        QualifiedCell(row: 1, qualifier: .exact, numerator: 1164, denominator: 1170),
        QualifiedCell(row: 2, qualifier: .approximate, numerator: 299_882, denominator: 332_093),
      ])
  }

  @Test func missingSpellingsAreCounted() throws {
    let file = try Loading.column([
      "", "NA", "N/A", "null", "-", "…", "...", "–", "NaN", ".", "5", "6",
    ])
    #expect(Loading.texts(file, 1).compactMap { $0 } == ["5", "6"])
    let counts = file.report.columns[1].missing
    #expect(counts.total == 10)
    #expect(counts[.empty] == 1 && counts[.na] == 1 && counts[.ellipsis] == 1 && counts[.dots] == 1)
    #expect(file.report.columns[1].readCount == 2)
  }

  @Test(arguments: [
    ["001", "010", "100"], ["0234567890123456", "6543210987654321"], ["00", "5"],
    ["1234567890123456", "01"], ["9007199254740993", "01"],
  ])
  func codesStayText(_ cells: [String]) throws {
    let file = try Loading.column(cells)
    #expect(Loading.texts(file, 1) == cells)
    #expect(file.table.schema.fields[1].type == .text)
    #expect(file.report.warnings.isEmpty)
  }

  @Test func aCodeAmongNumbersIsReported() throws {
    let file = try Loading.column((1...20).map { "\($0)" } + ["007"])
    #expect(file.table.schema.fields[1].type == .text)
    #expect(file.report.warnings == [Note("codesAsText", "value", "1")])
  }

  @Test(arguments: [
    ["9007199254740993", "1", "2"], [String(repeating: "7", count: 400), "1"],
    (1...700).map { "\($0)" } + ["12345678901234567"], ["5.5", "9007199254740993", "-7"],
    ["12345678901234567"],
  ])
  func numbersTooLongAreText(_ cells: [String]) throws {
    let file = try Loading.column(cells)
    #expect(Loading.texts(file, 1) == cells)
    let line = (cells.firstIndex { $0.count > 15 } ?? 0) + 2
    #expect(file.report.warnings == [Note("longNumbersAsText", "value", "1", "\(line)")])
  }

  @Test(arguments: [
    ["10222000000000000", "12222000000000000"], ["5.5", "1000000000000001", "7"],
    ["1234567890123456", "6543210987654321"], ["9007199254740992", "1"],
  ])
  func longNumbersThatLoseNothingAreNumbers(_ cells: [String]) throws {
    let file = try Loading.column(cells)
    #expect(file.table.schema.fields[1].type.isNumeric)
    #expect(file.table.columns[1].numbers == cells.compactMap(Double.init))
    #expect(file.report.warnings.isEmpty)
  }

  @Test(arguments: [
    (["9007199254740993", "1"], 1), (["12345678901234567", "12345678901234569"], 2),
    (["007", "10222000000000000"], 0),
  ])
  func declaredMeasuresAreNumbersAndTellWhatIsLost(_ cells: [String], _ rounded: Int) throws {
    let file = try Loading.column(cells) { $0.measures = ["value", "elsewhere"] }
    #expect(file.table.columns[1].numbers == cells.compactMap(Double.init))
    #expect(
      file.report.warnings
        == (rounded > 0 ? [Note("longNumbersRounded", "value", "\(rounded)")] : []))
  }

  @Test func aDeclaredMeasureRefusesWords() {
    #expect(throws: Diagnostic.self) {
      try Loading.column(["many", "few", "5"]) { $0.measures = ["value"] }
    }
  }

  @Test func aDescriptorMakesCodesNumbers() throws {
    let file = try Loading.column(["001", "010"]) { $0.types = ["value": .integer] }
    #expect(Loading.texts(file, 1) == ["1", "10"])
  }

  @Test(arguments: [
    (
      ["1.370", "2.150", "1.20.500"],
      "`.` groups thousands in this column, and groups have three digits"
    ),
    (
      ["1.370,5", "2.150", "12.5"],
      "`.` groups thousands in this column, and groups have three digits"
    ),
    (
      ["0.5", "12.25", "14,7"],
      "`.` is the decimal mark of this column, so `,` may only group thousands"
    ),
    (
      ["0.5", "12.25", "1.2.3"],
      "`.` is the decimal mark of this column, and stands once in a number"
    ),
    (["5", "6", "(12)"], "brackets are no part of a number; a negative one is written `-12`"),
    (["5", "6", "7 %"], "the other cells of this column have no percent sign"),
    (["5.5", "6", "1e400"], "too large for a number"),
    (["5", "6", "1,234,56"], "`,` groups thousands in this column, and groups have three digits"),
    (["5", "6", "--5"], "this is text"),
  ])
  func cellsThatContradictTheirColumnAreRefused(_ cells: [String], _ reason: String) throws {
    let error = Loading.failure("key,value\n" + cells.map { "x,\"\($0)\"\n" }.joined())
    #expect(
      error.contains("error[E0501]: cannot read `value` as a number\n --> tips.csv:4:4"), "\(error)"
    )
    #expect(error.contains(" \(reason)\n"), "\(error)")
    let file = try Loading.column(cells) { $0.errorPolicy = .null }
    #expect(Loading.texts(file, 1)[2] == nil)
    #expect(file.report.refusedCount == 1)
    #expect(file.report.refused.first?.text == cells[2])
    #expect(file.report.refused.first?.line == 4)
    #expect(file.report.refused.first?.reason.words == reason)
  }

  @Test func theErrorHasTheShapeOfTheStyle() {
    let error = Loading.failure("place,year,value\nHà Giang,2023,1.370\nSơn La,2023,1.20.500\n")
    #expect(
      error == """
        error[E0501]: cannot read `value` as a number
         --> tips.csv:3:13
          |
        3 | Sơn La,2023,1.20.500
          |             ^^^^^^^^ `.` groups thousands in this column, and groups have three digits
          |
          = note: column `value`: 1 cell read, 1 refused
          = help: `--on-error null` keeps the rest and lists the refused cells
        """)
  }

  @Test func manyRefusedCellsAreCountedAndTheFirstListed() throws {
    var text = "a,b\n"
    for row in 0..<1000 { text += "x,\(row % 20 == 7 ? "(1)" : "5")\n" }
    let file = try Loading.load(text) { $0.errorPolicy = .null }
    #expect(file.report.refusedCount == 50)
    #expect(file.report.refused.count == LoadReport.listLimit)
    #expect(file.report.refused.map(\.line).prefix(2) == [9, 29])
    #expect(file.report.columns[1].readCount == 950)
  }

  @Test func aColumnOfTextsWithSomeNumbersIsText() throws {
    let file = try Loading.column(["5", "6", "abc", "7"])
    #expect(file.table.schema.fields[1].type == .text)
    #expect(file.report.warnings.map(\.key) == ["mostlyNumbers"])
  }

  @Test func wholeNumbersAndFractionsAreToldApart() throws {
    #expect(try Loading.column(["5", "1.370"]).table.schema.fields[1].type == .integer)
    #expect(try Loading.column(["5", "1.5"]).table.schema.fields[1].type == .float)
  }

  @Test func decimalsAreRoundedCorrectly() throws {
    var generator = SplitMix(seed: 11)
    var cells: [String] = []
    for _ in 0..<3000 {
      let digits = generator.next() % 1_000_000_000_000_000_000
      let text = String(digits)
      let cut = Int(generator.next() % UInt64(text.count)) + 1
      let whole = String(text.prefix(cut))
      let fraction = String(text.dropFirst(cut)) + "1"
      cells.append("\(whole).\(fraction)")
    }
    let file = try Loading.column(cells + ["0.5"])
    let values = try #require(file.table.columns[1].numbers)
    for (cell, value) in zip(cells, values) { #expect(Double(cell) == value, "\(cell)") }
  }
}
