// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
public import NhipDiagnostics
import NhipFormats

/// What the user says about a file; what is not said is found out.
public struct FileLoadOptions: Sendable {
  /// `stop` at the first refused cell, or keep the rest with `null` in its place.
  public var onError = "stop"
  public var decimal: Character?
  public var separator: Character?
  public var encoding: String?
  /// Kinds of indicators by column name.
  public var kinds: [String: String] = [:]
  /// Units by column name.
  public var units: [String: String] = [:]

  public init() {}
}

/// What a load gave: the table's name, and what the reader should know.
public struct LoadSummary: Sendable {
  public let tableName: String
  /// What was guessed and refused, and how to change it; one sentence a line.
  public let lines: [String]

  public init(tableName: String, lines: [String]) {
    self.tableName = tableName
    self.lines = lines
  }
}

extension Session {
  /// Loads a file of rows as a table.
  public func load(
    file path: String, as name: String?, options: FileLoadOptions
  ) throws(Diagnostic) -> LoadSummary {
    var reading = LoadOptions()
    reading.errorPolicy = options.onError == "null" ? .null : .stop
    reading.separator = options.separator
    if let decimal = options.decimal { reading.decimalMark = decimal == "," ? .comma : .point }
    if let encoding = options.encoding {
      guard let named = TextEncoding(encoding) else {
        throw Diagnostic(
          "E0502", "no encoding named `\(encoding)`",
          notes: ["encodings: \(NearestName.list(TextEncoding.allCases.map(\.rawValue)))"])
      }
      reading.encoding = named
    }
    let file = try DelimitedText.load(path: path, options: reading)
    let stem = path.split(separator: "/").last.map(String.init) ?? path
    let table = name ?? stem.split(separator: ".").first.map(String.init) ?? stem
    workspace.setTable(file.table, named: table)
    let notes = file.report.warnings.map { NoteWords.text($0, .en) }
    return LoadSummary(
      tableName: table,
      lines: ["`\(table)`: \(file.report.rowCount) rows, \(file.report.columns.count) columns"] + notes)
  }
}
