// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// How a text file spells its characters.
package enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case windows1258 = "windows-1258"

  /// The encoding that `--encoding` names, also in its usual other spellings.
  package init?(_ name: String) {
    switch name.lowercased() {
    case "utf-8", "utf8": self = .utf8
    case "utf-16", "utf-16le", "utf16le": self = .utf16LittleEndian
    case "utf-16be", "utf16be": self = .utf16BigEndian
    case "windows-1258", "cp1258", "1258": self = .windows1258
    default: return nil
    }
  }
}

/// An encoding and how it was found.
package struct FoundEncoding: Hashable, Sendable {
  package var encoding: TextEncoding
  package var hasByteOrderMark: Bool
  /// Whether it was told by the bytes alone, without a mark or an option.
  package var isGuess: Bool
}
