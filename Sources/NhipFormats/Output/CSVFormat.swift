// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
package import NhipDiagnostics

/// Comma-separated values by RFC 4180: UTF-8, CRLF, numbers in full precision, missing empty.
package struct CSVFormat: OutputFormat {
  package let name = "csv"
  package let fileEndings = ["csv"]

  package init() {}

  package func write(_ table: RenderedTable, to output: inout OutputBuffer) throws(Diagnostic) {
    try DelimitedWriter(separator: ",", lineEnding: "\r\n").write(table, to: &output)
  }
}

/// Tab-separated values, quoted like CSV where a cell needs it; lines end with LF.
package struct TSVFormat: OutputFormat {
  package let name = "tsv"
  package let fileEndings = ["tsv", "tab"]

  package init() {}

  package func write(_ table: RenderedTable, to output: inout OutputBuffer) throws(Diagnostic) {
    try DelimitedWriter(separator: "\t", lineEnding: "\n").write(table, to: &output)
  }
}

/// Writes rows of cells with a separator between them.
struct DelimitedWriter {
  let separator: Character
  let lineEnding: String
  var decimalMark: Character = "."
  /// Whether texts that a spreadsheet would turn into something else are protected from it.
  var guardsTexts = false

  func write(_ table: RenderedTable, to output: inout OutputBuffer) throws(Diagnostic) {
    let columns = table.machineColumns
    let between = String(separator)
    for (index, column) in columns.enumerated() {
      if index > 0 { output.append(between) }
      output.append(quoted(column.name))
    }
    try output.endRow(lineEnding)
    let cells = columns.map { EncodedColumn($0, spelling) }
    for row in 0..<table.table.rowCount {
      for (index, cell) in cells.enumerated() {
        if index > 0 { output.append(between) }
        let isThere = cell.append(row, to: &output)
        // A line with nothing on it would be no row.
        if !isThere, cells.count == 1 { output.append("\"\"") }
      }
      try output.endRow(lineEnding)
    }
  }

  private var spelling: EncodedColumn.Spelling {
    EncodedColumn.Spelling(
      text: { quoted(guardsTexts ? ExcelText.guarded($0) : $0) },
      period: { guardsTexts ? quoted(ExcelText.guarded("\($0)")) : "\($0)" },
      decimalMark: decimalMark.asciiValue ?? UInt8(ascii: "."))
  }

  /// The text in quotes where it holds the separator, a quote, a line end or outer blanks.
  func quoted(_ text: String) -> String {
    // Nothing at all would be a missing value.
    if text.isEmpty { return "\"\"" }
    let special = text.unicodeScalars.contains { scalar in
      scalar == "\"" || scalar == "\n" || scalar == "\r"
        || separator.unicodeScalars.contains(scalar)
    }
    let padded =
      text.unicodeScalars.first.map(DelimitedWriter.isBlank) == true
      || text.unicodeScalars.last.map(DelimitedWriter.isBlank) == true
    guard special || padded else { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
}
