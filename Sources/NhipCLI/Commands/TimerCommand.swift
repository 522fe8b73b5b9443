// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.timer on|off`
struct TimerCommand: ShellCommand {
  let names = ["timer"]
  let signature = ".timer on|off"
  let summary = "tells the time of each query, or not"
  var completes: Completer.ArgumentShape { .oneOf(["on", "off"]) }

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    try arguments.expect(0...1, self)
    switch arguments.words.first {
    case "on": shell.isTimed = true
    case "off": shell.isTimed = false
    case nil: shell.say(shell.isTimed ? "on" : "off")
    default: throw Diagnostic("E0805", "`.timer` is on or off", helps: ["written `\(signature)`"])
    }
  }
}
