// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// Reads the cells of one column as numbers by one convention, and gathers what they say about it.
///
/// The evidence does not depend on the convention, so a column that turns out to follow the other
/// one is read a second time and nothing else is.
struct NumberColumnBuilder {
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

  init(mark: DecimalMark, acceptsCodes: Bool = false, rowEstimate: Int = 0) {
    self.mark = mark
    self.acceptsCodes = acceptsCodes
    values.reserveCapacity(rowEstimate)
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
    values.append(contentsOf: repeatElement(.nan, count: rows))
    values.withUnsafeMutableBufferPointer { values in
      var cell = block.cells + column
      let base = block.base
      for row in 0..<rows {
        let place = cell.pointee
        cell += block.columnCount
        let start = base + place.offset
        let length = place.length
        var index = 0
        let isNegative = length > 1 && start[0] == UInt8(ascii: "-")
        if isNegative { index = 1 }
        let digitsStart = index
        var mantissa: UInt64 = 0
        while index < length, start[index] &- 0x30 < 10 {
          mantissa = mantissa &* 10 &+ UInt64(start[index] &- 0x30)
          index &+= 1
        }
        let wholeDigits = index &- digitsStart
        var fractionDigits = 0
        var sign: UInt8 = 0
        if index < length, wholeDigits > 0, start[index] == 0x2E || start[index] == 0x2C {
          sign = start[index]
          index &+= 1
          let fractionStart = index
          while index < length, start[index] &- 0x30 < 10 {
            mantissa = mantissa &* 10 &+ UInt64(start[index] &- 0x30)
            index &+= 1
          }
          fractionDigits = index &- fractionStart
        }
        let leadsWithZero = wholeDigits > 0 && start[digitsStart] == 0x30
        // Everything but `digits` and `digits mark digits` of moderate length is read slowly.
        if index != length || wholeDigits == 0 || wholeDigits &+ fractionDigits > 19
          || (sign == 0
            ? (wholeDigits > CellReading.longestInteger || (leadsWithZero && wholeDigits > 1))
            : fractionDigits == 0)
        {
          slow.append(row)
          continue
        }
        plainCells &+= 1
        var value: Double
        if sign == 0 {
          value = Double(mantissa)
          if mantissa == 0 { zeros &+= 1 }
        } else {
          let isEither = fractionDigits == 3 && wholeDigits <= 3 && !leadsWithZero
          let isPoint = sign == 0x2E
          if isEither {
            if isPoint { eitherPoint &+= 1 } else { eitherComma &+= 1 }
          } else if isPoint {
            pointOnly &+= 1
          } else {
            commaOnly &+= 1
          }
          if sign == decimal {
            sawFraction = true
            value = ScaledInteger.divide(mantissa, byPowerOfTen: fractionDigits)
          } else if isEither {
            value = Double(mantissa)
          } else {
            slow.append(row)
            plainCells &-= 1
            if isPoint { pointOnly &-= 1 } else { commaOnly &-= 1 }
            continue
          }
        }
        values[first + row] = isNegative ? -value : value
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
