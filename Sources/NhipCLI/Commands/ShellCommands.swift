// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// The dot commands, one line each. To add one: a file in this folder and its line here.
enum ShellCommands {
  static let all: [any ShellCommand] = [
    HelpCommand(),
    TablesCommand(),
    IndicatorsCommand(),
    PlacesCommand(),
    SchemaCommand(),
    LoadCommand(),
    ModeCommand(),
    OutputCommand(),
    TimerCommand(),
    LocaleCommand(),
    ReadCommand(),
    HistoryCommand(),
    MemoryCommand(),
    QuitCommand(),
  ]

  static func named(_ name: String) -> (any ShellCommand)? {
    all.first { $0.names.contains(name.lowercased()) }
  }

  /// Every name with its dot.
  static var names: [String] { all.flatMap(\.names).map { ".\($0)" } }

  static func unknown(_ name: String) -> Diagnostic {
    Diagnostic(
      "E0804", "no command named `.\(name)`",
      notes: ["commands: \(all.map { ".\($0.names.first ?? "")" }.joined(separator: " "))"],
      helps: NearestName.helps(".\(name)", in: names))
  }
}
