// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Which mark stands before the fraction; the other one may group thousands.
package enum DecimalMark: String, Sendable, CaseIterable {
  /// `1,234.5`
  case point
  /// `1.234,5`
  case comma

  var byte: UInt8 { UInt8(ascii: self == .point ? "." : ",") }
  var groupByte: UInt8 { UInt8(ascii: self == .point ? "," : ".") }
  var other: DecimalMark { self == .point ? .comma : .point }

  package var sign: String { self == .point ? "." : "," }
}

/// How a column's number convention was decided.
package enum ConventionBasis: Hashable, Sendable {
  /// No cell has a mark.
  case notNeeded
  /// Cells that can be read one way only: `14,7`, `1.234.567`.
  case evidence(cells: Int)
  /// Every mark could be read both ways; other columns of the file decided.
  case otherColumns
  /// Every mark could be read both ways, and stands before three digits like a grouping mark.
  case looksGrouped
  case option
}

/// What the cells of one column say about its type and its number convention.
struct NumberEvidence: Hashable {
  /// Cells that are not missing.
  var cells = 0
  /// Cells that are a number whatever the convention, or by one of them.
  var numbers = 0
  var pointOnly = 0
  var commaOnly = 0
  /// Cells that mean different numbers by the two conventions: `1.370`.
  var eitherPoint = 0
  var eitherComma = 0
  /// Digits with wrong marks: `1.20.500`.
  var malformed = 0
  /// Anything with letters.
  var words = 0
  /// `001`, and rows of digits that a Double does not keep.
  var codes = 0
  var percents = 0
  /// Zeros without a percent sign, which percent columns may have.
  var bareZeros = 0

  var either: Int { eitherPoint + eitherComma }

  static func + (a: NumberEvidence, b: NumberEvidence) -> NumberEvidence {
    var sum = a
    sum.cells += b.cells
    sum.numbers += b.numbers
    sum.pointOnly += b.pointOnly
    sum.commaOnly += b.commaOnly
    sum.eitherPoint += b.eitherPoint
    sum.eitherComma += b.eitherComma
    sum.malformed += b.malformed
    sum.words += b.words
    sum.codes += b.codes
    sum.percents += b.percents
    sum.bareZeros += b.bareZeros
    return sum
  }

  /// Whether the column holds numbers: nine cells of ten are some; or half are, and no other cell
  /// has letters. A code anywhere makes all of them codes.
  var isNumeric: Bool {
    guard cells > 0, codes == 0 else { return false }
    return numbers * 10 >= cells * 9 || (words == 0 && numbers * 2 >= cells)
  }

  /// The convention that the cells alone tell; `nil` where every mark can be read both ways.
  var decided: (mark: DecimalMark, basis: ConventionBasis)? {
    if pointOnly != commaOnly {
      let mark: DecimalMark = pointOnly > commaOnly ? .point : .comma
      return (mark, .evidence(cells: max(pointOnly, commaOnly)))
    }
    if pointOnly > 0 { return nil }
    // `1.370` beside `1,370` in one column stays undecided too.
    return either == 0 ? (.point, .notNeeded) : nil
  }

  /// The convention where nothing else decides: a mark before exactly three digits groups them.
  var groupingGuess: DecimalMark { eitherPoint >= eitherComma ? .comma : .point }
}
