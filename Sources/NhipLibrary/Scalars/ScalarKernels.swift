// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipPlan

/// A function of one number; a missing number stays missing, and a result that is no number is.
protocol NumberFunction: ScalarFunction {
  func value(_ x: Double) -> Double
}

extension NumberFunction {
  package func complaint(_ types: [LogicalType]) -> String? {
    guard types.count == 1 else { return "takes one number" }
    return types[0].isNumeric ? nil : "takes a number, and this is \(types[0].noun)"
  }

  package func resultType(_ types: [LogicalType]) -> LogicalType { .float }

  package func evaluate(_ arguments: [Column], count: Int) -> Column {
    guard var values = arguments[0].numbers else { return Column.missing(.float, count: count) }
    for row in values.indices {
      let result = value(values[row])
      // Zero has no sign to show; an overflow is no number, the end of an open bound stays one.
      let isShown = result.isFinite || values[row].isInfinite
      values[row] = isShown ? (result == 0 ? 0 : result) : .nan
    }
    return Column(numbers: values)
  }
}

/// A function of one text, computed once for each distinct one.
protocol TextFunction: ScalarFunction {
  func value(_ text: String) -> String
}

extension TextFunction {
  package func complaint(_ types: [LogicalType]) -> String? {
    guard types.count == 1 else { return "takes one text" }
    return types[0] == .text ? nil : "takes text, and this is \(types[0].noun)"
  }

  package func resultType(_ types: [LogicalType]) -> LogicalType { .text }

  package func evaluate(_ arguments: [Column], count: Int) -> Column {
    guard case .text(let codes, let dictionary) = arguments[0].flattened().storage else {
      return Column.missing(.text, count: count)
    }
    var builder = TextDictionaryBuilder()
    let map = dictionary.values.map { builder.code(value($0)) }
    return Column(.text(codes.map { $0 < 0 ? -1 : map[Int($0)] }, builder.finish()))
  }
}

/// A number that a period has; `nil` where it has none.
protocol PeriodFunction: ScalarFunction {
  func value(_ period: Period) -> Int?
}

extension PeriodFunction {
  package func complaint(_ types: [LogicalType]) -> String? {
    guard types.count == 1 else { return "takes one period" }
    switch types[0] {
    case .period, .date: return nil
    default: return "takes a period, and this is \(types[0].noun)"
    }
  }

  package func resultType(_ types: [LogicalType]) -> LogicalType { .integer }

  package func evaluate(_ arguments: [Column], count: Int) -> Column {
    let column = arguments[0].flattened()
    return Column(
      numbers: (0..<count).map { row in
        column.period(row).flatMap { value($0) }.map { Double($0) } ?? .nan
      })
  }
}

/// A condition on two texts, computed once for each pair of distinct ones.
enum TextPairs {
  static func complaint(_ types: [LogicalType]) -> String? {
    guard types.count == 2 else { return "takes two texts" }
    return types.first { $0 != .text }.map { "takes texts, and this is \($0.noun)" }
  }

  static func evaluate(
    _ arguments: [Column], count: Int, _ holds: (String, String) -> Bool
  ) -> Column {
    guard case .text(let codes, let dictionary) = arguments[0].flattened().storage,
      case .text(let others, let parts) = arguments[1].flattened().storage
    else { return Column.missing(.boolean, count: count) }
    var known: [UInt64: UInt8] = [:]
    return Column(
      .booleans(
        (0..<count).map { row in
          guard codes[row] >= 0, others[row] >= 0 else { return 2 }
          let key = UInt64(codes[row]) << 32 | UInt64(others[row])
          if let value = known[key] { return value }
          let value: UInt8 =
            holds(dictionary.values[Int(codes[row])], parts.values[Int(others[row])]) ? 1 : 0
          known[key] = value
          return value
        }))
  }
}

/// The choice of one of several columns, row by row.
enum Choice {
  /// What is wrong with columns of these types as alternatives; `nil` where nothing is.
  static func complaint(_ types: [LogicalType]) -> String? {
    guard let first = types.first else { return nil }
    let other = types.first { $0 != first && !($0.isNumeric && first.isNumeric) }
    return other.map { "gives one type, and these are \(first.noun) and \($0.noun)" }
  }

  static func type(_ types: [LogicalType]) -> LogicalType {
    types.contains(.float) ? .float : types.first ?? .float
  }

  /// The value of column `which(row)` at each row; missing for `nil`.
  static func column(_ columns: [Column], count: Int, _ which: (Int) -> Int?) -> Column {
    let type = self.type(columns.map(self.type))
    let all = Column.concatenated(columns.map { $0.withoutDetail() }, type: type)
    let rows = (0..<count).map { row in which(row).map { Int32($0 * count + row) } ?? -1 }
    return all.gathered(rows)
  }

  private static func type(_ column: Column) -> LogicalType {
    switch column.storage {
    case .numbers: .float
    case .booleans: .boolean
    case .text, .textRuns: .text
    case .places, .placeRuns: .place
    case .periods, .periodCodes, .periodRuns: .period
    }
  }
}
