// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import ArgumentParser
import Foundation
import NhipEngine

/// `nhip`: the REPL on a terminal, a script from standard input otherwise, or queries with `-c`.
struct NhipCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nhip",
    abstract: "Analytics for indicators by place and period.",
    usage: """
      nhip [<file> ...] [-c <query> ...] [<options>]
      nhip run <file.nhip> ...
      nhip fmt [--check] [--in-place] [<file> ...]
      nhip simulate --places <n> --months <n> --seed <s> <folder>
      """,
    discussion: """
      Without a query it starts the REPL on a terminal (`.help` teaches the language), and reads \
      a script from standard input otherwise. Files of figures are loaded first: `nhip tips.csv`.
      """,
    version: "nhip \(Session.version)",
    subcommands: ToolCommand.all)

  @Option(
    name: .customShort("c"),
    help: ArgumentHelp("Run a query and leave; may be repeated.", valueName: "query"))
  var queries: [String] = []

  @Argument(
    help: ArgumentHelp(
      "Files of figures or folders of data packages to load; a .nhip file is run.",
      valueName: "file"))
  var files: [String] = []

  @OptionGroup var options: SharedOptions

  func validate() throws {
    for file in files where ToolCommand.subcommandNames.contains(file) {
      guard !FileManager.default.fileExists(atPath: file) else { continue }
      throw ValidationError("`\(file)` stands first: nhip \(file) …")
    }
  }

  mutating func run() throws {
    let scripts = files.filter { $0.hasSuffix(".nhip") }
    let reads = queries.isEmpty && scripts.isEmpty
    let isInteractive = reads && isatty(0) == 1 && StandardStream.output.isTerminal
    let shell = try Shell(options, isInteractive: isInteractive)
    try shell.start()
    shell.loadEach(files.filter { !$0.hasSuffix(".nhip") })
    for file in scripts { shell.runFile(file) }
    for query in queries { shell.run(name: "command", text: query) }
    if isInteractive {
      REPL(shell).run()
    } else if reads {
      shell.runStandardInput()
    }
    try shell.finish()
  }
}

/// The commands that are words: `nhip run`, `nhip fmt`, `nhip simulate`. A root of its own, because
/// the file names of `nhip FILE …` would take the word.
struct ToolCommand: ParsableCommand {
  static let all: [any ParsableCommand.Type] = [
    RunCommand.self, FormatCommand.self, SimulateCommand.self,
  ]
  static let subcommandNames = ["run", "fmt", "simulate", "help"]

  static let configuration = CommandConfiguration(
    commandName: "nhip", abstract: NhipCommand.configuration.abstract,
    version: NhipCommand.configuration.version, subcommands: all)
}
