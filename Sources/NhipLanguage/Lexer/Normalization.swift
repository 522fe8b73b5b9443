// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import Foundation

/// The composed form in which names and texts are compared.
enum Normalization {
  /// NFC, so that `Hà` typed in two ways is one name.
  static func compose(_ text: String) -> String {
    text.utf8.allSatisfy({ $0 < 0x80 }) ? text : text.precomposedStringWithCanonicalMapping
  }
}
