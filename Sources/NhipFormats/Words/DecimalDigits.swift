// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A Double as the decimal digits that its shortest spelling has, so that rounding happens to the
/// number people see: 2.675 rounds to 2.68 although the nearest Double lies below it.
struct DecimalDigits: Hashable {
  var isNegative: Bool
  /// From 0 to 9, without zeros at either end; empty for zero.
  var digits: [UInt8]
  /// The value is `0.d1d2d3… × 10^point`.
  var point: Int

  /// The digits of a finite number; zero for others.
  init(_ value: Double) {
    isNegative = value.sign == .minus
    digits = []
    point = 0
    guard value.isFinite, value != 0 else {
      isNegative = false
      return
    }
    var exponent = 0
    var seenMark = false
    var bytes = Array(value.magnitude.description.utf8)
    if let e = bytes.firstIndex(of: UInt8(ascii: "e")) {
      exponent = Int(String(decoding: bytes[(e + 1)...], as: UTF8.self)) ?? 0
      bytes.removeSubrange(e...)
    }
    for byte in bytes {
      if byte == UInt8(ascii: ".") {
        seenMark = true
        continue
      }
      digits.append(byte &- 0x30)
      if !seenMark { point += 1 }
    }
    point += exponent
    trim()
  }

  /// Digits after the mark that the shortest spelling needs.
  var fractionCount: Int { max(0, digits.count - point) }

  /// Rounded to `count` digits after the mark, half away from zero.
  func rounded(to count: Int) -> DecimalDigits {
    let keep = point + count
    guard keep < digits.count else { return self }
    var result = self
    guard keep >= 0 else {
      result.digits = []
      result.trim()
      return result
    }
    let roundsUp = digits[keep] >= 5
    result.digits.removeSubrange(keep...)
    if roundsUp {
      var index = keep - 1
      while index >= 0, result.digits[index] == 9 { index -= 1 }
      result.digits.removeSubrange((index + 1)...)
      if index >= 0 {
        result.digits[index] += 1
      } else {
        result.digits = [1]
        result.point += 1
      }
    }
    result.trim()
    return result
  }

  /// The digits before the mark (`0` where there are none) and the `count` digits after it, or as
  /// many as there are.
  func texts(fractionDigits count: Int?) -> (whole: String, fraction: String) {
    var whole = ""
    for index in 0..<max(point, 0) { whole.unicodeScalars.append(scalar(index)) }
    if whole.isEmpty { whole = "0" }
    var fraction = ""
    for index in 0..<(count ?? fractionCount) {
      fraction.unicodeScalars.append(scalar(point + index))
    }
    return (whole, fraction)
  }

  private func scalar(_ index: Int) -> Unicode.Scalar {
    Unicode.Scalar(0x30 + (digits.indices.contains(index) ? digits[index] : 0))
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    var zeros = 0
    while zeros < digits.count, digits[zeros] == 0 { zeros += 1 }
    digits.removeFirst(zeros)
    point -= zeros
    if digits.isEmpty {
      isNegative = false
      point = 0
    }
  }
}
