// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct NumberOfFunction: ScalarFunction {
  let name = "number"
  let summary = "the number that a text is"
  let signature = "number(TEXT)"
  let details = """
    Digits with at most one decimal point, a sign before and an exponent after, blanks around; \
    anything else is missing. No separators of thousands: what `1.370` means depends on its source.
    """
  let examples = [
    VerbExample(
      "from observations | select document, quote, read = number(quote) | take 3",
      "quotes that are plain digits")
  ]

  func complaint(_ types: [LogicalType]) -> String? {
    guard types.count == 1 else { return "takes one text" }
    return types[0] == .text || types[0].isNumeric
      ? nil : "takes text, and this is \(types[0].noun)"
  }

  func resultType(_ types: [LogicalType]) -> LogicalType { .float }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    switch arguments[0].flattened().storage {
    case .numbers(let values): return Column(numbers: values)
    case .text(let codes, let dictionary):
      let numbers = dictionary.values.map { Self.number($0) }
      return Column(numbers: codes.map { $0 < 0 ? .nan : numbers[Int($0)] })
    default: return Column.missing(.float, count: count)
    }
  }

  /// The number, NaN where the text is none.
  static func number(_ text: String) -> Double {
    let bare = text.trimmingBlanks()
    let isPlain = bare.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    guard isPlain, let value = Double(bare), value.isFinite else { return .nan }
    return value
  }
}
