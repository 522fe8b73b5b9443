// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// `.locale en|vi`
struct LocaleCommand: ShellCommand {
  let names = ["locale"]
  let signature = ".locale en|vi"
  let summary = "sets the language and the number form of results"
  var completes: Completer.ArgumentShape { .oneOf(DisplayOptions.locales) }

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic) {
    try arguments.expect(0...1, self)
    guard let locale = arguments.words.first else { return shell.say(shell.display.locale) }
    guard DisplayOptions.locales.contains(locale) else {
      throw Diagnostic(
        "E0805", "`.locale` is \(DisplayOptions.locales.joined(separator: " or "))",
        helps: ["written `\(signature)`"])
    }
    shell.setLocale(locale)
  }
}
