// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine

/// Reads statements line by line from a person and runs each when it is complete.
///
/// A final class, because the line editor's completion looks at what was typed so far.
final class REPL {
  static let prompt = "nhip> "
  static let continuation = "  ... "

  private let shell: Shell
  private let history: HistoryFile
  private let completer: Completer
  /// The lines typed of a statement that is not complete yet.
  private var waiting = ""
  private var lastRemembered = ""

  init(_ shell: Shell) {
    self.shell = shell
    history = HistoryFile(path: shell.folders.history)
    completer = Completer(
      shell.session,
      commands: ShellCommands.all.flatMap { command in
        command.names.map { (name: ".\($0)", shape: command.completes) }
      })
  }

  func run() {
    let editor = LineEditor { [unowned self] line, cursor in complete(line, cursor) }
    for statement in history.load() {
      editor.remember(statement)
      lastRemembered = statement
    }
    StandardStream.output.write(
      "nhip \(Session.version): \(shell.words.greeting)\n")
    while !shell.isLeaving {
      shell.interrupts.reset()
      let prompt = waiting.isEmpty ? Self.prompt : Self.continuation
      switch editor.read(prompt: prompt, interrupt: shell.interrupts.noticeDescriptor) {
      case .end: return
      case .interrupted: waiting = ""
      case .line(let line): take(line, editor)
      }
    }
  }

  private func take(_ line: String, _ editor: LineEditor) {
    let isBlank = line.allSatisfy(\.isWhitespace)
    if waiting.isEmpty && isBlank { return }
    let text = waiting.isEmpty ? line : waiting + "\n" + line
    if waiting.isEmpty && Script.isCommand(line) || isBlank || !isIncomplete(text) {
      waiting = ""
      remember(text.trimmingWhitespace, editor)
      runStatement(text)
    } else {
      waiting = text
    }
  }

  /// Whether a text must go on; one that extends the last query is looked at together with it.
  private func isIncomplete(_ text: String) -> Bool {
    QueryText.isIncomplete(extended(text) ?? text)
  }

  /// The last query with `text` after it, where `text` goes on with it.
  private func extended(_ text: String) -> String? {
    guard let last = shell.lastQuery else { return nil }
    let line = text.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? text
    let isPipe = line.first { !$0.isWhitespace } == "|"
    guard isPipe || shell.isLastQueryFresh, QueryText.extends(last, with: line) else { return nil }
    return last + "\n" + text
  }

  private func runStatement(_ text: String) {
    let whole = extended(text) ?? text
    shell.isLastQueryFresh = false
    shell.run(name: "repl", text: whole)
  }

  private func remember(_ statement: String, _ editor: LineEditor) {
    guard statement != lastRemembered else { return }
    lastRemembered = statement
    editor.remember(statement)
    history.append(statement)
  }

  /// Completes with the lines before in mind.
  private func complete(_ line: String, _ cursor: Int) -> [Completion] {
    var before = waiting.isEmpty ? "" : waiting + "\n"
    if let whole = extended(before + line) {
      before = String(whole.dropLast(line.count))
    }
    let shift = before.utf8.count
    return completer.complete(before + line, cursor: shift + cursor).compactMap { completion in
      guard completion.start >= shift else { return nil }
      var moved = completion
      moved.start -= shift
      return moved
    }
  }
}
