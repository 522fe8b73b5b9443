// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// What is known of the terminal behind standard output.
enum Terminal {
  /// Columns and rows, `nil` where there is no terminal or it does not tell.
  static var size: (columns: Int, rows: Int)? {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return nil
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Whether `stream` shows colours: a terminal that can, and nobody said `NO_COLOR`.
  static func hasColour(_ stream: StandardStream, _ environment: [String: String]) -> Bool {
    guard stream.isTerminal, environment["TERM"] != "dumb" else { return false }
    return (environment["NO_COLOR"] ?? "").isEmpty
  }
}
