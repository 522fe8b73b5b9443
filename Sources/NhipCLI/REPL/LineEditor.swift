// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import CReadline
import Foundation
import NhipEngine

/// What a person did at a prompt.
enum TypedInput {
  case line(String)
  /// ^C: the line is dropped.
  case interrupted
  /// ^D on an empty line, or the terminal went away.
  case end
}

/// A line typed with readline's keys, its history and our completion.
///
/// A final class, because readline has one state a program, which this object stands for.
final class LineEditor {
  /// The editor that readline's callbacks, which carry nothing, belong to. Only the main thread
  /// reads lines.
  private nonisolated(unsafe) static var current: LineEditor?

  /// Gives the completions of a line at a UTF-8 offset.
  private let complete: (String, Int) -> [Completion]
  private var received: TypedInput?

  init(complete: @escaping (String, Int) -> [Completion]) {
    self.complete = complete
    LineEditor.current = self
    nhip_readline_start { _, _ in
      LineEditor.current?.completeAtCursor()
      return 0
    }
  }

  /// Reads one line; `interrupt` gives the numbers of signals: ^C, and the return after ^Z.
  func read(prompt: String, interrupt: Int32) -> TypedInput {
    received = nil
    nhip_readline_begin(prompt) { line in LineEditor.current?.receive(line) }
    while received == nil {
      var waiting = [
        pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
        pollfd(fd: interrupt, events: Int16(POLLIN), revents: 0),
      ]
      if poll(&waiting, 2, -1) < 0 {
        guard errno == EINTR else { break }
        nhip_readline_check_signals()
        continue
      }
      var signal: UInt8 = 0
      if waiting[1].revents != 0, Foundation.read(interrupt, &signal, 1) == 1,
        Int32(signal) != SIGINT
      {
        nhip_readline_take_terminal()
      } else if signal != 0 {
        nhip_readline_abandon()
        nhip_readline_end()
        return .interrupted
      }
      if waiting[0].revents != 0 { rl_callback_read_char() }
    }
    return received ?? .end
  }

  /// Puts a statement where the Up key finds it.
  func remember(_ statement: String) { nhip_readline_remember(statement) }

  private func receive(_ line: UnsafeMutablePointer<CChar>?) {
    nhip_readline_end()
    guard let line else {
      StandardStream.output.write("\n")
      received = .end
      return
    }
    received = .line(String(cString: line))
    free(line)
  }

  /// TAB: completes as far as it is certain, and lists where it is not.
  private func completeAtCursor() {
    let line = nhip_readline_line().map { String(cString: $0) } ?? ""
    let cursor = Int(nhip_readline_point())
    let found = complete(line, cursor)
    guard let first = found.first else { return nhip_readline_ring() }
    let typed = String(decoding: Array(line.utf8)[first.start..<cursor], as: UTF8.self)
    if found.count == 1 {
      let isOpen = first.text.hasSuffix("/") || first.text.hasSuffix("(")
      nhip_readline_replace(Int32(first.start), isOpen ? first.text : first.text + " ")
      return
    }
    let common = Completion.commonPrefix(of: found)
    if common.count >= typed.count && common != typed {
      nhip_readline_replace(Int32(first.start), common)
      if common.count > typed.count { return }
    }
    nhip_readline_interlude()
    StandardStream.output.write(
      CompletionList.text(found, width: Terminal.size?.columns ?? 80))
    nhip_readline_resume()
  }
}
