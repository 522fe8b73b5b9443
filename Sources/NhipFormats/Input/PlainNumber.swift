// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A number without qualifier and unit: sign, digits in groups, fraction, exponent.
enum PlainNumber {
  typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// The value by one convention, and whether a fraction or exponent was written.
  ///
  /// Groups have three digits each, the first one to three and no leading zero; one grouping mark
  /// (the other mark, or a blank) serves the whole number. Complexity: O(n).
  static func read(_ bytes: Bytes, _ mark: DecimalMark) -> (value: Double?, hasFraction: Bool) {
    var rest = bytes
    var text: [UInt8] = []
    text.reserveCapacity(rest.count)
    if readSign(&rest) { text.append(UInt8(ascii: "-")) }
    var groupDigits = 0
    var groupCount = 0
    var groupSign: UInt8 = 0
    var firstDigit: UInt8 = 0
    var wholeDigits = 0
    while let byte = rest.first {
      if CellReading.isDigit(byte) {
        if wholeDigits == 0 { firstDigit = byte }
        wholeDigits += 1
        groupDigits += 1
        text.append(byte)
        rest.removeFirst()
        continue
      }
      let blank = blankLength(rest)
      let sign = blank != nil ? 0x20 : byte
      guard sign == mark.groupByte || blank != nil else { break }
      guard groupSign == 0 || groupSign == sign else { return (nil, false) }
      let isFirst = groupCount == 0
      guard isFirst ? (1...3).contains(groupDigits) && firstDigit != 0x30 : groupDigits == 3 else {
        return (nil, false)
      }
      groupSign = sign
      groupCount += 1
      groupDigits = 0
      rest.removeFirst(blank ?? 1)
    }
    if groupCount > 0 && groupDigits != 3 { return (nil, false) }
    var hasFraction = false
    if rest.first == mark.byte {
      rest.removeFirst()
      hasFraction = true
      let fraction = rest.prefix(while: CellReading.isDigit)
      guard !fraction.isEmpty else { return (nil, false) }
      if wholeDigits == 0 { text.append(0x30) }
      text.append(UInt8(ascii: "."))
      text.append(contentsOf: fraction)
      rest.removeFirst(fraction.count)
    } else if wholeDigits == 0 {
      return (nil, false)
    }
    if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e"), groupCount == 0 {
      let exponent = rest.dropFirst()
      let digits =
        exponent.first == 0x2B || exponent.first == 0x2D ? exponent.dropFirst() : exponent
      guard !digits.isEmpty, digits.count < 6, digits.allSatisfy(CellReading.isDigit) else {
        return (nil, false)
      }
      text.append(contentsOf: rest)
      rest.removeFirst(rest.count)
      hasFraction = true
    }
    guard rest.isEmpty, let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite
    else { return (nil, false) }
    return (value, hasFraction)
  }

  /// Removes the sign; true for minus in any of its spellings.
  private static func readSign(_ rest: inout Bytes) -> Bool {
    if rest.first == UInt8(ascii: "+") {
      rest.removeFirst()
      return false
    }
    for minus in [[0x2D], [0xE2, 0x88, 0x92], [0xE2, 0x80, 0x93]] as [[UInt8]]
    where rest.starts(with: minus) {
      rest.removeFirst(minus.count)
      while let length = blankLength(rest) { rest.removeFirst(length) }
      return true
    }
    return false
  }

  /// Bytes of the blank that `bytes` begins with: a space, a no-break space, a narrow one.
  static func blankLength(_ bytes: Bytes) -> Int? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x20, 0x09: return 1
    case 0xC2: return bytes.dropFirst().first == 0xA0 ? 2 : nil
    case 0xE2:
      let tail = bytes.dropFirst().prefix(2)
      return tail.elementsEqual([0x80, 0xAF]) || tail.elementsEqual([0x80, 0x89]) ? 3 : nil
    default: return nil
    }
  }
}
