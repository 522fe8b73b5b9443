// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.schema NAME`
struct SchemaCommand: ShellCommand {
  let names = ["schema"]
  let signature = ".schema NAME"
  let summary = "lists the columns of a table or a named query"
  var completes: Completer.ArgumentShape { .table }

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    try arguments.expect(1...1, self)
    shell.list(try shell.session.schemaList(of: arguments.words[0]))
  }
}
