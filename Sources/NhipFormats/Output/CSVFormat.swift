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
    for row in 0..<table.table.rowCount {
      for (index, column) in columns.enumerated() {
        if index > 0 { output.append(between) }
        let text = cell(column.value(row))
        // A line with nothing on it would be no row.
        output.append(text.isEmpty && columns.count == 1 ? "\"\"" : text)
      }
      try output.endRow(lineEnding)
    }
  }

  private func cell(_ value: MachineValue) -> String {
    switch value {
    case .missing: return ""
    case .number(let number): return NumberText.machine(number, decimalMark: decimalMark)
    case .boolean(let truth): return truth ? "true" : "false"
    case .period(let period):
      let text = period.description
      return guardsTexts ? quoted(ExcelText.guarded(text)) : text
    case .text(let text): return quoted(guardsTexts ? ExcelText.guarded(text) : text)
    }
  }

  /// The text in quotes where it holds the separator, a quote, a line end or outer blanks.
  func quoted(_ text: String) -> String {
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
