// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

package import NhipDiagnostics

/// The table of the terminal.
package struct TableFormat: OutputFormat {
  package let name = "table"
  package let fileEndings = ["txt"]

  package init() {}

  package func write(_ table: RenderedTable, to output: inout OutputBuffer) throws(Diagnostic) {
    for line in TextTable(table).lines() {
      output.append(line)
      try output.endRow()
    }
  }
}

/// The same inside borders.
package struct BoxFormat: OutputFormat {
  package let name = "box"
  package let fileEndings: [String] = []

  package init() {}

  package func write(_ table: RenderedTable, to output: inout OutputBuffer) throws(Diagnostic) {
    for line in TextTable(table, style: .box).lines() {
      output.append(line)
      try output.endRow()
    }
  }
}
