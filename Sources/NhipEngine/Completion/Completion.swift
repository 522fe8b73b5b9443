// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipDiagnostics

/// One way to go on with what is being typed.
public struct Completion: Sendable, Hashable {
  /// What a completion is, for lists and for what follows it.
  public enum Kind: Sendable {
    case keyword
    case verb
    case indicator
    case column
    case dimension
    case place
    case period
    case table
    case command
    case value
    case file
  }

  /// What stands in place of the text from `start` to the cursor.
  public var text: String
  /// The UTF-8 offset where the replaced text begins.
  public var start: Int
  public var kind: Kind
  /// A few words about it, empty where the text says all.
  public var detail: String

  public init(_ text: String, start: Int, kind: Kind, detail: String = "") {
    self.text = text
    self.start = start
    self.kind = kind
    self.detail = detail
  }

  /// What all of `completions` begin with: their own letters where they agree, letters without
  /// marks where they differ in marks or case alone.
  public static func commonPrefix(of completions: [Completion]) -> String {
    guard let first = completions.first else { return "" }
    var prefix = Array(first.text)
    for other in completions.dropFirst() {
      let letters = Array(other.text)
      var length = 0
      while length < min(prefix.count, letters.count) {
        if prefix[length] != letters[length] {
          let folded = TextFolding.fold(String(prefix[length]))
          guard folded == TextFolding.fold(String(letters[length])), folded.count == 1,
            let letter = folded.first
          else { break }
          prefix[length] = letter
        }
        length += 1
      }
      prefix.removeLast(prefix.count - length)
    }
    return String(prefix)
  }
}
