// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// Long results page on a terminal.
enum Pager {
  /// Writes `text`, through `PAGER` (or `less -FRSX`) where it is longer than the screen.
  static func show(_ text: String, _ environment: [String: String]) {
    guard let program = program(environment), let size = Terminal.size,
      text.utf8.count(where: { $0 == 0x0A }) >= size.rows, page(text, program)
    else {
      StandardStream.output.write(text)
      return
    }
  }

  /// The pager to use; `nil` where there is no terminal or `PAGER` is set to nothing.
  private static func program(_ environment: [String: String]) -> String? {
    guard StandardStream.output.isTerminal, isatty(0) == 1 else { return nil }
    guard let told = environment["PAGER"] else { return "less -FRSX" }
    return told.isEmpty ? nil : told
  }

  /// Whether the pager could be started and ended well.
  private static func page(_ text: String, _ program: String) -> Bool {
    guard let stream = popen(program, "w") else { return false }
    let bytes = Array(text.utf8)
    // A reader that leaves before the end is no failure.
    _ = fwrite(bytes, 1, bytes.count, stream)
    let status = pclose(stream)
    // 127: the shell found no such program.
    return status != -1 && (status >> 8) & 0xFF != 127
  }
}
