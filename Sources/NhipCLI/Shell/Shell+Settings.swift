// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics
import NhipEngine

extension Shell {
  func setLocale(_ locale: String) {
    display.locale = locale
    session.locale = locale
  }

  func setMode(_ mode: String) throws(Diagnostic) {
    guard DisplayOptions.modes.contains(mode) else {
      throw Diagnostic(
        "E0801", "no output mode named `\(mode)`",
        notes: ["modes: \(DisplayOptions.modes.joined(separator: ", "))"],
        helps: NearestName.helps(mode, in: DisplayOptions.modes))
    }
    display.mode = mode
  }

  /// Sends results into a file from now on, or with `-` to the screen; what was gathered for a
  /// file before is written.
  func setOutput(_ path: String) {
    if target.path != nil { commit() }
    target = ResultTarget(path: path == "-" ? nil : Shell.expanded(path))
  }

  /// A path with `~` read as the home folder.
  static func expanded(_ path: String) -> String { (path as NSString).expandingTildeInPath }
}
