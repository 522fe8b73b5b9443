// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A fact that changes how the numbers of a result may be read, as data; the words for it stand
/// with the output formats, in each language.
package struct Note: Hashable, Sendable {
  /// The wording's key, such as `partialLeftOut`.
  package var key: String
  /// What the wording is filled with, in its order.
  package var values: [String]

  package init(_ key: String, _ values: [String] = []) {
    self.key = key
    self.values = values
  }

  package init(_ key: String, _ values: String...) { self.init(key, values) }
}
