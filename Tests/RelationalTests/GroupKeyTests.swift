// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution
import Testing

/// Groups against a dictionary of written keys: dense tables, hashed parts, chains of both.
struct GroupKeyTests {
  private static let ways = [
    Morsels.serial, Morsels(threads: 1, rows: 50), Morsels(threads: 2, rows: 50),
    Morsels(threads: 3, rows: 1),
  ]

  private func check(_ columns: [Column], _ keys: [String], _ what: String) {
    var number: [String: Int32] = [:]
    var firstRows: [Int32] = []
    var expected: [Int32] = []
    for (row, key) in keys.enumerated() {
      if number[key] == nil {
        number[key] = Int32(firstRows.count)
        firstRows.append(Int32(row))
      }
      expected.append(number[key] ?? -1)
    }
    for morsels in Self.ways {
      let groups = GroupKeys(columns, rowCount: keys.count, morsels)
      #expect(groups.groupOfRow == expected, "\(what), \(morsels)")
      #expect(groups.firstRows == firstRows, "\(what), \(morsels)")
    }
  }

  private func word(_ value: Double) -> String {
    value.isNaN ? "missing" : value == 0 ? "0.0" : "\(value)"
  }

  @Test func numbersZerosAndMissing() {
    let fractions = [0.5, -0.0, 0, .nan, -1, -Double.nan, 0.5, 3, .infinity, -.infinity, 1e300]
    check([Column(numbers: fractions)], fractions.map(word), "fractions")
    let wholes = [3, -0.0, 0, .nan, -7, 3, 1_000, -Double.nan, -7]
    check([Column(numbers: wholes)], wholes.map(word), "whole numbers")
    let missing = [Double](repeating: .nan, count: 300)
    check([Column(numbers: missing)], missing.map(word), "nothing but missing")
    check([Column(numbers: [])], [], "no rows")
  }

  @Test func oneGroup() {
    let texts = [String?](repeating: "a", count: 500)
    check([Column(texts: texts)], texts.map { $0 ?? "" }, "one group")
    check([], texts.map { $0 ?? "" }, "no key")
  }

  @Test func composedAndDecomposedTexts() {
    let dictionary = TextDictionary(["H\u{E0}", "Ha\u{300}", "x"])
    check(
      [Column(.text([0, 1, 2, -1, 1], dictionary))], ["a", "a", "x", "", "a"], "equal letters")
  }

  @Test(arguments: [1, 3, 40, 100_000]) func manyColumns(distinct: Int) {
    var random = SeededGenerator(seed: UInt64(distinct))
    let count = 3_000
    // Fractions and wide whole numbers: together far more than fits a packed key.
    let columns = (0..<6).map { index in
      (0..<count).map { _ -> Double in
        let value = Double(random.below(distinct))
        if random.chance(3) { return .nan }
        return index % 2 == 0 ? value * 8_191 : value + 0.25
      }
    }
    let keys = (0..<count).map { row in columns.map { word($0[row]) }.joined(separator: "|") }
    check(columns.map { Column(numbers: $0) }, keys, "six columns of \(distinct)")
  }

  @Test func runsOfKeys() {
    let names = TextDictionary(["a", "b"])
    let runs = RunEnds([400, 900, 1_000])
    let rows = GroupedRows(
      [
        Column(.textRuns([0, 1, 0], names, runs)), Column(.textRuns([1], names, RunEnds([1_000]))),
      ],
      rowCount: 1_000, Morsels(threads: 2, rows: 50))
    #expect(rows.count == 2)
    #expect(rows.firstRows == [0, 400])
    #expect(rows.rowCounts == [500, 500])
    #expect(rows.groupOfRow[399...401] == [0, 1, 1] && rows.groupOfRow[999] == 0)
  }
}
