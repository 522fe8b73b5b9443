// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Finds the separator and the line end of a delimited file from its beginning.
struct DialectSniffer {
  /// Bytes looked at.
  static let sampleLength = 1 << 16
  /// Lines looked at.
  static let lineLimit = 200
  /// Separators, the likelier first where a file speaks for several: a file of decimal commas has
  /// commas too.
  static let separators = Array("\t;|,".utf8)

  private let file: FileBytes
  private let start: Int

  init(_ file: FileBytes, from start: Int) {
    self.file = file
    self.start = start
  }

  func dialect(_ options: LoadOptions) -> RowScanner.Dialect {
    let newline = self.newline
    var dialect = RowScanner.Dialect(
      separator: UInt8(ascii: ","), newline: newline, hasQuotes: options.hasQuotes)
    dialect.separator =
      options.separator?.utf8.first ?? separator(newline, hasQuotes: options.hasQuotes)
    return dialect
  }

  /// LF wherever the file has one; CR in files of CR alone.
  private var newline: UInt8 {
    let count = file.count - start
    guard count > 0 else { return 0x0A }
    if memchr(file.base + start, 0x0A, count) != nil { return 0x0A }
    return memchr(file.base + start, 0x0D, count) != nil ? 0x0D : 0x0A
  }

  /// The separator that stands equally often in the most lines.
  private func separator(_ newline: UInt8, hasQuotes: Bool) -> UInt8 {
    var lines = counts(newline, hasQuotes: hasQuotes)
    // A stray quote swallows the rest; then quotes tell nothing.
    if lines.count <= 1, hasQuotes { lines = counts(newline, hasQuotes: false) }
    var best = (separator: UInt8(ascii: ","), agreeing: 0.0, cells: 0)
    for (index, separator) in DialectSniffer.separators.enumerated() {
      let found = lines.map { $0[index] }
      guard let header = found.first, found.contains(where: { $0 > 0 }) else { continue }
      let agreeing = Double(found.filter { $0 == header }.count) / Double(found.count)
      let score = header == 0 ? agreeing * 0.1 : agreeing
      if score > best.agreeing
        || (score == best.agreeing && lines.count == 1 && header > best.cells)
      {
        best = (separator, score, header)
      }
    }
    return best.separator
  }

  /// How often each separator stands outside quotes, for each line that is not blank.
  private func counts(_ newline: UInt8, hasQuotes: Bool) -> [[Int]] {
    let end = min(file.count, start + DialectSniffer.sampleLength)
    var result: [[Int]] = []
    var current = [Int](repeating: 0, count: DialectSniffer.separators.count)
    var isQuoted = false
    var isBlank = true
    for index in start..<end {
      let byte = file.base[index]
      if byte == UInt8(ascii: "\""), hasQuotes { isQuoted.toggle() }
      if byte == newline, !isQuoted {
        if !isBlank { result.append(current) }
        if result.count == DialectSniffer.lineLimit { return result }
        current = current.map { _ in 0 }
        isBlank = true
        continue
      }
      if byte > 0x20 { isBlank = false }
      if !isQuoted, let which = DialectSniffer.separators.firstIndex(of: byte) {
        current[which] += 1
      }
    }
    // The last line counts where the file ends with it.
    if !isBlank, end == file.count || result.isEmpty { result.append(current) }
    return result
  }

  /// The cells of the first line that is not blank; 0 where there is none.
  func firstRowWidth(_ dialect: RowScanner.Dialect) -> Int {
    let bytes = file.buffer
    var index = start
    while index < bytes.count, bytes[index] <= 0x20, bytes[index] != dialect.separator {
      index += 1
    }
    guard index < bytes.count else { return 0 }
    var width = 1
    var cellStart = index
    while index < bytes.count {
      let byte = bytes[index]
      if byte == dialect.newline { return width }
      if byte == dialect.separator {
        width += 1
        cellStart = index + 1
      } else if byte == UInt8(ascii: "\""), dialect.hasQuotes,
        bytes[cellStart..<index].allSatisfy({ $0 <= 0x20 })
      {
        index = closingQuote(index)
      }
      index += 1
    }
    return width
  }

  /// Where the quote that opens at `open` closes, or the end of the file.
  private func closingQuote(_ open: Int) -> Int {
    let bytes = file.buffer
    var index = open + 1
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\"") {
        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else { return index }
        index += 1
      }
      index += 1
    }
    return index
  }
}
