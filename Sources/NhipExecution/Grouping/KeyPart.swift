// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// One key column as whole numbers below `count`; missing is one of them.
struct KeyPart: Sendable {
  private enum Values: Sendable {
    /// `code + 1`, or by a map of codes.
    case codes([Int32], map: [Int32]?)
    case bytes([UInt8])
    /// Whole numbers from `base`; NaN is missing.
    case wholes([Double], base: Double)
  }

  private let values: Values
  let count: Int

  /// Numbers that are below `count` already.
  init(_ numbers: [Int32], count: Int) {
    values = .codes(numbers, map: nil)
    self.count = count + 1
  }

  init(_ column: Column, _ morsels: Morsels) {
    switch column.flattened().storage {
    case .text(let codes, let dictionary):
      values = .codes(codes, map: Self.canonical(dictionary))
      count = dictionary.count + 1
    case .places(let places):
      values = .codes(places, map: nil)
      count = Int(places.max() ?? -1) + 2
    case .booleans(let truth):
      values = .bytes(truth)
      count = 3
    case .numbers(let numbers):
      let facts = NumberFacts(numbers, morsels)
      if facts.isWhole, let range = facts.range, range.upperBound - range.lowerBound < 0x1p30 {
        values = .wholes(numbers, base: range.lowerBound)
        count = Int(range.upperBound - range.lowerBound) + 2
        return
      }
      // Any NaN is missing, and the two zeros are one.
      let keys = NumberKey().results(of: numbers, morsels)
      let (groups, firstRows) = HashedNumbering.number(keys, morsels)
      values = .codes(groups, map: nil)
      count = firstRows.count + 1
    case .periods(let periods):
      if let (codes, count) = Self.ordinals(periods, morsels) {
        values = .codes(codes, map: nil)
        self.count = count
        return
      }
      let numbering = RowNumbering(periods: periods)
      values = .codes(numbering.numbers, map: nil)
      count = numbering.count + 1
    case .textRuns, .placeRuns, .periodCodes, .periodRuns:
      preconditionFailure("a flattened column has no runs")
    }
  }

  /// Makes each key `key * count + own number`, for the rows from `start` on.
  func append(to keys: UnsafeMutableBufferPointer<UInt64>, from start: Int) {
    let factor = UInt64(count)
    switch values {
    case .codes(let codes, let map):
      codes.withUnsafeBufferPointer { codes in
        guard let map else {
          for row in keys.indices {
            keys[row] = keys[row] &* factor &+ UInt64(truncatingIfNeeded: codes[start + row] &+ 1)
          }
          return
        }
        for row in keys.indices {
          let code = codes[start + row]
          keys[row] =
            keys[row] &* factor &+ UInt64(truncatingIfNeeded: code < 0 ? 0 : map[Int(code)] &+ 1)
        }
      }
    case .bytes(let bytes):
      bytes.withUnsafeBufferPointer { bytes in
        for row in keys.indices { keys[row] = keys[row] &* factor &+ UInt64(bytes[start + row]) }
      }
    case .wholes(let numbers, let base):
      numbers.withUnsafeBufferPointer { numbers in
        for row in keys.indices {
          let number = numbers[start + row]
          let own = number == number ? number - base + 1 : 0
          keys[row] = keys[row] &* factor &+ UInt64(truncatingIfNeeded: Int64(own))
        }
      }
    }
  }

  /// Periods that are all of one regular grain, by their distance from the first; `nil` for others.
  private static func ordinals(
    _ periods: [Period], _ morsels: Morsels
  ) -> (codes: [Int32], count: Int)? {
    guard let grain = periods.first?.grain, grain.isRegular else { return nil }
    let ranges = morsels.ranges(periods.count)
    let spans = periods.withUnsafeBufferPointer { buffer in
      let source = SharedInput(buffer)
      return Workers.map(ranges.count, threads: morsels.threads) {
        task -> (low: Int32, high: Int32)? in
        let periods = source.buffer
        var (low, high) = (Int32.max, Int32.min)
        for row in ranges[task] {
          guard periods[row].grain == grain else { return nil }
          low = min(low, periods[row].first)
          high = max(high, periods[row].first)
        }
        return (low, high)
      }
    }
    var (low, high) = (Int32.max, Int32.min)
    for span in spans {
      guard let span else { return nil }
      low = min(low, span.low)
      high = max(high, span.high)
    }
    let first = low
    return (OrdinalCode(first: first).results(of: periods, morsels), Int(high) - Int(low) + 2)
  }

  /// The first code of equal texts, where some text stands twice: composed and decomposed letters
  /// are equal, though loading keeps them as different bytes. ASCII texts never do.
  private static func canonical(_ dictionary: TextDictionary) -> [Int32]? {
    var first: [String: Int32] = [:]
    var map = (0..<Int32(dictionary.count)).map { $0 }
    var hasTwins = false
    for (code, text) in dictionary.values.enumerated() where !isASCII(text) {
      if let known = first[text] {
        map[code] = known
        hasTwins = true
      } else {
        first[text] = Int32(code)
      }
    }
    return hasTwins ? map : nil
  }

  private static func isASCII(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { bytes in
      var all: UInt8 = 0
      for byte in bytes { all |= byte }
      return all < 0x80
    } ?? text.utf8.allSatisfy { $0 < 0x80 }
  }
}

/// The distance of a period from the first.
private struct OrdinalCode: ElementMap {
  let first: Int32
  func result(of element: Period) -> Int32 { element.first &- first }
}

/// Equal for equal numbers, and for all that are missing.
private struct NumberKey: ElementMap {
  func result(of element: Double) -> UInt64 {
    element.isNaN ? .max : element == 0 ? 0 : element.bitPattern
  }
}
