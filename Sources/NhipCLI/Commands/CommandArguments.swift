// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipEngine

/// The words after a command's name; quotes keep blanks together.
struct CommandArguments {
  /// The command's name without its dot.
  let name: String
  let words: [String]
  /// Everything after the name, as typed.
  let rest: String
  let source: SourceText

  /// - Parameter line: the line from its dot (or `help`) on.
  init(_ line: String, name sourceName: String, line number: Int) {
    source = SourceText(name: sourceName, text: line, firstLine: number)
    let whole = line.hasSuffix(";") ? line.dropLast() : line[...]
    let body = whole.hasPrefix(".") ? whole.dropFirst() : whole
    name = String(body.prefix { !$0.isWhitespace })
    rest = body.dropFirst(name.count).trimmingWhitespace
    words = CommandArguments.split(rest)
  }

  private static func split(_ text: String) -> [String] {
    var words: [String] = []
    var current = ""
    var quote: Character?
    var isInside = false
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { current.append(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        isInside = true
      } else if character.isWhitespace {
        if isInside { words.append(current) }
        current = ""
        isInside = false
      } else {
        current.append(character)
        isInside = true
      }
    }
    if isInside { words.append(current) }
    return words
  }

  /// Refuses another number of words than the command takes.
  func expect(_ range: ClosedRange<Int>, _ command: any ShellCommand) throws(Diagnostic) {
    guard range.contains(words.count) else {
      throw Diagnostic(
        "E0805",
        words.count < range.lowerBound
          ? "`.\(name)` needs more to go on" : "`.\(name)` does not take this much",
        helps: ["written `\(command.signature)`"])
    }
  }
}
