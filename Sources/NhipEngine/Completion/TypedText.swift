// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipLanguage

/// The last statement of a text up to the cursor, cut into words and signs.
///
/// Looser than the lexer: what is being typed is rarely right yet.
struct TypedText {
  /// A word, a sign, or a text in quotes that may still be open.
  struct Piece: Equatable {
    var text: String
    var lower: Int
    var upper: Int
    var isSign: Bool
  }

  /// The pieces before the one at the cursor.
  private(set) var pieces: [Piece] = []
  /// What is being typed at the cursor; empty after a blank or a sign.
  private(set) var partial: Piece
  let cursor: Int
  private let bytes: [UInt8]

  init(_ text: String, cursor: Int) {
    bytes = Array(text.utf8.prefix(cursor))
    self.cursor = bytes.count
    partial = Piece(text: "", lower: bytes.count, upper: bytes.count, isSign: false)
    scan()
    if let last = pieces.last, last.upper == bytes.count, !last.isSign {
      partial = last
      pieces.removeLast()
    }
  }

  /// The text from an offset to the cursor.
  func typed(from start: Int) -> String { String(decoding: bytes[start...], as: UTF8.self) }

  /// Where the words begin that run up to the cursor with only blanks between, earliest first.
  ///
  /// At most five words: no name that is completed has more.
  var starts: [Int] {
    var starts = [partial.lower]
    for piece in pieces.reversed() {
      if piece.isSign || starts.count == 5 { break }
      starts.append(piece.lower)
    }
    return starts.reversed()
  }

  private static let signs = Set("|,;()[]=<>!+*%".utf8)

  private mutating func scan() {
    var index = 0
    var lineEnds = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0A {
        lineEnds += 1
        // A blank line ends a statement.
        if lineEnds == 2 { pieces = [] }
        index += 1
        continue
      }
      if byte == 0x20 || byte == 0x09 || byte == 0x0D {
        index += 1
        continue
      }
      lineEnds = 0
      let start = index
      switch byte {
      case UInt8(ascii: "#"):
        while index < bytes.count && bytes[index] != 0x0A { index += 1 }
        continue
      case UInt8(ascii: ";"):
        pieces = []
        index += 1
        continue
      case UInt8(ascii: "\""), UInt8(ascii: "`"):
        index += 1
        while index < bytes.count && bytes[index] != byte { index += 1 }
        index = min(index + 1, bytes.count)
        append(start, index, isSign: false)
      case _ where Self.signs.contains(byte) || isSignBeforeName(index):
        index += 1
        append(start, index, isSign: true)
      default:
        while index < bytes.count, !Self.endsWord(bytes[index]) { index += 1 }
        append(start, index, isSign: false)
      }
    }
  }

  /// Whether the `-` of `sort -crime_cases` stands here; the one of `2021-Q3` is inside a word.
  private func isSignBeforeName(_ index: Int) -> Bool {
    guard bytes[index] == UInt8(ascii: "-") else { return false }
    guard index + 1 < bytes.count else { return true }
    let next = bytes[index + 1]
    return next > 0x7F || next == UInt8(ascii: "`") || (next | 0x20) >= UInt8(ascii: "a")
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`")
      || byte == UInt8(ascii: "#") || signs.contains(byte)
  }

  private mutating func append(_ lower: Int, _ upper: Int, isSign: Bool) {
    let text = String(decoding: bytes[lower..<upper], as: UTF8.self)
    pieces.append(Piece(text: text, lower: lower, upper: upper, isSign: isSign))
  }
}

extension [TypedText.Piece] {
  /// The longest word of the language of one of `roles` that begins at `index`, and its length.
  func word(at index: Int, as roles: [WordRole]) -> (english: String, count: Int)? {
    guard index < count, !self[index].isSign else { return nil }
    var best: (String, Int)?
    var spelled = ""
    for length in 1...4 {
      let next = index + length - 1
      guard next < count, !self[next].isSign else { break }
      spelled += (length == 1 ? "" : " ") + self[next].text
      for role in roles {
        if let english = Vocabulary.canonical(of: spelled, as: role) { best = (english, length) }
      }
    }
    return best
  }
}
