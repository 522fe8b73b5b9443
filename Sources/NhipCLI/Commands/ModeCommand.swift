// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.mode [MODE]`
struct ModeCommand: ShellCommand {
  let names = ["mode"]
  let signature = ".mode [MODE]"
  let summary = "sets how results are written"
  var completes: Completer.ArgumentShape { .oneOf(DisplayOptions.modes) }

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    try arguments.expect(0...1, self)
    guard let mode = arguments.words.first else {
      return shell.say("\(shell.display.mode)  (\(DisplayOptions.modes.joined(separator: ", ")))")
    }
    try shell.setMode(mode)
  }
}
