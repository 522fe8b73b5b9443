// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
public import NhipDiagnostics
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
  /// Kinds (`flow`, `stock`, …) and units of number columns, by name.
  public var kinds: [String: String] = [:]
  public var units: [String: String] = [:]
  /// Whether rows with one place and period are incidents to add up, not alternatives.
  public var addsRows = false

  public init() {}
}

/// What a load did, for a person: one fact a line.
public struct LoadSummary: Sendable {
  public var tableName: String
  public var rowCount: Int
  public var lines: [String]
}

extension Session {
  /// Loads a CSV or TSV file as a table, and as observations where it has places or periods.
  ///
  /// A failed or interrupted load leaves the session as it was.
  /// - Throws: a diagnostic that points into the file.
  public func load(
    file path: String, as name: String? = nil, options: FileLoadOptions = FileLoadOptions(),
    locale: String = "en"
  ) throws(Diagnostic) -> LoadSummary {
    var copy = workspace
    let loader = try FileLoader(path: path, name: name, options: options)
    var (rowCount, notes) = try loader.load(into: &copy)
    if workspace.tables.contains(where: { $0.name == loader.tableName }) {
      notes.append(Note("replacedTable", loader.tableName))
    }
    workspace = copy
    let words = NumberLocale(locale) ?? .en
    return LoadSummary(
      tableName: loader.tableName, rowCount: rowCount,
      lines: notes.map { NoteWords.text($0, words) })
  }
}

/// Loads one file into a workspace.
struct FileLoader {
  let path: String
  let tableName: String
  let options: FileLoadOptions
  private let reading: LoadOptions

  init(path: String, name: String?, options: FileLoadOptions) throws(Diagnostic) {
    self.path = path
    self.options = options
    tableName = name ?? FileLoader.tableName(of: path)
    var reading = LoadOptions()
    switch options.onError {
    case "stop": reading.errorPolicy = .stop
    case "null": reading.errorPolicy = .null
    default:
      throw Diagnostic(
        "E0505", "`--on-error` is `stop` or `null`, not `\(options.onError)`")
    }
    reading.separator = options.separator
    if let mark = options.decimal {
      guard let decimal = DecimalMark.allCases.first(where: { $0.sign == String(mark) }) else {
        throw Diagnostic("E0505", "a decimal mark is `.` or `,`, not `\(mark)`")
      }
      reading.decimalMark = decimal
    }
    if let name = options.encoding {
      guard let encoding = TextEncoding(name) else {
        throw Diagnostic(
          "E0505", "no encoding named `\(name)`",
          notes: ["encodings: \(NearestName.list(TextEncoding.allCases.map(\.rawValue)))"])
      }
      reading.encoding = encoding
    }
    self.reading = reading
  }

  /// What the descriptor beside the file says, under what the caller says.
  private func merged(_ descriptor: ResourceDescriptor?) -> LoadOptions {
    guard let descriptor else { return reading }
    var result = descriptor.options
    result.errorPolicy = reading.errorPolicy
    result.separator = reading.separator ?? result.separator
    result.decimalMark = reading.decimalMark ?? result.decimalMark
    result.encoding = reading.encoding ?? result.encoding
    return result
  }

  /// `reports/tips 2023.csv` becomes `tips_2023`.
  static func tableName(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.split(separator: ".", omittingEmptySubsequences: false).dropLast()
    let base = stem.isEmpty ? file : stem.joined(separator: ".")
    var name = ""
    for character in base {
      name.append(character.isLetter || character.isNumber ? character : "_")
    }
    guard let first = name.first, !first.isNumber else { return "t_" + name }
    return name
  }

  func load(into workspace: inout Workspace) throws(Diagnostic) -> (rows: Int, notes: [Note]) {
    let descriptor = try ResourceDescriptor.beside(path)
    var file = try DelimitedText.load(path: path, options: merged(descriptor))
    var notes = LoadReportNotes.notes(file.report)
    if let wide = WideShape.detect(file.table), !wide.periodColumns.isEmpty {
      file = wide.melt(file)
      notes.append(
        Note(
          "periodColumns", String(wide.periodColumns.count), String(file.table.rowCount)))
    }
    if let descriptor, descriptor.role == .observations {
      notes.append(Note("describedBeside"))
    }
    let shape = FileShape.find(file.table, descriptor)
    workspace.setTable(shape.titled(file.table), named: tableName)
    if let plan = shape.observations(file, options, descriptor) {
      try plan.load(into: &workspace, tableName: tableName, notes: &notes)
    } else {
      notes.append(Note("plainTable", tableName))
    }
    return (file.table.rowCount, notes)
  }
}
