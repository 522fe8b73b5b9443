// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipFormats

/// A load report as lines for a person: what was guessed, what was refused, how to change it.
enum LoadReportWords {
  static func lines(_ report: LoadReport, _ locale: NumberLocale) -> [String] {
    var lines: [String] = []
    let separator = report.separator == "\t" ? "tab" : String(report.separator)
    let columns = report.columns.map { column -> String in
      var text = "\(column.name) (\(column.type.rawValue)"
      if column.unit != .none { text += ", \(column.unit.name)" }
      if let mark = column.decimalMark, column.basis != .notNeeded { text += ", decimal `\(mark.sign)`" }
      return text + ")"
    }
    lines.append(
      "\(report.rowCount) rows; \(report.encoding.encoding.rawValue), separator `\(separator)`; columns: \(columns.joined(separator: ", "))"
    )
    lines.append(contentsOf: report.warnings.map { NoteWords.text($0, locale) })
    for cell in report.refused {
      lines.append("line \(cell.line), column `\(cell.column)`: refused `\(cell.text)`")
    }
    if report.refusedCount > report.refused.count {
      lines.append("and \(report.refusedCount - report.refused.count) more refused cells")
    }
    for row in report.raggedRows {
      lines.append("line \(row.line) left out: \(row.found) cells instead of \(row.expected)")
    }
    return lines
  }
}
