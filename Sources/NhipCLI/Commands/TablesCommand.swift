// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.tables`
struct TablesCommand: ShellCommand {
  let names = ["tables"]
  let signature = ".tables"
  let summary = "lists what may stand after `from`"

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    try arguments.expect(0...0, self)
    shell.list(shell.session.tableList())
  }
}
