// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine
import NhipExecution
import NhipObservations

/// Bytes as a CSV file that is loaded and then asked.
struct CSVTarget: FuzzTarget {
  private static let memoryLimitBytes = 128 << 20
  /// Indicators of the file that get a `series` query.
  private static let indicatorLimit = 4
  private static let kinds = ["flow", "stock", "average", "share", "ratio", "rate", "change", ""]

  private let session: Session
  private let fresh: Workspace
  private let file: String

  init() {
    do {
      session = try Session(datasets: Fuzz.datasets)
    } catch {
      fatalError("the bundled data do not load: \(error.diagnostics)")
    }
    session.writesFiles = false
    session.settings.memoryLimitBytes = Self.memoryLimitBytes
    fresh = session.workspace
    let folder =
      FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    file = "\(folder)/nhip-fuzz-\(ProcessInfo.processInfo.processIdentifier).csv"
  }

  func run(_ input: [UInt8]) {
    guard FileManager.default.createFile(atPath: file, contents: Data(input)) else {
      fatalError("cannot write \(file)")
    }
    defer { try? FileManager.default.removeItem(atPath: file) }
    session.workspace = fresh
    let variant = Checksum.of(input)
    var options = FileLoadOptions()
    options.onError = variant % 2 == 0 ? "null" : "stop"
    let kind = Self.kinds[variant / 2 % Self.kinds.count]
    let before = session.workspace.store.indicators.count
    do {
      if !kind.isEmpty {
        options.kinds["*"] = kind
        for name in headerNames(input) { options.kinds[name] = kind }
      }
      let summary = try session.load(
        file: file, as: "t", options: options, locale: variant % 3 == 0 ? "vi" : "en")
      guard summary.tableName == "t" else { fatalError("the table has another name") }
    } catch {
      OutcomeCheck.check(error, in: SourceText(name: "", text: ""))
      guard session.workspace.store.indicators.count == before else {
        fatalError("a failed load left something behind")
      }
      return
    }
    ask("from t", variant)
    ask("from t | take 3", variant / 3)
    for indicator in session.workspace.store.indicators.dropFirst(before).prefix(
      Self.indicatorLimit)
    {
      let name = "`" + indicator.key.replacingOccurrences(of: "`", with: "``") + "`"
      ask("series \(name) by place, period", variant)
      ask("series \(name) by place, year", variant / 5)
      ask("series \(name) by year | change vs previous", variant / 7)
    }
  }

  /// The cells of the first line, for declaring kinds.
  private func headerNames(_ input: [UInt8]) -> [String] {
    let line = input.prefix { $0 != 0x0A && $0 != 0x0D }
    return line.split(whereSeparator: { $0 == 0x2C || $0 == 0x3B || $0 == 0x09 }).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func ask(_ query: String, _ variant: Int) {
    for outcome in session.run(SourceText(name: "fuzz", text: query)) {
      OutcomeCheck.check(outcome, variant: variant)
    }
  }

  static var seeds: [(name: String, bytes: [UInt8])] {
    let texts = [
      "place,period,indicator,value\nHà Giang,2023,crime,12\nHà Giang,2024,crime,1.370\n",
      "province,year,value\nSơn La,2023,\"1.204\"\nSơn La,2024,\"14,7\"\n",
      "tỉnh;năm;tháng;số vụ\nHà Giang;2023;1;12\nHà Giang;2023;2;-24,25 %\n",
      "huyện\t2021\t2022\t2023\nMèo Vạc\t1\t\t3\nĐồng Văn\t>5\t~4\t-\n",
      "code,name,period,a,b\n001,Hà Giang,2021-S1,1,2\n002,Sơn La,2021-Q3,3,4\n",
      "district,date,offence,value\n\"A, \"\"B\"\"\",2020-02-29,theft,1\nC,2020-03-01,fraud,1e3\n",
      "\u{FEFF}place,period,value\r\nX,2016-01..2018-05,1\r\n,2019,2\r\n",
      "place,period,indicator,value,sex\nA,2020,i,1,m\nA,2020,i,2,f\nA,2021,i,3,m\nA,2021,i,4,f\n",
      "x\n1\n2\n", "a,b\n1\n1,2,3\n\"", "",
    ]
    var seeds = texts.enumerated().map { ("seed-\($0.offset).csv", Array($0.element.utf8)) }
    let wide = Array(texts[2].utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    seeds.append(("seed-utf16.csv", [0xFF, 0xFE] + wide))
    seeds.append(
      ("seed-latin.csv", Array("place,year,v\nH\u{E0}".utf8.dropLast(2)) + [0xE0, 0x2C, 0x31]))
    return seeds
  }

  static let pieces: [String] = [
    ",", ";", "\t", "\n", "\r\n", "\"", "\"\"", "place", "period", "year", "value", "indicator",
    "month", "quarter", "code", "tỉnh", "huyện", "năm", "Hà Giang", "tỉnh Hà Giang", "Sơn La",
    "2023", "2024-Q3", "2021-S1", "2016-01..2018-05", "2023-W53", "2024-02-29", "29/02/2024",
    "T1/2023", "Quý 3 năm 2020", "9 tháng 2023", "0", "-1", "1.370", "14,7 %", "1.234,5", "1,234.5",
    "-24.25 %", "1e308", "-1e308", "9223372036854775808", "0.1", "gần 50", "trên 100", ">5", "<5",
    "~3",
    "12/15", "299882/332093", "-", "n/a", "NA", "null", "…", "true", "\u{FEFF}", "😀", "\u{300}",
    "\u{0}", "0000", "99999", "99999-12", "\nA,2020,", ",,,,,,,,", "Hà Giang,2023,12\n",
  ]
}
