// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A named text that spans point into: a REPL line, a script or a data file.
public struct SourceText: Sendable, Hashable {
  /// What errors call it: `repl`, `command`, or a file name.
  public let name: String
  public let text: String
  /// The line number of the text's first line, 1 unless it was cut out of a longer file.
  public let firstLine: Int

  public init(name: String, text: String, firstLine: Int = 1) {
    self.name = name
    self.text = text
    self.firstLine = firstLine
  }

  /// The text that `span` covers, clamped to the text.
  public func slice(_ span: Span) -> String {
    let utf8 = text.utf8
    let lower =
      utf8.index(
        utf8.startIndex, offsetBy: max(0, span.lower), limitedBy: utf8.endIndex) ?? utf8.endIndex
    let upper =
      utf8.index(
        lower, offsetBy: max(0, span.upper - max(0, span.lower)), limitedBy: utf8.endIndex)
      ?? utf8.endIndex
    return String(decoding: utf8[lower..<upper], as: UTF8.self)
  }

  /// Line (from `firstLine`) and column (from 1, in characters) of a UTF-8 offset.
  public func position(of offset: Int) -> (line: Int, column: Int) {
    var line = firstLine
    var lineStart = 0
    for (index, byte) in text.utf8.enumerated() {
      if index >= offset { break }
      if byte == 0x0A {
        line += 1
        lineStart = index + 1
      }
    }
    return (line, slice(Span(lineStart, offset)).count + 1)
  }

  /// The lines of the text with the UTF-8 offset where each begins.
  func lines() -> [(offset: Int, text: String)] {
    var result: [(Int, String)] = []
    var lineStart = 0
    var current: [UInt8] = []
    var index = 0
    for byte in text.utf8 {
      index += 1
      if byte == 0x0A {
        if current.last == 0x0D { current.removeLast() }
        result.append((lineStart, String(decoding: current, as: UTF8.self)))
        current.removeAll(keepingCapacity: true)
        lineStart = index
      } else {
        current.append(byte)
      }
    }
    result.append((lineStart, String(decoding: current, as: UTF8.self)))
    return result
  }
}
