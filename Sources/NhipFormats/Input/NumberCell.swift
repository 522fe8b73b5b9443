// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipDiagnostics

/// One cell read as a number, by both conventions at once.
struct NumberCell {
  /// The value where `.` is the decimal mark; `nil` where the cell is no number then.
  var point: Double?
  /// The value where `,` is.
  var comma: Double?
  var qualifier = Qualifier.exact
  var hasPercent = false
  /// Whether a decimal mark or an exponent was written, by each convention.
  var pointFraction = false
  var commaFraction = false
  /// The denominators of `168/195`.
  var pointDenominator: Double?
  var commaDenominator: Double?

  func value(_ mark: DecimalMark) -> Double? { mark == .point ? point : comma }

  func denominator(_ mark: DecimalMark) -> Double? {
    mark == .point ? pointDenominator : commaDenominator
  }

  func hasFraction(_ mark: DecimalMark) -> Bool { mark == .point ? pointFraction : commaFraction }

  var isQualified: Bool {
    qualifier != .exact || pointDenominator != nil || commaDenominator != nil
  }
}

/// What a cell is that is no plain number.
enum CellReading {
  case missing(MissingSpelling)
  case number(NumberCell)
  /// `001`, or more digits than a Double keeps: an identifier.
  case code
  /// Digits and marks that make no number.
  case malformed
  /// Holds letters.
  case word

  /// Longest run of digits that a Double keeps whatever they are; of longer ones it keeps some.
  static let longestInteger = 15
  /// Cells longer than this are never numbers.
  static let longestNumber = 512

  /// Reads trimmed bytes. Complexity: O(n).
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> CellReading {
    if let spelling = MissingSpelling(bytes) { return .missing(spelling) }
    if isCode(bytes) { return .code }
    guard bytes.count <= longestNumber, bytes.contains(where: { isDigit($0) }) else {
      return looksNumeric(bytes) ? .malformed : .word
    }
    var number = NumberCell()
    var rest = bytes[...]
    dropBlanks(&rest)
    readQualifier(&rest, &number)
    dropBlanks(&rest)
    if rest.last == UInt8(ascii: "%") {
      number.hasPercent = true
      rest.removeLast()
      dropTrailingBlanks(&rest)
    }
    if let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
      readRatio(rest[..<slash], rest[(slash + 1)...], &number)
    } else {
      (number.point, number.pointFraction) = PlainNumber.read(rest, .point)
      (number.comma, number.commaFraction) = PlainNumber.read(rest, .comma)
    }
    if number.point == nil && number.comma == nil {
      return looksNumeric(bytes) || isOverflow(bytes) ? .malformed : .word
    }
    return .number(number)
  }

  private static func readRatio(
    _ top: Slice<UnsafeBufferPointer<UInt8>>, _ bottom: Slice<UnsafeBufferPointer<UInt8>>,
    _ number: inout NumberCell
  ) {
    var top = top
    var bottom = bottom
    dropTrailingBlanks(&top)
    dropBlanks(&bottom)
    for mark in DecimalMark.allCases {
      let (numerator, hasFraction) = PlainNumber.read(top, mark)
      let (denominator, _) = PlainNumber.read(bottom, mark)
      guard let numerator, let denominator, numerator >= 0, denominator > 0 else { continue }
      if mark == .point {
        (number.point, number.pointDenominator) = (numerator, denominator)
        number.pointFraction = hasFraction
      } else {
        (number.comma, number.commaDenominator) = (numerator, denominator)
        number.commaFraction = hasFraction
      }
    }
  }

  private static func readQualifier(
    _ rest: inout Slice<UnsafeBufferPointer<UInt8>>, _ number: inout NumberCell
  ) {
    guard let first = rest.first, !isDigit(first), first != UInt8(ascii: "-") else { return }
    for (sign, qualifier) in Qualifier.signs where rest.starts(with: sign) {
      number.qualifier = qualifier
      rest.removeFirst(sign.count)
      return
    }
    // A word reaches up to the first digit, with a blank before it.
    guard let digit = rest.firstIndex(where: { isDigit($0) }), digit - rest.startIndex <= 40 else {
      return
    }
    let word = TextFolding.fold(String(decoding: rest[..<digit], as: UTF8.self))
    guard let found = Qualifier.words.first(where: { $0.text == word }) else { return }
    number.qualifier = found.qualifier
    rest = rest[digit...]
  }

  /// `001`, `0012`, or more digits than a Double keeps.
  static func isCode(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count > 1, bytes[0] == 0x30 || bytes.count > longestInteger else { return false }
    return bytes.allSatisfy(isDigit) && (bytes[0] == 0x30 || !isKept(bytes))
  }

  /// Whether a Double holds the whole number of these digits without losing one.
  static func isKept(_ digits: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let whole = UInt64(String(decoding: digits, as: UTF8.self)) else { return false }
    return UInt64(exactly: Double(whole)) == whole
  }

  /// Whether a cell is made of digits and the signs that numbers have.
  static func looksNumeric(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var digits = 0
    for byte in bytes {
      if isDigit(byte) { digits += 1 } else if !numericSigns.contains(byte) { return false }
    }
    return digits > 0
  }

  /// `1e400`: a number, but none that a Double holds.
  static func isOverflow(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let last = bytes.last, isDigit(last), bytes.contains(where: { $0 | 0x20 == 0x65 }) else {
      return false
    }
    return Double(String(decoding: bytes, as: UTF8.self))?.isInfinite ?? false
  }

  private static let numericSigns = Set(".,-+/%() \u{A0}\u{202F}\u{2212}'".utf8)

  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private static func dropBlanks(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) {
    while let length = PlainNumber.blankLength(rest) { rest.removeFirst(length) }
  }

  private static func dropTrailingBlanks(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) {
    while let last = rest.last {
      if last <= 0x20 {
        rest.removeLast()
      } else if rest.suffix(2).elementsEqual([0xC2, 0xA0]) {
        rest.removeLast(2)
      } else if rest.suffix(3).elementsEqual([0xE2, 0x80, 0xAF]) {
        rest.removeLast(3)
      } else {
        return
      }
    }
  }
}
