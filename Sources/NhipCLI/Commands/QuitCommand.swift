// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.quit`
struct QuitCommand: ShellCommand {
  let names = ["quit", "exit"]
  let signature = ".quit"
  let summary = "leaves; so does ^D"

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    shell.isLeaving = true
  }
}
