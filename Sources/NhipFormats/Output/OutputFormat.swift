// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics

/// One way to write a table. To add one: a file here, and its line in `all`.
package protocol OutputFormat: Sendable {
  /// The name that `--format` takes.
  var name: String { get }
  /// File endings without the point; the first is the usual one. Empty where a name is needed.
  var fileEndings: [String] { get }
  /// Writes the whole table. Throws what the file behind `output` throws.
  func write(_ table: RenderedTable, to output: inout OutputBuffer) throws(Diagnostic)
}

/// The output formats.
package enum OutputFormats {
  /// Every format, in the order that lists show.
  package static let all: [any OutputFormat] = [
    TableFormat(), BoxFormat(), CSVFormat(), TSVFormat(), ExcelFormat.vietnamese,
    ExcelFormat.english, JSONFormat(), JSONLinesFormat(), MarkdownFormat(),
  ]

  package static var names: [String] { all.map(\.name) }

  package static func named(_ name: String) -> (any OutputFormat)? {
    all.first { $0.name == name } ?? all.first { $0.fileEndings.contains(name) }
  }

  /// The format that a file's ending names.
  package static func forFile(_ path: String) throws(Diagnostic) -> any OutputFormat {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let dot = file.lastIndex(of: ".")
    let ending = dot.map { file[file.index(after: $0)...].lowercased() } ?? ""
    if let found = all.first(where: { $0.fileEndings.contains(ending) }) { return found }
    let endings = all.flatMap(\.fileEndings)
    throw Diagnostic(
      "E0524",
      ending.isEmpty
        ? "`\(file)` has no ending that names a format" : "`.\(ending)` is no output format",
      notes: ["endings: \(NearestName.list(endings.map { ".\($0)" }))"],
      helps: NearestName.find(ending, in: endings).map { ["did you mean `.\($0)`?"] } ?? [])
  }

  /// The table in `format` as one text.
  package static func text(
    _ table: RenderedTable, _ format: any OutputFormat
  ) throws(Diagnostic) -> String {
    var output = OutputBuffer()
    try format.write(table, to: &output)
    return String(decoding: output.bytes, as: UTF8.self)
  }

  /// Writes the table to a file, whole or not at all.
  package static func write(
    _ table: RenderedTable, _ format: any OutputFormat, toFile path: String
  ) throws(Diagnostic) {
    let file = try AtomicFile(path)
    var output = OutputBuffer(file)
    try format.write(table, to: &output)
    try output.flush()
    try file.commit()
  }
}
