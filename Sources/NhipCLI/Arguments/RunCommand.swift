// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import ArgumentParser

/// `nhip run FILE.nhip …`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run script files of queries, one after the other.")

  @Argument(help: ArgumentHelp("Script files; - is standard input.", valueName: "file.nhip"))
  var files: [String]

  @OptionGroup var options: SharedOptions

  mutating func run() throws {
    let shell = try Shell(options, isInteractive: false)
    try shell.start()
    for file in files {
      if file == "-" { shell.runStandardInput() } else { shell.runFile(file) }
    }
    try shell.finish()
  }
}
