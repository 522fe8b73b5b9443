// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipFormats
import NhipObservations

/// Loads one file, or several with the same columns, into a workspace.
struct FileLoader {
  let paths: [String]
  let tableName: String
  let options: FileLoadOptions
  let control: LoadControl
  private let reading: LoadOptions

  init(
    paths: [String], name: String?, options: FileLoadOptions, control: LoadControl
  ) throws(Diagnostic) {
    self.paths = paths
    self.options = options
    self.control = control
    tableName = name ?? FileLoader.tableName(of: paths.first ?? "")
    var reading = LoadOptions()
    switch options.onError {
    case "stop": reading.errorPolicy = .stop
    case "null": reading.errorPolicy = .null
    default:
      throw Diagnostic(
        "E0505", "`--on-error` is `stop` or `null`, not `\(options.onError)`")
    }
    reading.separator = options.separator
    reading.hasQuotes = options.hasQuotes
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
    let kinds = MeasureKind.allCases.filter { $0 != .undeclared }.map(\.rawValue)
    for (name, kind) in options.kinds.sorted(by: { $0.key < $1.key }) where !kinds.contains(kind) {
      throw Diagnostic(
        "E0505", "no kind named `\(kind)` for `\(name)`",
        notes: ["kinds: \(NearestName.list(kinds))"],
        helps: NearestName.helps(kind, in: kinds))
    }
    reading.measures = Set(options.kinds.keys).union(options.units.keys)
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
    result.measures = reading.measures
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

  /// Names that the options declare and the file does not have.
  private func unknownNames(_ known: [String]) -> [Note] {
    let declared = Set(options.kinds.keys).union(options.units.keys).subtracting(["*"])
    return declared.subtracting(known).sorted().map { name in
      let near = NearestName.find(name, in: known)
      return Note("unknownDeclared", name, near.map { "`\($0)`" } ?? NearestName.list(known))
    }
  }

  func load(into workspace: inout Workspace) throws(Diagnostic) -> (rows: Int, notes: [Note]) {
    var notes: [Note] = []
    var files: [LoadedFile] = []
    var descriptor: ResourceDescriptor?
    for (number, path) in paths.enumerated() {
      let own = try ResourceDescriptor.beside(path)
      descriptor = descriptor ?? own
      let file = try control.read(
        path, merged(own), number: number, of: paths.count,
        beside: files.reduce(0) { $0 + $1.table.byteCount })
      if paths.count > 1 { notes.append(Note("partOfTable", file.report.file)) }
      notes += LoadReportNotes.notes(file.report)
      files.append(file)
    }
    control.progress("", 1)
    var file = try LoadedFile.joined(&files)
    var beside: [String] = []
    if let wide = WideShape.detect(file.table), !wide.periodColumns.isEmpty {
      beside = wide.besideColumns.map { file.table.schema.fields[$0].name }
      file = wide.melt(file)
      notes.append(
        Note(
          "periodColumns", String(wide.periodColumns.count), String(file.table.rowCount)))
    }
    if let descriptor, descriptor.role == .observations {
      notes.append(Note("describedBeside"))
    }
    var shape = FileShape.find(file.table, descriptor)
    let left = shape.leaveOut(beside, options, descriptor, file.table)
    if !left.isEmpty {
      let names = left.map { "`\($0)`" }.joined(separator: ", ")
      notes.append(Note("besidePeriods", names, String(left.count), tableName))
    }
    notes += unknownNames(shape.measureNames(file.table))
    workspace.setTable(shape.titled(file.table), named: tableName)
    workspace.store.removeTable(named: tableName)
    if options.isPlain {
      if shape.hasKeys { notes.append(Note("plainAsAsked", tableName)) }
    } else if let plan = shape.observations(file, options, descriptor, threads: control.threadCount)
    {
      try plan.load(into: &workspace, tableName: tableName, notes: &notes)
    } else if shape.hasKeys {
      notes.append(Note("tableWithoutFigures", tableName))
    } else {
      notes.append(Note("plainTable", tableName))
    }
    return (file.table.rowCount, notes)
  }
}
