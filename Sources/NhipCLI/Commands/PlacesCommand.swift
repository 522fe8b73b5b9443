// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.places [TEXT]`
struct PlacesCommand: ShellCommand {
  let names = ["places"]
  let signature = ".places [TEXT]"
  let summary = "lists the places whose name holds a text"
  var completes: Completer.ArgumentShape { .place }

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    shell.list(shell.session.placeList(matching: arguments.words.joined(separator: " ")))
  }
}
