// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

extension Shell {
  /// Runs a text of statements and commands.
  func run(name: String, text: String) {
    for part in Script(SourceText(name: name, text: text)).parts {
      // ^C ends a script, not only its running statement.
      if isLeaving || interrupts.wasPressed { return }
      switch part {
      case .command(let line, let number): runCommand(line, name: name, line: number)
      case .queries(let source): run(source)
      }
    }
  }

  /// Runs statements and shows each result as it comes.
  func run(_ source: SourceText) {
    progress.begin()
    session.run(source) { outcome, text in
      progress.end()
      if case .success = outcome.result {
        lastQuery = text
        isLastQueryFresh = true
      }
      show(outcome)
      progress.begin()
      return !isLeaving && !interrupts.wasPressed
    }
    progress.end()
  }

  /// Runs a script file, or tells why it cannot be read.
  func runFile(_ path: String) {
    do throws(Diagnostic) {
      let text = try TextFile.read(path)
      guard !reading.contains(path) else {
        throw Diagnostic("E0803", "`\(path)` reads itself")
      }
      reading.append(path)
      run(name: path, text: text)
      reading.removeLast()
    } catch {
      report([error], in: SourceText(name: path, text: ""))
    }
  }

  func runStandardInput() { run(name: "stdin", text: TextFile.readStandardInput()) }

  /// Loads files of figures, a table each; ^C ends with the one being loaded.
  func loadEach(_ paths: [String], _ told: FileLoadOptions? = nil) {
    for path in paths where !interrupts.wasPressed { load([path], as: nil, told) }
  }

  /// Loads files of figures as one table and tells what was guessed.
  func load(_ paths: [String], as name: String?, _ told: FileLoadOptions? = nil) {
    progress.begin()
    do throws(Diagnostic) {
      let summary = try session.load(
        files: paths, as: name, options: told ?? options.loading.fileOptions,
        locale: display.locale)
      progress.end()
      for line in summary.lines { note(line + "\n") }
    } catch {
      progress.end()
      report([error], in: SourceText(name: paths.first ?? "", text: ""))
    }
  }

  /// Runs one command line.
  func runCommand(_ line: String, name: String, line number: Int) {
    let arguments = CommandArguments(line, name: name, line: number)
    do throws(Diagnostic) {
      guard let command = ShellCommands.named(arguments.name) else {
        throw ShellCommands.unknown(arguments.name)
      }
      try command.run(arguments, self)
    } catch {
      let whole = Span(0, line.utf8.count)
      report([error.placed(at: whole)], in: arguments.source)
    }
  }
}
