// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// A dot command: one file that declares how it is written and does it.
protocol ShellCommand: Sendable {
  /// The names without the dot, the usual one first.
  var names: [String] { get }
  /// How it is written: `.load FILE … [as NAME]`.
  var signature: String { get }
  /// One sentence for `.help`.
  var summary: String { get }

  /// What TAB completes after the name.
  var completes: Completer.ArgumentShape { get }

  func run(_ arguments: CommandArguments, _ shell: Shell) throws(Diagnostic)
}

extension ShellCommand {
  var completes: Completer.ArgumentShape { .none }
}
