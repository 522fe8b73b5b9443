// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipFormats

/// A load report as notes for a person: what was guessed, what was refused, how to change it.
enum LoadReportNotes {
  static func notes(_ report: LoadReport) -> [Note] {
    let separator = report.separator == "\t" ? "tab" : String(report.separator)
    let columns = report.columns.map { column -> String in
      var text = "\(column.name) (\(column.type.rawValue)"
      if column.unit != .none { text += ", \(column.unit.name)" }
      if let mark = column.decimalMark, column.basis != .notNeeded {
        text += ", decimal `\(mark.sign)`"
      }
      return text + ")"
    }
    var notes = [
      Note(
        "loadedRows", String(report.rowCount), report.encoding.encoding.rawValue, separator,
        columns.joined(separator: ", "))
    ]
    notes.append(contentsOf: report.warnings)
    for cell in report.refused {
      notes.append(Note("refusedCell", String(cell.line), cell.column, cell.text))
    }
    if report.refusedCount > report.refused.count {
      notes.append(Note("moreRefused", String(report.refusedCount - report.refused.count)))
    }
    for row in report.raggedRows {
      notes.append(Note("raggedRow", String(row.line), String(row.found), String(row.expected)))
    }
    return notes
  }
}
