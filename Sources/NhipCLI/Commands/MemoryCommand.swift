// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.memory`
struct MemoryCommand: ShellCommand {
  let names = ["memory"]
  let signature = ".memory"
  let summary = "tells what loaded figures and the program take"

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    try arguments.expect(0...0, self)
    shell.list(shell.session.memoryList())
    if let (now, peak) = ProcessMemory.megabytes {
      shell.note(shell.words.memory(now: now, peak: peak) + "\n")
    }
  }
}
