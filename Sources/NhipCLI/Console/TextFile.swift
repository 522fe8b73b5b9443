// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation
import NhipDiagnostics

/// Scripts read whole, as UTF-8.
enum TextFile {
  static func read(_ path: String) throws(Diagnostic) -> String {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard !isFolder.boolValue, let file = FileHandle(forReadingAtPath: path),
      let data = try? file.readToEnd() ?? Data()
    else {
      let reason =
        isFolder.boolValue
        ? "this is a folder" : exists ? "it cannot be opened" : "it is not there"
      throw Diagnostic("E0803", "cannot read `\(path)`: \(reason)")
    }
    return decode(Array(data))
  }

  static func readStandardInput() -> String {
    let data = (try? FileHandle.standardInput.readToEnd()) ?? Data()
    return decode(Array(data))
  }

  /// The text without a byte order mark; bytes that are no UTF-8 become the replacement sign,
  /// which the lexer refuses where it stands.
  private static func decode(_ bytes: [UInt8]) -> String {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    return String(decoding: text, as: UTF8.self)
  }
}
