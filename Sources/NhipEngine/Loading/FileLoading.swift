// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipColumns
public import NhipDiagnostics
import NhipExecution
import NhipFormats
import NhipObservations

/// How a file is loaded.
public struct FileLoadOptions: Hashable, Sendable {
  /// `stop`: the first refused cell ends the load; `null`: it is missing, and listed.
  public var onError = "stop"
  /// The decimal mark of every number column, `.` or `,`; found by looking when `nil`.
  public var decimal: Character?
  public var separator: Character?
  public var encoding: String?
  /// Whether `"` quotes cells; a plain character else.
  public var hasQuotes = true
  /// Kinds (`flow`, `stock`, …) and units of number columns, by name.
  public var kinds: [String: String] = [:]
  public var units: [String: String] = [:]
  /// Whether rows with one place and period are incidents to add up, not alternatives.
  public var addsRows = false
  /// Whether the file is a table for `from` only, whatever its columns are called.
  public var isPlain = false

  public init() {}
}

/// What a load did, for a person: one fact a line.
public struct LoadSummary: Sendable {
  public var tableName: String
  public var rowCount: Int
  public var lines: [String]
}

extension Session {
  /// Loads a CSV or TSV file as a table, and as observations where it has places or periods and the
  /// options do not say otherwise; a folder with a `datapackage.json`, or that file, as the data
  /// package it is, whose descriptor says what options say of a file.
  ///
  /// A failed or interrupted load leaves the session as it was.
  /// - Throws: a diagnostic that points into the file.
  public func load(
    file path: String, as name: String? = nil, options: FileLoadOptions = FileLoadOptions(),
    locale: String = "en"
  ) throws(Diagnostic) -> LoadSummary {
    try load(files: [path], as: name, options: options, locale: locale)
  }

  /// Loads files with the same columns as one table: the rows of the first, then the second's.
  ///
  /// - Parameter name: the table's name; `nil` takes that of the first file.
  public func load(
    files paths: [String], as name: String?, options: FileLoadOptions = FileLoadOptions(),
    locale: String = "en"
  ) throws(Diagnostic) -> LoadSummary {
    if let package = try Self.distinct(paths, packageFolder) {
      guard paths.count == 1, name == nil else {
        throw Diagnostic(
          "E0506", "`\(package.path)` is a data package, not a file of figures",
          helps: ["load it by itself, under its own name: `.load \(package.path)`"])
      }
      return try load(
        packageIn: package.folder, hasOptions: options != FileLoadOptions(), locale: locale)
    }
    cancelFlag.clear()
    var copy = workspace
    let loader = try FileLoader(paths: paths, name: name, options: options, control: loadControl)
    var (rowCount, notes) = try loader.load(into: &copy)
    if cancelFlag.isCancelled { throw Diagnostic("E0601", "the load was interrupted") }
    if workspace.tables.contains(where: { $0.name == loader.tableName }) {
      notes.append(Note("replacedTable", loader.tableName))
    }
    workspace = copy
    let words = NumberLocale(locale) ?? .en
    return LoadSummary(
      tableName: loader.tableName, rowCount: rowCount,
      lines: notes.map { NoteWords.text($0, words) })
  }

  /// The first of the paths that is a data package.
  ///
  /// - Throws: `E0509` where one file is named twice, `E0506` for a file or folder of another kind.
  private static func distinct(
    _ paths: [String], _ packageFolder: (String) throws(Diagnostic) -> String?
  ) throws(Diagnostic) -> (path: String, folder: String)? {
    var seen: [String: String] = [:]
    var found: (path: String, folder: String)?
    for path in paths {
      let whole = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      if let earlier = seen.updateValue(path, forKey: whole) {
        throw Diagnostic(
          "E0509", "`\(path)` is named twice",
          notes: earlier == path ? [] : ["`\(earlier)` is the same file"],
          helps: ["name each file once: its rows would count twice"])
      }
      if let folder = try packageFolder(path) {
        found = found ?? (path, folder)
      } else if let ending = path.split(separator: ".").last?.lowercased(),
        ["json", "jsonl", "ndjson"].contains(ending)
      {
        throw Diagnostic(
          "E0506", "cannot read `\(path)`: JSON is not read", notes: ["CSV and TSV are"],
          helps: ["a result is written as CSV by `| export \"x.csv\"`"])
      }
    }
    return found
  }

  var loadControl: LoadControl {
    LoadControl(
      threadCount: settings.threadCount, memoryLimitBytes: settings.memoryLimitBytes,
      pieceBytes: loadPieceBytes,
      isCancelled: { [cancelFlag] in cancelFlag.isCancelled }, progress: progress)
  }
}
