// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// A small CSV file as rows of named cells; enough for checks, not for speed.
struct CSVText {
  var header: [String]
  var rows: [[String: String]]

  init(contentsOf url: URL) throws {
    var records = CSVText.records(of: try String(contentsOf: url, encoding: .utf8))
    let header = records.isEmpty ? [] : records.removeFirst()
    self.header = header
    self.rows = records.map { record in
      Dictionary(zip(header, record), uniquingKeysWith: { first, _ in first })
    }
  }

  func column(_ name: String) -> [String] {
    rows.map { $0[name] ?? "" }
  }

  /// Splits RFC 4180 text: quotes may hold separators, line ends and doubled quotes.
  static func records(of text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        scalars.removeFirst()
        cell.append("\"")
      case "\"":
        isQuoted.toggle()
      case "," where !isQuoted:
        record.append(cell)
        cell = ""
      case "\n" where !isQuoted:
        records.append(record + [cell])
        record = []
        cell = ""
      default:
        cell.unicodeScalars.append(scalar)
      }
    }
    return records
  }
}

/// Where the checks find the data, relative to this file.
enum Folder {
  static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let datasets = project.appending(path: "Datasets")
  static let seeds = project.deletingLastPathComponent().appending(path: "shared/seeds")

  /// The five reports are read where they exist; they are no part of the project.
  static var hasSeeds: Bool {
    FileManager.default.fileExists(atPath: seeds.appending(path: "observations.jsonl").path)
  }
}
