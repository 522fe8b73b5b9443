// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// Whole statements across sessions, one a line, line ends written as `\n`.
///
/// Every statement is appended by one write under a lock, so that two sessions lose nothing.
struct HistoryFile {
  let path: String

  /// Statements kept when the file is cut.
  static let keptCount = 5_000
  /// The file is cut when it holds this many.
  static let cutCount = 6_000

  /// The statements of the file, oldest first; none where it cannot be read.
  func load() -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    if lines.count >= Self.cutCount { cut() }
    return lines.suffix(Self.keptCount).map { Self.unescape($0) }
  }

  /// Adds a statement. A history that cannot be written is no reason to disturb.
  func append(_ statement: String) {
    withLockedFile { descriptor in
      _ = lseek(descriptor, 0, SEEK_END)
      _ = StandardStream.write(Array((Self.escape(statement) + "\n").utf8), to: descriptor)
    }
  }

  /// Drops the oldest; reads again under the lock, because another session may have added some.
  private func cut() {
    withLockedFile { descriptor in
      guard let data = FileManager.default.contents(atPath: path) else { return }
      let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
      guard lines.count >= Self.cutCount else { return }
      let kept = lines.suffix(Self.keptCount).map { $0 + "\n" }.joined()
      guard ftruncate(descriptor, 0) == 0 else { return }
      _ = lseek(descriptor, 0, SEEK_SET)
      _ = StandardStream.write(Array(kept.utf8), to: descriptor)
    }
  }

  private func withLockedFile(_ body: (Int32) -> Void) {
    let folder = URL(filePath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Only the user reads what the user typed.
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { _ = close(descriptor) }
    guard flock(descriptor, LOCK_EX) == 0 else { return }
    body(descriptor)
  }

  static func escape(_ statement: String) -> String {
    var out = ""
    for character in statement.unicodeScalars {
      switch character {
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": continue
      default: out.unicodeScalars.append(character)
      }
    }
    return out
  }

  static func unescape(_ line: some StringProtocol) -> String {
    var out = ""
    var isEscaped = false
    for character in line.unicodeScalars {
      if isEscaped {
        if character == "n" { out += "\n" } else { out.unicodeScalars.append(character) }
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        out.unicodeScalars.append(character)
      }
    }
    return out
  }
}
