// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipFormats
import Testing

/// Cells of plain rows, which are cut, looked up and read many at a time, come out as by one rule
/// for each.
struct PlainCellTests {
  private func load(_ text: String, _ types: [String: LogicalType], pieceBytes: Int = 1 << 20)
    throws -> LoadedFile
  {
    var options = LoadOptions()
    options.types = types
    options.decimalMark = .point
    options.pieceBytes = pieceBytes
    options.threadCount = 2
    return try DelimitedText.load(name: "cells.csv", bytes: Array(text.utf8), options: options)
  }

  @Test(arguments: [1, 2, 3]) func numbersAreTheNearestDoubles(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    var cells: [String] = []
    for _ in 0..<20_000 {
      let whole = String(generator.next() >> 20).prefix(Int(generator.next() % 9))
      let fraction = String(generator.next()).suffix(Int(generator.next() % 8))
      let digits = whole.isEmpty || whole.first == "0" ? "0" : String(whole)
      let sign = generator.next() % 4 == 0 ? "-" : ""
      cells.append(sign + digits + (fraction.isEmpty ? "" : "." + fraction))
    }
    for pieceBytes in [1 << 20, 3_000] {
      let text = "name,value\n" + cells.map { "a,\($0)\n" }.joined()
      let file = try load(text, ["value": .float], pieceBytes: pieceBytes)
      let expected = cells.map { Double($0)?.bitPattern }
      #expect(file.table.columns[1].numbers?.map { Optional($0.bitPattern) } == expected)
    }
  }

  /// What looks nearly like plain digits is left to the rule for all cells.
  @Test(
    arguments: [
      ("0", 0), ("-0", -0.0), ("-007", -7), ("+5", 5), ("-", nil), (".", nil), ("1-", nil),
      ("--1", nil), ("12x", nil), ("1.2.3", nil), ("5.", nil), ("-.5", -0.5), ("1e3", 1_000),
    ] as [(String, Double?)])
  func cellsThatAreNotPlainAreReadByTheirRule(_ cell: String, _ value: Double?) throws {
    var options = LoadOptions()
    options.errorPolicy = .null
    let rows = (0..<600).map { "a,\($0)\n" }.joined()
    let file = try DelimitedText.load(
      name: "cells.csv", bytes: Array("name,value\n\(rows)b,\(cell)\n".utf8), options: options)
    let numbers = try #require(file.table.columns[1].numbers)
    #expect(numbers.count == 601 && numbers[599] == 599)
    #expect(numbers[600].isNaN ? value == nil : numbers[600].bitPattern == value?.bitPattern)
    // A lone mark says that a figure is missing; it is not refused.
    let isMark = cell == "-" || cell == "."
    #expect(file.report.refusedCount == (value == nil && !isMark ? 1 : 0))
  }

  @Test(arguments: ["007", "00"]) func codesMakeAColumnText(_ cell: String) throws {
    let rows = (0..<600).map { "a,\($0)\n" }.joined()
    let file = try DelimitedText.load(
      name: "cells.csv", bytes: Array("name,value\n\(rows)b,\(cell)\n".utf8))
    #expect(file.table.schema.fields[1].type == .text)
    #expect(file.table.columns[1].text(600) == cell)
    #expect(file.table.columns[1].text(0) == "0")
  }

  /// Texts of one word, of two, of four and longer; of one beginning, of one end.
  @Test(arguments: [8, 16, 32, 60], [1 << 20, 5_000])
  func textsAreToldApart(longest: Int, pieceBytes: Int) throws {
    var generator = SplitMix(seed: UInt64(longest))
    let texts = (0..<800).map { number in
      let length = 4 + Int(generator.next() % UInt64(longest - 3))
      let filling = String(repeating: "ab", count: 40)
      let own = String(number, radix: 36)
      return generator.next() % 2 == 0
        ? filling.prefix(length - own.count) + own : own + filling.prefix(length - own.count)
    }.map { String($0) }
    // New ones appear all the way through the file.
    let rows = (0..<20_000).map { row in
      texts[Int(generator.next() % UInt64(1 + min(texts.count - 1, row / 20)))]
    }
    let text = "name,value\n" + rows.map { "\($0),1\n" }.joined()
    let file = try load(text, ["name": .text], pieceBytes: pieceBytes)
    #expect(rows.indices.map { file.table.columns[0].text($0) ?? "" } == rows)
  }

  /// Blanks are cut off wherever a cell stands among the bytes that are looked at together.
  @Test(arguments: ["\n", "\r\n"], [UInt8(ascii: ","), 0x09])
  func blanksAroundCellsGo(end: String, separator: UInt8) throws {
    var generator = SplitMix(seed: 5)
    let mark = String(UnicodeScalar(separator))
    for width in 2...5 {
      var text = (0..<width).map { "c\($0)" }.joined(separator: mark) + end
      var expected = [[String]](repeating: [], count: width)
      // Long stretches without a blank at an end of a cell, and others with some.
      for row in 0..<6_000 {
        let cells = (0..<width).map { column in
          let length = column == 0 ? 1 + generator.next() % 9 : generator.next() % 12
          var cell = String(
            (0..<length).map { _ in "abcdefgh x".randomElement(using: &generator) ?? "a" })
          if row % 1_000 < 700 { cell = String(cell.drop { $0 == " " }.reversed()) }
          if row % 1_000 < 700 { cell = String(cell.drop { $0 == " " }) }
          return cell.isEmpty && column == 0 ? "a" : cell
        }
        text += cells.joined(separator: mark) + end
        for (column, cell) in cells.enumerated() {
          let open = cell.drop { $0 == " " }
          expected[column].append(String(open.reversed().drop { $0 == " " }.reversed()))
        }
      }
      let types = Dictionary(uniqueKeysWithValues: (0..<width).map { ("c\($0)", LogicalType.text) })
      var options = LoadOptions()
      options.types = types
      options.separator = Character(UnicodeScalar(separator))
      for pieceBytes in [1 << 20, 4_000] {
        options.pieceBytes = pieceBytes
        let file = try DelimitedText.load(name: "b.csv", bytes: Array(text.utf8), options: options)
        for column in 0..<width {
          let found = (0..<file.table.rowCount).map { file.table.columns[column].text($0) ?? "" }
          #expect(found == expected[column], "column \(column) of \(width)")
        }
      }
    }
  }
}
