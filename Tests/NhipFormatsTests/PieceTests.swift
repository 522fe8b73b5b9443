// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
import Testing

/// Files read in pieces by several threads come out as from one scan.
struct PieceTests {
  static let texts: [(name: String, text: String)] = [
    ("plain", "place,year,value\nSơn La,2021,14\nHà Giang,2022,15.5\nSơn La,2023,\n"),
    (
      "quoted line ends",
      "place,note,value\n\"a\nb\",\"x, \"\"y\"\"\n\n\",1\nc,\"\n\n\n\",2\nd,e,3\n"
    ),
    ("carriage returns", "place,value\r\nSơn La,1\r\n\r\n\"Hà\r\nGiang\",2\r\n"),
    ("a mark at the start", "\u{FEFF}place,value\nSơn La,1\nHà Giang,2\n"),
    ("cut off", "place,year,value\nSơn La,2021,14\nHà Giang,20"),
    (
      "a refused cell",
      "key,value\na,1\nb,2\n\"c\nd\",3\ne,4\nf,5\ng,6\nh,7\ni,8\nj,9\nk,x1\nl,10\n"
    ),
    ("a ragged row", "a,b\n1,2\n\"3\n\n\",4\n5\n6,7,8\n9,10\n"),
    ("cells too many", "a,b\n1,2,,\n3,4,\n"),
    ("a quote never closed", "a,b\n1,2\n3,4\n\"5,6\n7,8\n"),
    ("quotes inside cells", "a,b\n1 \" 2,3\nx\"y\n\",4\n\"z\" w,5\nv,6\n"),
    (
      "conventions that differ",
      "key,value\n" + (0..<30).map { "r\($0),1.\($0 + 100)" }.joined(separator: "\n")
        + "\n" + (0..<40).map { "s\($0),\"2.\($0 + 100),5\"" }.joined(separator: "\n") + "\n"
    ),
    (
      "percents and qualifiers",
      "key,share\na,≈50\nb,\"14,7 %\"\nc,168/195\nd,trên 10.300\ne,3 %\nf,4 %\ng,5 %\nh,6 %\n"
    ),
    (
      "numbers that become text",
      "key,code\n" + (0..<600).map { "r\($0),\($0)" }.joined(separator: "\n") + "\nlast,007\n"
    ),
    ("dates", "day,value\n24/12/2022,1\n01/02/2023,2\n\n2023-05-06,3\n"),
    ("one long line", "place,note\na," + String(repeating: "long ", count: 60) + "\nb,c\n"),
    ("a header alone", "place,value\n"), ("line ends of old", "a,b\r1,2\r3,4\r"),
  ]

  @Test(arguments: texts) func piecesAgreeWithOneScan(_ file: (name: String, text: String)) {
    for policy in [LoadOptions.ErrorPolicy.stop, .null] {
      expectSame(Array(file.text.utf8), policy, file.name)
    }
  }

  @Test func otherEncodingsAgree() {
    let text = "place,note,value\r\n\"Sơn\r\nLa\",x,\"1,5\"\r\nHà Giang,y,2\r\n"
    let units = Array(text.utf16)
    expectSame([0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, .stop, "LE")
    expectSame([0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, .stop, "BE")
    expectSame(Array("a,b\nx".utf8) + [0xD0] + Array(",1\ny,2\n".utf8), .stop, "windows-1258")
  }

  @Test func damagedFilesAgree() {
    let seeds = [
      "place,year,value\nHà Giang,2023,1.370\nSơn La,2022,gần 50\n\"a\"\"b\nc\",2021,168/195\n",
      "d;b\r\n24/12/2022;1.234,5\r\n01/02/2023;-7\r\n", "name\n\"x\n\",\n",
      "a\tb\n001\t1e5\n\"\"\t\"\"\n",
    ].map { Array($0.utf8) }
    let alphabet: [UInt8] = Array("\"\"\"\n\n\r,;\t.%/ 01e".utf8) + [0, 0xFF, 0xC3, 0xE1]
    var generator = SplitMix(seed: 77)
    for round in 0..<400 {
      var bytes = seeds[round % seeds.count] + seeds[(round / 7) % seeds.count]
      for _ in 0...(generator.next() % 8) {
        let at = Int(generator.next() % UInt64(bytes.count + 1))
        bytes.insert(alphabet[Int(generator.next() % UInt64(alphabet.count))], at: at)
      }
      expectSame(bytes, round % 2 == 0 ? .stop : .null, "round \(round)", sizes: [5, 33])
    }
  }

  @Test func aRefusedCellIsFoundByLineAndColumn() {
    let rows = (0..<5_000).map { "\"r\n\($0)\",\($0)\n" }.joined()
    for threads in [1, 2, 5] {
      let error = Loading.failure("key,value\n" + rows + "end,12x\n") {
        $0.threadCount = threads
        $0.pieceBytes = 512
      }
      #expect(error.contains("tips.csv:10002:5"), "\(error)")
    }
  }

  @Test func aLoadThatIsNotWantedAnyMoreEnds() {
    let rows = (0..<1_000).map { "r\($0),\($0)\n" }.joined()
    let error = Loading.failure("key,value\n" + rows) {
      $0.pieceBytes = 64
      $0.isCancelled = { true }
    }
    #expect(error.contains("E0601"))
  }

  @Test func numbersOfEveryLengthAreReadAlike() throws {
    var generator = SplitMix(seed: 5)
    var cells: [String] = []
    for _ in 0..<2_000 {
      let whole = generator.next() % [10, 1_000, 100_000, 10_000_000_000][cells.count % 4]
      let fraction = "\(generator.next() % [10, 100, 10_000, 1_000_000][cells.count / 4 % 4])"
      let sign = cells.count % 5 == 0 ? "-" : ""
      cells.append(sign + (cells.count % 3 == 0 ? "\(whole)" : "\(whole).\(fraction)0"))
    }
    let file = try Loading.column(cells)
    let numbers = try #require(file.table.columns[1].numbers)
    for (cell, number) in zip(cells, numbers) { #expect(Double(cell) == number, "\(cell)") }
  }

  private func expectSame(
    _ bytes: [UInt8], _ policy: LoadOptions.ErrorPolicy, _ name: String,
    sizes: [Int] = [1, 3, 7, 16, 64, 1_000]
  ) {
    let whole = Self.described(bytes, policy, threads: 1, pieceBytes: 1 << 20)
    for size in sizes {
      for threads in [1, 2, 5] {
        let pieces = Self.described(bytes, policy, threads: threads, pieceBytes: size)
        #expect(pieces == whole, "\(name): pieces of \(size) bytes, \(threads) threads")
      }
    }
  }

  /// Everything that a load gives, or its error.
  private static func described(
    _ bytes: [UInt8], _ policy: LoadOptions.ErrorPolicy, threads: Int, pieceBytes: Int
  ) -> String {
    var options = LoadOptions()
    options.errorPolicy = policy
    options.threadCount = threads
    options.pieceBytes = pieceBytes
    do throws(Diagnostic) {
      let file = try DelimitedText.load(name: "x.csv", bytes: bytes, options: options)
      var lines = ["\(file.table.schema)", "\(file.report)", "\(file.qualified)"]
      for (index, column) in file.table.columns.enumerated() {
        lines.append("\(Loading.texts(file, index))")
        if case .text(let codes, let texts) = column.storage {
          lines.append("\(codes) \(texts.values)")
        }
      }
      lines.append("\((0..<file.table.rowCount).map { file.lineNumbers.line(of: $0) })")
      return lines.joined(separator: "\n")
    } catch {
      return DiagnosticRenderer().render(error, in: SourceText(name: "q", text: ""))
    }
  }
}
