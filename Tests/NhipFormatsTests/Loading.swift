// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns
internal import NhipDiagnostics
internal import NhipFormats

/// Loads texts and draws what came out, for tests.
enum Loading {
  static func load(_ text: String, _ change: (inout LoadOptions) -> Void = { _ in })
    throws(Diagnostic)
    -> LoadedFile
  {
    var options = LoadOptions()
    change(&options)
    return try DelimitedText.load(name: "tips.csv", bytes: Array(text.utf8), options: options)
  }

  /// The error of a load that must fail, drawn.
  static func failure(_ text: String, _ change: (inout LoadOptions) -> Void = { _ in }) -> String {
    do throws(Diagnostic) {
      _ = try load(text, change)
      return "no error"
    } catch {
      return DiagnosticRenderer().render(error, in: SourceText(name: "query", text: ""))
    }
  }

  /// One column of cells, each quoted where it needs to be.
  static func column(
    _ cells: [String], name: String = "value", _ change: (inout LoadOptions) -> Void = { _ in }
  ) throws(Diagnostic) -> LoadedFile {
    let rows = cells.enumerated().map { "r\($0.offset),\"\($0.element)\"" }
    return try load("key,\(name)\n" + rows.joined(separator: "\n") + "\n", change)
  }

  /// The values of a column as text, `nil` for missing.
  static func texts(_ file: LoadedFile, _ index: Int) -> [String?] {
    let column = file.table.columns[index]
    return (0..<file.table.rowCount).map { row in
      if column.isMissing(row) { return nil }
      switch column.flattened().storage {
      case .numbers(let values): return NumberText.machine(values[row])
      case .booleans(let values): return values[row] == 1 ? "true" : "false"
      case .periods(let values): return values[row].description
      default: return column.text(row)
      }
    }
  }
}
