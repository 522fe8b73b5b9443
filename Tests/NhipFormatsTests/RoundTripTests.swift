// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
import Testing

struct RoundTripTests {
  private static let pieces = [
    "Hà Giang", "a,b", "\"", "\n", "\r\n", ";", "\t", " ", "😀", "đ", "=1+1", "x",
    "Sơn La > xã Hồng Sơn",
    "|", "'", "\\", "\u{A0}m", "ế",
  ]

  private func table(_ generator: inout SplitMix) -> Table {
    let rows = Int(generator.next() % 40) + 1
    var columns: [(Field, Column)] = []
    var texts: [String?] = []
    for row in 0..<rows {
      // Every third text has a letter first, so that the column stays text.
      let count = Int(generator.next() % 5)
      let parts = (0..<count).map { _ in
        Self.pieces[Int(generator.next() % UInt64(Self.pieces.count))]
      }
      let joined = parts.joined()
      texts.append(row % 5 == 4 ? nil : "t\(joined)t")
    }
    columns.append(Samples.text("na\"me, x", texts))
    let numbers = (0..<rows).map { _ -> Double in
      switch generator.next() % 4 {
      case 0: return .nan
      case 1: return Double(Int64(truncatingIfNeeded: generator.next() % 2_000_000)) - 1_000_000
      case 2: return Double(generator.next() % 1_000_000) / 1000
      default:
        let value = Double(bitPattern: generator.next())
        return value.isFinite ? value : 1
      }
    }
    columns.append((Field("value", .float), Column(numbers: numbers + [])))
    let periods = (0..<rows).map { _ in
      Period.month(Int(generator.next() % 300) + 1800, Int(generator.next() % 12) + 1)
    }
    columns.append((Field("period", .period), Column(.periods(periods))))
    return Samples.table(columns)
  }

  @Test(arguments: [("csv", ","), ("tsv", "\t")] as [(String, Character)])
  func whatIsWrittenIsReadBack(_ format: String, _ separator: Character) throws {
    let format = try #require(OutputFormats.named(format))
    for seed in 0..<300 {
      var generator = SplitMix(seed: UInt64(seed))
      let table = table(&generator)
      let text = try OutputFormats.text(RenderedTable(table, Samples.context()), format)
      var options = LoadOptions()
      options.types = ["value": .float]
      options.decimalMark = .point
      let file = try DelimitedText.load(name: "x", bytes: Array(text.utf8), options: options)
      try #require(file.report.separator == separator, "seed \(seed)")
      try #require(file.table.rowCount == table.rowCount, "seed \(seed)")
      for row in 0..<table.rowCount {
        #expect(file.table.columns[0].text(row) == table.columns[0].text(row), "seed \(seed)")
        let old = table.columns[1].numbers?[row] ?? .nan
        let new = file.table.columns[1].numbers?[row] ?? .nan
        #expect(old == new || (old.isNaN && new.isNaN), "seed \(seed) \(old)")
        #expect(file.table.columns[2].period(row) == table.columns[2].period(row), "seed \(seed)")
      }
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func damagedFilesGiveATableOrAnError() {
    let seeds = [
      "place,year,value,share\nHà Giang,2023,1.370,\"14,7 %\"\nSơn La,2022,gần 50,3 %\n\"a\"\"b\nc\",2021,168/195,…\n",
      "d;b\r\n24/12/2022;1.234,5\r\n01/02/2023;-7\r\n", "name\n\"x\n",
      "a\tb\n001\t1e5\n\"\"\t\"\"\n",
      "x,2019,2020\nSơn La,1,\n,,\n\n,",
    ].map { Array($0.utf8) }
    let alphabet: [UInt8] =
      Array("\"\n\r,;\t|.%/-+ 0123456789eE≈ạ(".utf8) + [
        0, 0xFF, 0xC3, 0xE1, 0xEF, 0xBB, 0xBF, 0xFE,
      ]
    var generator = SplitMix(seed: 2024)
    for round in 0..<4000 {
      var bytes = seeds[round % seeds.count]
      for _ in 0...(generator.next() % 6) {
        let at = Int(generator.next() % UInt64(bytes.count + 1))
        switch generator.next() % 4 {
        case 0: bytes.insert(alphabet[Int(generator.next() % UInt64(alphabet.count))], at: at)
        case 1 where at < bytes.count: bytes.remove(at: at)
        case 2 where at < bytes.count:
          bytes[at] = alphabet[Int(generator.next() % UInt64(alphabet.count))]
        case 3: bytes.append(contentsOf: bytes.prefix(at))
        default: break
        }
      }
      var options = LoadOptions()
      if round % 3 == 0 { options.errorPolicy = .null }
      if round % 7 == 0 { options.hasHeader = round % 2 == 0 }
      do throws(Diagnostic) {
        let file = try DelimitedText.load(name: "x", bytes: bytes, options: options)
        for column in file.table.columns { #expect(column.count == file.table.rowCount) }
        #expect(file.table.schema.names.count == Set(file.table.schema.names).count)
      } catch {
        #expect(error.code.hasPrefix("E05"))
        _ = DiagnosticRenderer().render(error, in: SourceText(name: "q", text: ""))
      }
    }
  }
}
