// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import Foundation
internal import NhipColumns

/// Whether a file's first row names its columns, and the names.
struct HeaderRow {
  let isHeader: Bool
  /// One unique name for each column.
  let names: [String]
  let warnings: [Note]

  /// - Parameters:
  ///   - block: the first rows of the file, the first one included.
  ///   - forced: what the user said.
  init(_ block: CellBlock, forced: Bool?) {
    let first = (0..<block.columnCount).map { column in
      let place = block.place(0, column)
      return place.isEscaped ? block.unescaped(place) : Array(block.bytes(place))
    }
    let isHeader = forced ?? HeaderRow.looksLikeHeader(first, block)
    self.isHeader = isHeader
    var used: Set<String> = []
    var names: [String] = []
    var warnings: [Note] = []
    let given = first.map {
      isHeader ? TextCleaning.clean(String(decoding: $0, as: UTF8.self)) : ""
    }
    let taken = Set(given)
    for (index, text) in given.enumerated() {
      var name = text
      if name.isEmpty {
        name = HeaderRow.free("column_\(index + 1)", used.union(taken))
        if isHeader { warnings.append(Note("unnamedColumn", "\(index + 1)", name)) }
      } else if used.contains(name) {
        name = HeaderRow.free(text, used.union(taken), from: 2)
        warnings.append(Note("renamedColumn", text, name))
      }
      used.insert(name)
      names.append(name)
    }
    self.names = names
    self.warnings = warnings
  }

  /// `name`, or with the first number that makes it free.
  private static func free(_ name: String, _ used: Set<String>, from start: Int? = nil) -> String {
    if start == nil, !used.contains(name) { return name }
    var number = start ?? 2
    while used.contains("\(name)_\(number)") { number += 1 }
    return "\(name)_\(number)"
  }

  /// A header has no numbers, except a run of years or periods over columns of figures.
  private static func looksLikeHeader(_ first: [[UInt8]], _ block: CellBlock) -> Bool {
    var periods: [(column: Int, period: Period)] = []
    var words = 0
    for (column, cell) in first.enumerated() {
      let found = cell.withUnsafeBufferPointer { bytes -> Bool in
        let trimmed = ByteTrim.trimmed(bytes)
        if let period = PeriodCell.read(trimmed),
          PeriodCell.isYear(trimmed) || period.grain != .year
        {
          periods.append((column, period))
          return true
        }
        switch CellReading.read(trimmed) {
        case .word:
          words += 1
          return true
        case .missing: return true
        case .number, .code, .malformed: return false
        }
      }
      if !found { return false }
    }
    guard let one = periods.first else { return words > 0 }
    // Columns below that hold the same kind of period make it a row of data.
    let below = (1..<max(1, min(block.rowCount, 50))).filter { row in
      let bytes = block.bytes(block.place(row, one.column))
      return PeriodCell.isYear(bytes) || (PeriodCell.read(bytes)?.grain ?? .year) != .year
    }
    if below.count * 2 > min(block.rowCount, 50) - 1, block.rowCount > 1 { return false }
    let order = periods.map(\.period)
    return words > 0 && Set(order).count == order.count
  }
}

/// Brings texts from files to one form.
enum TextCleaning {
  /// Composed form, without outer blanks of any kind.
  static func clean(_ text: String) -> String {
    guard needsCleaning(text) else { return text }
    var scalars = Substring(text).unicodeScalars
    while let last = scalars.last, isBlank(last) { scalars.removeLast() }
    while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
    return String(scalars).precomposedStringWithCanonicalMapping
  }

  /// Whether there is a combining mark, or a blank at either end. Reads bytes only.
  private static func needsCleaning(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else {
      return false
    }
    if isBlank(first) || isBlank(last) { return true }
    // Combining marks are U+0300 to U+036F; other decomposed scripts are rare enough to wait.
    return text.utf8.contains { $0 == 0xCC || $0 == 0xCD }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.value == 0xFEFF || scalar.value == 0x200B
  }
}
