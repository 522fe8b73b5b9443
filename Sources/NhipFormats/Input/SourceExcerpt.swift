// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipDiagnostics

/// One line of a data file as the text of an error, and where a cell lies in it.
struct SourceExcerpt {
  /// Bytes of one line that an error takes along; longer lines are cut around the cell.
  static let longest = 4_000

  let source: SourceText
  let span: Span

  /// The line around the bytes from `offset`; `line` is its number.
  init(_ file: FileBytes, at offset: Int, length: Int, line: Int, newline: UInt8) {
    let bytes = file.buffer
    let at = min(max(0, offset), bytes.count)
    var start = at
    let earliest = max(0, at - SourceExcerpt.longest / 2)
    while start > earliest, bytes[start - 1] != newline { start -= 1 }
    while start < at, start > 0, bytes[start] & 0xC0 == 0x80 { start += 1 }
    var end = at
    let latest = min(bytes.count, at + SourceExcerpt.longest / 2)
    while end < latest, bytes[end] != newline { end += 1 }
    while end > at, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    while end > at, bytes[end - 1] == 0x0D { end -= 1 }
    // A mark at the very start of the file is no part of its first line.
    if start == 0, bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF, at >= 3 {
      start = 3
    }
    let text = String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    source = SourceText(name: file.name, text: text, firstLine: line)
    // A cell that begins with a line break begins behind the line that is shown.
    let count = text.utf8.count
    let lower = min(at - start, max(0, count - 1))
    span = Span(lower, min(count, max(lower + 1, min(at + length, end) - start)))
  }
}
