// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

struct RoundFunction: ScalarFunction {
  let name = "round"
  let summary = "the value rounded to so many digits after the mark"
  let signature = "round(NUMBER [, DIGITS])"
  let details = """
    Half goes away from zero, on the number as it is written: `round(14.25, 1)` is 14.3. Negative \
    digits round to tens, hundreds and so on.
    """
  let examples = [
    VerbExample(
      "series homicide from us_states by state, year during 2019 | derive tens = round(homicide, -1), share = round(homicide / 16425, 3) | take 3",
      "to tens, and to three digits")
  ]
  let measureRule = MeasureRule.unit

  func complaint(_ types: [LogicalType]) -> String? {
    guard types.count == 1 || types.count == 2 else { return "takes a number and its digits" }
    return types.first { !$0.isNumeric }.map { "takes numbers, and this is \($0.noun)" }
  }

  func resultType(_ types: [LogicalType]) -> LogicalType { types.count == 1 ? .integer : .float }

  func evaluate(_ arguments: [Column], count: Int) -> Column {
    guard let values = arguments[0].numbers else { return Column.missing(.float, count: count) }
    let digits = arguments.count > 1 ? arguments[1].numbers : nil
    return Column(
      numbers: values.indices.map { row in
        let wanted = digits?[row] ?? 0
        guard !wanted.isNaN, let places = Int(exactly: wanted.rounded()) else { return .nan }
        return DecimalRounding.rounded(values[row], places)
      })
  }
}

/// Rounds the shortest decimal number that reads as a value, half away from zero.
enum DecimalRounding {
  /// Beyond these a Double has no digits to round.
  static let digitLimit = 400

  static func rounded(_ value: Double, _ places: Int) -> Double {
    guard value.isFinite else { return value }
    if places == 0 {
      let whole = value.rounded(.toNearestOrAwayFromZero)
      return whole == 0 ? 0 : whole
    }
    guard places.magnitude <= digitLimit else { return places > 0 ? value : 0 }
    var (digits, exponent) = decimal(value.magnitude)
    // The number is 0.d1d2d3… times ten to the exponent; keep this many digits.
    let kept = exponent + places
    guard kept < digits.count else { return value }
    guard kept >= 0 else { return 0 }
    let goesUp = digits[kept] >= 5
    digits.removeSubrange(kept...)
    if goesUp {
      var position = kept - 1
      while position >= 0, digits[position] == 9 {
        digits[position] = 0
        position -= 1
      }
      if position >= 0 {
        digits[position] += 1
      } else {
        digits.insert(1, at: 0)
        exponent += 1
      }
    }
    let text = digits.map(String.init).joined()
    let magnitude = Double("0.\(text.isEmpty ? "0" : text)e\(exponent)") ?? .nan
    return value < 0 && magnitude != 0 ? -magnitude : magnitude
  }

  /// The digits of the shortest text that reads as the value, and the exponent before them.
  private static func decimal(_ value: Double) -> (digits: [Int], exponent: Int) {
    var digits: [Int] = []
    var exponent = 0
    var isFraction = false
    var hasStarted = false
    var bytes = Array("\(value)".utf8)[...]
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"):
        exponent += Int(String(decoding: bytes, as: UTF8.self)) ?? 0
        bytes = []
      default:
        let digit = Int(byte) - 0x30
        if digit != 0 { hasStarted = true }
        if hasStarted { digits.append(digit) }
        if hasStarted && !isFraction { exponent += 1 }
        if !hasStarted && isFraction { exponent -= 1 }
      }
    }
    return (digits, exponent)
  }
}
