// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics

/// What stands beside an exported file (`x.csv` and `x.metadata.json`), so that the figures can be
/// cited and made again.
package struct MetadataSidecar: Sendable, Hashable {
  /// One column of the export.
  package struct ColumnEntry: Sendable, Hashable {
    package var name: String
    package var unit: String
    package var kind: String
    package var definition: String
    package var sources: [String]

    package init(
      name: String, unit: String = "", kind: String = "", definition: String = "",
      sources: [String] = []
    ) {
      self.name = name
      self.unit = unit
      self.kind = kind
      self.definition = definition
      self.sources = sources
    }
  }

  package var query: String
  package var columns: [ColumnEntry]
  /// Sentences of the note line.
  package var notes: [String]
  /// The last day that anything in the data was recorded.
  package var dataDate: String
  package var isSimulated: Bool
  package var nhipVersion: String
  /// Anything else, in this order.
  package var more: [(key: String, value: String)] {
    get { moreKeys.enumerated().map { ($0.element, moreValues[$0.offset]) } }
    set {
      moreKeys = newValue.map(\.key)
      moreValues = newValue.map(\.value)
    }
  }
  private var moreKeys: [String] = []
  private var moreValues: [String] = []

  package init(
    query: String, columns: [ColumnEntry], notes: [String] = [], dataDate: String = "",
    isSimulated: Bool = false, nhipVersion: String
  ) {
    self.query = query
    self.columns = columns
    self.notes = notes
    self.dataDate = dataDate
    self.isSimulated = isSimulated
    self.nhipVersion = nhipVersion
  }

  /// `folder/x.csv` has `folder/x.metadata.json`.
  package static func path(beside file: String) -> String {
    let slash = file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex
    let dot = file[slash...].lastIndex(of: ".")
    let stem = dot.map { $0 > slash ? String(file[..<$0]) : file } ?? file
    return stem + ".metadata.json"
  }

  /// The JSON text; empty entries are left out.
  package var json: String {
    var lines: [String] = []
    func add(_ key: String, _ text: String) {
      if !text.isEmpty { lines.append("  \(Diagnostic.quote(key)): \(Diagnostic.quote(text))") }
    }
    add("query", query)
    add("data_date", dataDate)
    if isSimulated { lines.append("  \"simulated\": true") }
    add("nhip_version", nhipVersion)
    for (key, value) in more { add(key, value) }
    if !notes.isEmpty { lines.append("  \"notes\": \(MetadataSidecar.list(notes))") }
    let entries = columns.map { "    \(MetadataSidecar.object($0))" }.joined(separator: ",\n")
    lines.append(entries.isEmpty ? "  \"columns\": []" : "  \"columns\": [\n\(entries)\n  ]")
    return "{\n\(lines.joined(separator: ",\n"))\n}\n"
  }

  /// Writes the sidecar of `file`.
  package func write(beside file: String) throws(Diagnostic) {
    let target = try AtomicFile(MetadataSidecar.path(beside: file))
    try target.write(Array(json.utf8))
    try target.commit()
  }

  private static func object(_ column: ColumnEntry) -> String {
    var parts = ["\"name\": \(Diagnostic.quote(column.name))"]
    let texts = [("unit", column.unit), ("kind", column.kind), ("definition", column.definition)]
    for (key, text) in texts where !text.isEmpty {
      parts.append("\"\(key)\": \(Diagnostic.quote(text))")
    }
    if !column.sources.isEmpty { parts.append("\"sources\": \(list(column.sources))") }
    return "{\(parts.joined(separator: ", "))}"
  }

  private static func list(_ texts: [String]) -> String {
    "[\(texts.map(Diagnostic.quote).joined(separator: ", "))]"
  }
}
