// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.output FILE|-`
struct OutputCommand: ShellCommand {
  let names = ["output"]
  let signature = ".output FILE|-"
  let summary = "sends results into a file, or back to the screen"
  var completes: Completer.ArgumentShape { .file }

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    try arguments.expect(0...1, self)
    shell.setOutput(arguments.words.first ?? "-")
    if shell.isInteractive, let path = shell.target.path {
      shell.note(shell.words.resultsGo(to: path) + "\n")
    }
  }
}
