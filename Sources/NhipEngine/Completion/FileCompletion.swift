// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// Names of files after a command that takes one.
enum FileCompletion {
  /// - Parameter shift: where `line` begins in the text that is completed.
  static func complete(_ line: String, shift: Int) -> [Completion] {
    guard let blank = line.lastIndex(where: \.isWhitespace) else { return [] }
    let typed = line[line.index(after: blank)...]
    let start = shift + line.utf8.count - typed.utf8.count
    let slash = typed.lastIndex(of: "/")
    let folder = slash.map { String(typed[...$0]) } ?? ""
    let begun = slash.map { typed[typed.index(after: $0)...] } ?? typed
    let path = folder.isEmpty ? "." : (folder as NSString).expandingTildeInPath
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return [] }
    return names.sorted().compactMap { name in
      guard name.hasPrefix(begun), begun.hasPrefix(".") || !name.hasPrefix(".") else { return nil }
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
      return Completion(folder + name + (isFolder.boolValue ? "/" : ""), start: start, kind: .file)
    }
  }
}
