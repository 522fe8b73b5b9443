// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import ArgumentParser
import Foundation

/// The executable: reads the command line, runs it, and ends with a status.
@main
enum Program {
  static func main() {
    // A reader that went away is told by the failing write, not by a signal.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that grows beyond what is allowed.
    signal(SIGXFSZ, SIG_IGN)
    StandardStream.occupy()
    let arguments = Array(CommandLine.arguments.dropFirst())
    // The first word decides: anywhere else a word is a file.
    let names = Set(ToolCommand.subcommandNames)
    let root: any ParsableCommand.Type =
      names.contains(arguments.first ?? "") ? ToolCommand.self : NhipCommand.self
    do {
      var command = try root.parseAsRoot(arguments)
      try command.run()
    } catch {
      exit(finish(error, root))
    }
    exit(ExitStatus.success)
  }

  /// Prints help and complaints, each to its own stream, and gives the status.
  private static func finish(_ error: any Error, _ root: any ParsableCommand.Type) -> Int32 {
    let code = root.exitCode(for: error)
    let message = root.fullMessage(for: error)
    if code == .success {
      if !message.isEmpty { StandardStream.output.write(message + "\n") }
      return ExitStatus.success
    }
    if !message.isEmpty { StandardStream.error.write(message + "\n") }
    return code == .validationFailure ? ExitStatus.wrongUsage : code.rawValue
  }
}

/// What the program tells the one that started it.
enum ExitStatus {
  static let success: Int32 = 0
  /// A query failed, or a file could not be read or written.
  static let failure: Int32 = 1
  /// The command line could not be understood.
  static let wrongUsage: Int32 = 2
  /// Stopped by ^C: 128 + SIGINT, as shells count.
  static let interrupted: Int32 = 130
  /// The reader of the output went away: 128 + SIGPIPE.
  static let brokenPipe: Int32 = 141
}
