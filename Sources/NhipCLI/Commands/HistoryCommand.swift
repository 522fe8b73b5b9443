// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.history [N]`
struct HistoryCommand: ShellCommand {
  let names = ["history"]
  let signature = ".history [N]"
  let summary = "lists the last statements of all sessions"

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    try arguments.expect(0...1, self)
    let count = arguments.words.first.flatMap { Int($0) } ?? 20
    let all = HistoryFile(path: shell.folders.history).load()
    for (index, statement) in all.enumerated().suffix(max(0, count)) {
      let lines = statement.split(separator: "\n").joined(separator: "\n       ")
      let pad = String(repeating: " ", count: max(0, 5 - "\(index + 1)".count))
      shell.say("\(pad)\(index + 1)  \(lines)")
    }
  }
}
