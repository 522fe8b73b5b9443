// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
package import NhipDiagnostics

/// An array of objects, one a row; missing is `null`.
package struct JSONFormat: OutputFormat {
  package let name = "json"
  package let fileEndings = ["json"]

  package init() {}

  package func write(_ table: RenderedTable, to output: inout OutputBuffer) throws(Diagnostic) {
    let rows = JSONRows(table)
    output.append("[")
    for row in 0..<table.table.rowCount {
      output.append(row == 0 ? "\n" : ",\n")
      rows.append(row, to: &output)
      try output.endRow("")
    }
    output.append(table.table.rowCount == 0 ? "]\n" : "\n]\n")
  }
}

/// One object a line.
package struct JSONLinesFormat: OutputFormat {
  package let name = "jsonlines"
  package let fileEndings = ["jsonl", "ndjson"]

  package init() {}

  package func write(_ table: RenderedTable, to output: inout OutputBuffer) throws(Diagnostic) {
    let rows = JSONRows(table)
    for row in 0..<table.table.rowCount {
      rows.append(row, to: &output)
      try output.endRow()
    }
  }
}

/// Rows as JSON objects.
struct JSONRows {
  private let columns: [EncodedColumn]
  private let keys: [String]

  init(_ table: RenderedTable) {
    let sources = table.machineColumns
    let spelling = EncodedColumn.Spelling(
      text: { Diagnostic.quote($0) }, period: { "\"\($0)\"" }, missing: Array("null".utf8))
    columns = sources.map { EncodedColumn($0, spelling) }
    keys = sources.enumerated().map { index, column in
      "\(index == 0 ? "{" : ",")\(Diagnostic.quote(column.name)):"
    }
  }

  func append(_ row: Int, to output: inout OutputBuffer) {
    if columns.isEmpty { output.append("{") }
    for (key, column) in zip(keys, columns) {
      output.append(key)
      column.append(row, to: &output)
    }
    output.append("}")
  }
}
