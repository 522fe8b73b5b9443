// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// A cell of digits, or digits, one mark and digits, with a minus perhaps: nearly all there are.
struct PlainDigits {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  private static let high: UInt64 = 0x8080_8080_8080_8080

  var mantissa: UInt64 = 0
  var wholeDigits = 0
  var fractionDigits = 0
  /// `.` or `,`; 0 where there is none.
  var sign: UInt8 = 0
  var isNegative = false
  var leadsWithZero = false
  /// Whether the cell is such a number; anything else is read slowly.
  var isPlain = false

  /// - Parameter start: the first of `length` bytes, after which eight more may be read.
  @inline(__always)
  init(_ start: UnsafePointer<UInt8>, _ length: Int) {
    // Lengths and signs differ from row to row: what follows takes no branch for them.
    isNegative = start[0] == UInt8(ascii: "-")
    let skip = Int(unsafeBitCast(isNegative, to: UInt8.self))
    let count = length &- skip
    if count > 0, count <= 8, readWord(start + skip, count) { return }
    readBytes(start, skip, length)
  }

  /// Up to eight bytes at once, without a branch for each: numbers differ in length from row to
  /// row, which loops over digits pay for. False where something else stands among them.
  @inline(__always)
  private mutating func readWord(_ start: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    var word = UnsafeRawPointer(start).loadUnaligned(fromByteOffset: 0, as: UInt64.self)
    var count = length
    var mark: UInt8 = 0
    var fraction = 0
    // `,` and `.` differ from the digits and `-` by what `| 2` leaves of them: 0x2E.
    let spread = (word | PlainDigits.ones &* 2) ^ (PlainDigits.ones &* 0x2E)
    let inside = length == 8 ? ~0 : (1 &<< UInt64(length &* 8)) &- 1
    let marks =
      ~(((spread & PlainDigits.low) &+ PlainDigits.low) | spread | PlainDigits.low) & inside
    if marks != 0 {
      let at = marks.trailingZeroBitCount >> 3
      mark = UInt8(truncatingIfNeeded: word &>> UInt64(at &* 8))
      // The first mark goes; a second one is no digit and ends this below.
      let before = (1 &<< UInt64(at &* 8)) &- 1
      word = word & before | (word >> 8) & ~before
      count &-= 1
      fraction = count &- at
      if at == 0 || fraction == 0 { return false }
    }
    let digits = (word ^ (PlainDigits.ones &* 0x30)) &<< UInt64(64 &- count &* 8)
    let others = ((digits &+ PlainDigits.ones &* 0x76) | digits) & PlainDigits.high
    leadsWithZero = digits & (0xFF &<< UInt64(64 &- count &* 8)) == 0
    let whole = count &- fraction
    // `007` is a code.
    let isCode =
      PlainDigits.bit(leadsWithZero) & PlainDigits.bit(mark == 0) & PlainDigits.bit(whole > 1)
    if others | isCode != 0 { return false }
    let pairs = digits &* 10 &+ digits >> 8
    mantissa =
      ((pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        &+ (pairs >> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001) >> 32
    wholeDigits = whole
    fractionDigits = fraction
    sign = mark
    isPlain = true
    return true
  }

  /// The nearest Double. Processors convert signed numbers in one step, unsigned ones in several.
  @inline(__always)
  static func double(_ mantissa: UInt64) -> Double {
    mantissa >> 63 == 0 ? Double(Int64(truncatingIfNeeded: mantissa)) : Double(mantissa)
  }

  @inline(__always)
  private static func bit(_ condition: Bool) -> UInt64 {
    UInt64(unsafeBitCast(condition, to: UInt8.self))
  }

  /// Byte after byte.
  @inline(never)
  private mutating func readBytes(_ start: UnsafePointer<UInt8>, _ first: Int, _ length: Int) {
    var index = first
    var value: UInt64 = 0
    while index < length, start[index] &- 0x30 < 10 {
      value = value &* 10 &+ UInt64(start[index] &- 0x30)
      index &+= 1
    }
    let whole = index &- first
    var fraction = 0
    var mark: UInt8 = 0
    if index < length, whole > 0, start[index] == 0x2E || start[index] == 0x2C {
      mark = start[index]
      index &+= 1
      let fractionStart = index
      while index < length, start[index] &- 0x30 < 10 {
        value = value &* 10 &+ UInt64(start[index] &- 0x30)
        index &+= 1
      }
      fraction = index &- fractionStart
    }
    leadsWithZero = whole > 0 && start[first] == 0x30
    mantissa = value
    wholeDigits = whole
    fractionDigits = fraction
    sign = mark
    // Identifiers, marks without digits and very long numbers are read slowly.
    isPlain =
      index == length && whole > 0 && whole &+ fraction <= 19
      && (mark == 0
        ? whole <= CellReading.longestInteger && !(leadsWithZero && whole > 1)
        : fraction > 0)
  }
}
