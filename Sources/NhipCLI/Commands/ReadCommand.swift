// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.read FILE`
struct ReadCommand: ShellCommand {
  let names = ["read"]
  let signature = ".read FILE"
  let summary = "runs a file of queries and commands"
  var completes: Completer.ArgumentShape { .file }

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    try arguments.expect(1...1, self)
    shell.runFile(Shell.expanded(arguments.words[0]))
  }
}
