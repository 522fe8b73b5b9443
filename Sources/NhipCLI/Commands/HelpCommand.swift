// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.help [VERB|CODE]`
struct HelpCommand: ShellCommand {
  let names = ["help"]
  let signature = ".help [VERB|CODE]"
  let summary = "teaches the language; explains a verb or an error"
  var completes: Completer.ArgumentShape { .topic }

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    shell.say(try shell.session.help(arguments.rest))
  }
}
