// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
import Testing

/// Rows without quotes are read another way than the rest: where both meet, nothing may be lost.
struct PlainRowTests {
  /// What stands in a file of many plain rows, with one of another form now and then.
  private struct Mixed {
    var text = "key,value\n"
    var keys: [String] = []
    var lines: [Int] = []

    init(every step: Int, end: String) {
      var line = 2
      for row in 0..<20_000 {
        keys.append("k\(row)")
        lines.append(line)
        switch row % step == step - 1 ? row / step % 5 : -1 {
        case 0:
          text += "\"k\(row)\",\(row)\(end)"
        case 1:
          text += "k\(row),\"\(row)\"\(end)\(end)"
          line += 1
        case 2:
          keys[row] = "k\(row)\nx"
          text += "\"k\(row)\nx\",\(row)\(end)"
          line += 1
        case 3: text += "  k\(row) ,\(row),,\(end)"
        case 4:
          text += "k\(row),\(row)\(end)alone\(end)"
          line += 1
        default: text += "k\(row),\(row)\(end)"
        }
        line += 1
      }
    }
  }

  @Test(arguments: [1, 3, 700, 9_000], ["\n", "\r\n"])
  func rowsBetweenOthersKeepTheirPlaces(_ step: Int, _ end: String) throws {
    let mixed = Mixed(every: step, end: end)
    var options = LoadOptions()
    options.errorPolicy = .null
    // The last line lacks its end.
    let file = try DelimitedText.load(
      name: "mixed.csv", bytes: Array((mixed.text + "last,7").utf8), options: options)
    #expect(file.table.rowCount == 20_001)
    let keys = (0..<20_000).map { file.table.columns[0].text($0) ?? "" }
    #expect(keys == mixed.keys)
    #expect(file.table.columns[1].numbers == (0..<20_000).map { Double($0) } + [7])
    #expect((0..<20_000).map { file.lineNumbers.line(of: $0) } == mixed.lines)
  }

  @Test func textsThatBeginAlikeAreToldApart() throws {
    // Short ones, ones of one beginning and length, ones that differ in the middle only.
    let texts = (0..<30_000).map { row in
      switch row % 3 {
      case 0: "\(row)x"
      case 1: "commune-\(row + 100_000)"
      default: "district \(row + 100_000) of the north"
      }
    }
    let order = texts.indices.map { $0 * 7_919 % texts.count } + Array(texts.indices)
    let text = "name,n\n" + order.map { "\(texts[$0]),1\n" }.joined()
    let file = try DelimitedText.load(name: "texts.csv", bytes: Array(text.utf8))
    #expect(order.indices.map { file.table.columns[0].text($0) } == order.map { texts[$0] })
  }

  @Test func keysAreNumberedByFirstAppearance() {
    // Months of a year differ in their lowest bits, pairs of codes in two places.
    let keys = (0..<5_000).map { UInt64($0 % 240) << 32 | UInt64($0 / 240) }
    var numbering = KeyNumbering()
    #expect(keys.map { Int(numbering.number(of: $0)) } == Array(keys.indices))
    #expect(keys.reversed().map { Int(numbering.number(of: $0)) } == keys.indices.reversed())
    #expect(numbering.count == keys.count)
  }
}
