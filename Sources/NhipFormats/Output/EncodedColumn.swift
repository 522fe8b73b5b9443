// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

internal import NhipColumns

/// A machine column whose distinct texts and periods are spelt once, so that writing a row copies
/// bytes.
struct EncodedColumn {
  /// How a format spells values.
  struct Spelling {
    var text: (String) -> String
    var period: (Period) -> String
    var decimalMark: UInt8 = UInt8(ascii: ".")
    var missing: [UInt8] = []
  }

  private enum Source {
    case numbers([Double])
    /// An index into the spellings for each row; -1 for missing.
    case codes([Int32], [[UInt8]])
    case booleans([UInt8])
    case marks(MarksColumn)
  }

  private let source: Source
  private let spelling: Spelling

  init(_ column: MachineColumn, _ spelling: Spelling) {
    self.spelling = spelling
    switch column.source {
    case .numbers(let values): source = .numbers(values)
    case .periods(let values): source = EncodedColumn.periods(values, spelling)
    case .marks(let marks): source = .marks(marks)
    case .values(let column, let places):
      switch column.flattened().storage {
      case .numbers(let values): source = .numbers(values)
      case .booleans(let values): source = .booleans(values)
      case .periods(let values): source = EncodedColumn.periods(values, spelling)
      case .places(let values):
        source = EncodedColumn.distinct(values, isMissing: { $0 < 0 }) {
          spelling.text(places?.text($0) ?? "")
        }
      case .text(let codes, let dictionary):
        // A large dictionary may serve few rows; only what occurs is spelt.
        if dictionary.count <= codes.count {
          source = .codes(codes, dictionary.values.map { Array(spelling.text($0).utf8) })
        } else {
          source = EncodedColumn.distinct(codes, isMissing: { $0 < 0 }) {
            spelling.text(dictionary.values[Int($0)])
          }
        }
      case .textRuns, .placeRuns, .periodCodes, .periodRuns: source = .codes([], [])
      }
    }
  }

  /// Appends the value of `row`; false where it is missing.
  @discardableResult
  func append(_ row: Int, to output: inout OutputBuffer) -> Bool {
    switch source {
    case .numbers(let values):
      guard values[row].isFinite else { break }
      output.append(values[row], decimalMark: spelling.decimalMark)
      return true
    case .codes(let codes, let texts):
      guard codes[row] >= 0 else { break }
      output.append(contentsOf: texts[Int(codes[row])])
      return true
    case .booleans(let values):
      guard values[row] < 2 else { break }
      output.append(values[row] == 1 ? "true" : "false")
      return true
    case .marks(let marks):
      let text = marks.text(row)
      if text.isEmpty { break }
      output.append(spelling.text(text))
      return true
    }
    output.append(contentsOf: spelling.missing)
    return false
  }

  private static func periods(_ values: [Period], _ spelling: Spelling) -> Source {
    distinct(values, isMissing: { $0.grain == .none }, spelling.period)
  }

  private static func distinct<Value: Hashable>(
    _ values: [Value], isMissing: (Value) -> Bool, _ spell: (Value) -> String
  ) -> Source {
    var codes: [Int32] = []
    codes.reserveCapacity(values.count)
    var known: [Value: Int32] = [:]
    var texts: [[UInt8]] = []
    for value in values {
      if isMissing(value) {
        codes.append(-1)
      } else if let code = known[value] {
        codes.append(code)
      } else {
        let code = Int32(texts.count)
        known[value] = code
        texts.append(Array(spell(value).utf8))
        codes.append(code)
      }
    }
    return .codes(codes, texts)
  }
}
