// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// The distinct texts of a column; rows hold their index.
///
/// A final class, because many columns and batches share one dictionary. It is immutable after
/// building, which makes it `Sendable`.
package final class TextDictionary: Sendable {
  package let values: [String]

  package init(_ values: [String]) { self.values = values }

  package var count: Int { values.count }
}

/// Collects texts into a dictionary and gives each its code.
package struct TextDictionaryBuilder {
  package private(set) var values: [String] = []
  private var codes: [String: Int32] = [:]

  package init() {}

  package mutating func code(_ text: String) -> Int32 {
    if let code = codes[text] { return code }
    let code = Int32(values.count)
    codes[text] = code
    values.append(text)
    return code
  }

  package func finish() -> TextDictionary { TextDictionary(values) }
}
