// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics
import NhipFormats

/// Where results go: standard output, or a file that appears whole.
///
/// A final class, because the file's text gathers in it until it is written.
final class ResultTarget {
  /// The file, `nil` for standard output.
  let path: String?
  private var bytes: [UInt8] = []

  init(path: String?) { self.path = path }

  func write(_ text: String) {
    if path == nil { StandardStream.output.write(text) } else { bytes += Array(text.utf8) }
  }

  /// Writes everything gathered so far into the file, whole or not at all.
  func commit() throws(Diagnostic) {
    guard let path else { return }
    let file = try AtomicFile(path)
    try file.write(bytes)
    try file.commit()
  }
}
