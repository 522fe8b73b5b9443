// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Columns that are equal but for the last bits of sums.
enum CloseColumns {
  /// Whether all cells are equal, numbers to eleven digits.
  static func agree(_ a: Column, _ b: Column) -> Bool {
    guard let x = a.numbers, let y = b.numbers else { return texts(a) == texts(b) }
    return x.count == y.count
      && zip(x, y).allSatisfy {
        $0 == $1 || $0.isNaN && $1.isNaN || abs($0 - $1) <= 1e-11 * max(1, abs($0), abs($1))
      }
  }

  /// The cells as texts, in which equal numbers are equal and missing ones too.
  static func texts(_ column: Column) -> [String] {
    let flat = column.flattened()
    return (0..<flat.count).map { row in
      if flat.isMissing(row) { return "missing" }
      if let numbers = flat.numbers { return "\(numbers[row])" }
      return flat.text(row) ?? flat.period(row)?.description ?? "\(flat.place(row) ?? -1)"
    }
  }
}
