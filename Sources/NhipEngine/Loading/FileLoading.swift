// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
public import NhipDiagnostics
import NhipExecution
import NhipFormats
import NhipObservations

/// How a file is loaded.
public struct FileLoadOptions: Sendable {
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
  /// options do not say otherwise.
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

  var loadControl: LoadControl {
    LoadControl(
      threadCount: settings.threadCount, memoryLimitBytes: settings.memoryLimitBytes,
      pieceBytes: loadPieceBytes,
      isCancelled: { [cancelFlag] in cancelFlag.isCancelled }, progress: progress)
  }
}
