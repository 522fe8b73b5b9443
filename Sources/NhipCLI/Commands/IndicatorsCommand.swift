// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.indicators [TEXT]`
struct IndicatorsCommand: ShellCommand {
  let names = ["indicators"]
  let signature = ".indicators [TEXT]"
  let summary = "lists the indicators whose name holds a text"
  var completes: Completer.ArgumentShape { .indicator }

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    shell.list(shell.session.indicatorList(matching: arguments.words.joined(separator: " ")))
  }
}
