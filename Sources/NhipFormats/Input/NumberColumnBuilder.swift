// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns

/// Reads the cells of one column as numbers by one convention, and gathers what they say about it.
///
/// The evidence does not depend on the convention, so a column that turns out to follow the other
/// one is read a second time and nothing else is.
struct NumberColumnBuilder: Sendable {
  let mark: DecimalMark
  /// Whether `001` and long rows of digits are numbers, because an option says so.
  let acceptsCodes: Bool
  private(set) var values: [Double] = []
  private(set) var evidence = NumberEvidence()
  private(set) var missing = MissingCounts()
  private(set) var qualified: [QualifiedCell] = []
  /// The rows of the first refused cells.
  private(set) var refused: [Int32] = []
  private(set) var refusedCount = 0
  /// The rows of cells with a percent sign.
  private(set) var percentRows: [Int32] = []
  /// Whether some value was written with a fraction.
  private(set) var hasFraction = false
  /// Whole numbers that lost digits.
  private(set) var roundedCount = 0

  init(mark: DecimalMark, acceptsCodes: Bool = false) {
    self.mark = mark
    self.acceptsCodes = acceptsCodes
  }

  mutating func append(_ block: CellBlock, column: Int) {
    let rows = block.rowCount
    let first = values.count
    let decimal = mark.byte
    var plainCells = 0
    var pointOnly = 0
    var commaOnly = 0
    var eitherPoint = 0
    var eitherComma = 0
    var zeros = 0
    var sawFraction = false
    var slow: [Int] = []
    values.append(unfilled: rows)
    values.withUnsafeMutableBufferPointer { values in
      var cell = block.cells + column
      let base = block.base
      for row in 0..<rows {
        let place = cell.pointee
        cell += block.columnCount
        let digits = PlainDigits(base + place.offset, place.length)
        guard digits.isPlain else {
          slow.append(row)
          continue
        }
        plainCells &+= 1
        let mantissa = digits.mantissa
        var value: Double
        if digits.sign == 0 {
          value = PlainDigits.double(mantissa)
          if mantissa == 0 { zeros &+= 1 }
        } else {
          let isEither =
            digits.fractionDigits == 3 && digits.wholeDigits <= 3 && !digits.leadsWithZero
          let isPoint = digits.sign == 0x2E
          if isEither {
            if isPoint { eitherPoint &+= 1 } else { eitherComma &+= 1 }
          } else if isPoint {
            pointOnly &+= 1
          } else {
            commaOnly &+= 1
          }
          if digits.sign == decimal {
            sawFraction = true
            value = ScaledInteger.divide(mantissa, byPowerOfTen: digits.fractionDigits)
          } else if isEither {
            value = PlainDigits.double(mantissa)
          } else {
            slow.append(row)
            plainCells &-= 1
            if isPoint { pointOnly &-= 1 } else { commaOnly &-= 1 }
            continue
          }
        }
        let sign = UInt64(unsafeBitCast(digits.isNegative, to: UInt8.self)) << 63
        values[first &+ row] = Double(bitPattern: value.bitPattern | sign)
      }
    }
    evidence.cells += plainCells
    evidence.numbers += plainCells
    evidence.pointOnly += pointOnly
    evidence.commaOnly += commaOnly
    evidence.eitherPoint += eitherPoint
    evidence.eitherComma += eitherComma
    evidence.bareZeros += zeros
    if sawFraction { hasFraction = true }
    for row in slow { values[first + row] = readSlowly(block, row, column) }
  }

  // MARK: Joining pieces

  /// Makes room for the rows of a whole file, which pieces fill in.
  mutating func reserve(_ rowCount: Int) { values = values.reserved(rowCount) }

  /// Takes over what a piece found besides its values; its first row is `row` here.
  mutating func adopt(_ piece: NumberColumnBuilder, at row: Int) {
    let row = Int32(clamping: row)
    evidence = evidence + piece.evidence
    missing = missing + piece.missing
    qualified += piece.qualified.map { $0.moved(to: $0.row &+ row) }
    refused += piece.refused.prefix(LoadReport.listLimit - refused.count).map { $0 &+ row }
    refusedCount += piece.refusedCount
    percentRows += piece.percentRows.map { $0 &+ row }
    hasFraction = hasFraction || piece.hasFraction
    roundedCount += piece.roundedCount
  }

  /// The values, which pieces write.
  mutating func withRows(_ body: (SharedBuffer<Double>) -> Void) {
    values.withUnsafeMutableBufferPointer { body(SharedBuffer($0)) }
  }

  /// Writes the values of this piece into those of the whole, from `row` on.
  func write(to rows: SharedBuffer<Double>, from row: Int) {
    values.withUnsafeBufferPointer { values in
      guard let source = values.baseAddress, let target = rows.buffer.baseAddress else { return }
      (target + row).update(from: source, count: values.count)
    }
  }

  /// Gives back the room of rows that were none.
  mutating func shrink(to rowCount: Int) { values.removeLast(values.count - rowCount) }

  // MARK: Cells that are more than digits

  /// Cells that are missing, qualified, grouped, marked as percents, or no number at all.
  private mutating func readSlowly(_ block: CellBlock, _ row: Int, _ column: Int) -> Double {
    let place = block.place(row, column)
    let bytes = block.bytes(place)
    if bytes.isEmpty {
      missing[.empty] += 1
      return .nan
    }
    let position = Int32(clamping: block.firstRow + row)
    switch place.isQuoted ? NumberColumnBuilder.trimmedReading(bytes) : CellReading.read(bytes) {
    case .missing(let spelling):
      missing[spelling] += 1
      return .nan
    case .number(let number):
      evidence.cells += 1
      evidence.numbers += 1
      return take(number, bytes, position)
    case .code:
      evidence.cells += 1
      if acceptsCodes, let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite {
        evidence.numbers += 1
        if !CellReading.isKept(bytes) { roundedCount += 1 }
        return value
      }
      evidence.codes += acceptsCodes ? 0 : 1
      refuse(position)
    case .malformed:
      evidence.cells += 1
      evidence.malformed += 1
      refuse(position)
    case .word:
      evidence.cells += 1
      evidence.words += 1
      refuse(position)
    }
    return .nan
  }

  private mutating func take(
    _ number: NumberCell, _ bytes: UnsafeBufferPointer<UInt8>, _ row: Int32
  ) -> Double {
    switch (number.point, number.comma) {
    case (_?, nil): evidence.pointOnly += 1
    case (nil, _?): evidence.commaOnly += 1
    case (let point?, let comma?):
      if point != comma || number.pointDenominator != number.commaDenominator {
        if bytes.contains(UInt8(ascii: ".")) {
          evidence.eitherPoint += 1
        } else {
          evidence.eitherComma += 1
        }
      }
    case (nil, nil): break
    }
    guard let value = number.value(mark) else {
      refuse(row)
      return .nan
    }
    if number.hasFraction(mark) { hasFraction = true }
    if number.hasPercent {
      evidence.percents += 1
      percentRows.append(row)
    } else if value == 0 {
      evidence.bareZeros += 1
    }
    if number.isQualified {
      let denominator = number.denominator(mark)
      qualified.append(
        QualifiedCell(
          row: row, qualifier: number.qualifier,
          numerator: denominator == nil ? nil : value, denominator: denominator))
    }
    return value
  }

  private mutating func refuse(_ row: Int32) {
    refusedCount += 1
    if refused.count < LoadReport.listLimit { refused.append(row) }
  }

  /// Takes the percent cells out of a column that is none of percents.
  mutating func refusePercents() {
    for row in percentRows { values[Int(row)] = .nan }
    refusedCount += percentRows.count
    refused = Array(
      (refused + percentRows.prefix(LoadReport.listLimit)).sorted().prefix(LoadReport.listLimit))
    let rows = Set(percentRows)
    qualified.removeAll { rows.contains($0.row) }
    percentRows = []
  }

  /// A quoted cell may have blanks inside its quotes.
  private static func trimmedReading(_ bytes: UnsafeBufferPointer<UInt8>) -> CellReading {
    CellReading.read(ByteTrim.trimmed(bytes))
  }
}

/// Bytes without outer blanks.
enum ByteTrim {
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var low = 0
    var high = bytes.count
    while high > low, bytes[high - 1] <= 0x20 { high -= 1 }
    while low < high, bytes[low] <= 0x20 { low += 1 }
    return UnsafeBufferPointer(rebasing: bytes[low..<high])
  }
}
