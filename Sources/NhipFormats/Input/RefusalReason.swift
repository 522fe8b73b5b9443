// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns

/// Why a cell contradicts its column.
package enum RefusalReason: Hashable, Sendable {
  /// `1.20.500` where `.` groups.
  case badGroups(mark: String)
  /// `14,7` where `.` is the decimal mark.
  case otherConvention(decimal: String, found: String)
  /// `1.20.500` where `.` is the decimal mark.
  case twoDecimalMarks(mark: String)
  case brackets
  case percentSign
  case notANumber
  case tooLarge
  /// `001` or too many digits in a column that is told to be numbers.
  case tooManyDigits
  case notAPeriod
  case notADate
  /// `13/25/2024`, or a month above 12 by the column's order.
  case otherDateOrder(DateOrder)
  case notATruthValue

  /// The label under the cell.
  package var words: String {
    switch self {
    case .badGroups(let mark):
      "`\(mark)` groups thousands in this column, and groups have three digits"
    case .otherConvention(let decimal, let found):
      "`\(decimal)` is the decimal mark of this column, so `\(found)` may only group thousands"
    case .twoDecimalMarks(let mark):
      "`\(mark)` is the decimal mark of this column, and stands once in a number"
    case .brackets: "brackets are no part of a number; a negative one is written `-12`"
    case .percentSign: "the other cells of this column have no percent sign"
    case .notANumber: "this is text"
    case .tooLarge: "too large for a number"
    case .tooManyDigits: "more digits than a number keeps; an identifier is text"
    case .notAPeriod: "no period such as 2023, 2021-Q3 or 2022-12"
    case .notADate: "no day of the calendar such as 2022-12-24 or 24/12/2022"
    case .otherDateOrder(let order): "dates in this column are \(order.rawValue)"
    case .notATruthValue: "neither true nor false"
    }
  }

  /// Why `text` is no number by the convention `mark`.
  static func number(_ text: [UInt8], _ mark: DecimalMark) -> RefusalReason {
    text.withUnsafeBufferPointer { bytes in
      let trimmed = ByteTrim.trimmed(bytes)
      switch CellReading.read(trimmed) {
      case .code: return .tooManyDigits
      case .missing, .word: return .notANumber
      case .number(let number):
        if number.value(mark) != nil { return number.hasPercent ? .percentSign : .notANumber }
        // `12,5` where `,` groups: the groups are wrong; `1.5` where `,` is decimal likewise.
        let group = String(UnicodeScalar(mark.groupByte))
        return mark == .comma
          ? .badGroups(mark: group)
          : .otherConvention(decimal: mark.sign, found: group)
      case .malformed:
        if CellReading.isOverflow(trimmed) || trimmed.count > CellReading.longestNumber {
          return .tooLarge
        }
        if trimmed.contains(UInt8(ascii: "(")) { return .brackets }
        if trimmed.contains(mark.groupByte) {
          return .badGroups(mark: String(UnicodeScalar(mark.groupByte)))
        }
        if trimmed.contains(mark.byte), trimmed.filter({ $0 == mark.byte }).count > 1 {
          return .twoDecimalMarks(mark: mark.sign)
        }
        return .notANumber
      }
    }
  }
}
