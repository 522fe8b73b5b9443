// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// The rows of a batch as passes over all of them see them: a kind (indicator, grain, breakdown)
/// and a depth-first place number.
///
/// Unchecked: tasks only read, and the pointers live as long as `with` runs.
struct PanelRows: @unchecked Sendable {
  /// Most kinds that a table of them may have.
  static let kindLimit = 1 << 18
  @inline(__always) static var grainCount: Int { 6 }

  private let indicators: RowNumbers
  let places: RowNumbers
  private let periods: RowPeriods
  let values: UnsafePointer<Double>
  private let tuples: UnsafePointer<Int32>?
  private let tupleCount: Int
  /// Rows with more than a value, ascending; they are no part of this.
  private let detailed: [Int]
  let rowCount: Int
  let kindCount: Int
  /// The ordinals between the first and the last that the rows can name, by grain; `nil` where only
  /// the rows tell.
  let ordinalSpans: [ClosedRange<Int32>?]?

  /// Hands the rows of `batch` to `body`; `nil` where there are too many kinds of them.
  static func with<Result>(
    _ batch: ObservationBatch, _ registry: PlaceRegistry, indicatorCount: Int, tupleCount: Int,
    _ body: (PanelRows) -> Result
  ) -> Result? {
    let tupleCount = batch.tuples == nil ? 1 : tupleCount
    let kindCount = indicatorCount * grainCount * tupleCount
    guard kindCount <= kindLimit, batch.count > 0 else { return nil }
    return batch.indicators.withNumbers(of: indicatorCount) {
      $0
    } _: { indicators in
      batch.places.withNumbers(of: registry.count) {
        registry.order[Int($0)]
      } _: { places in
        batch.periods.withRows { periods in
          batch.values.withUnsafeBufferPointer { values in
            (batch.tuples ?? []).withUnsafeBufferPointer { tuples in
              guard let values = values.baseAddress else { return nil }
              return body(
                PanelRows(
                  indicators: indicators, places: places, periods: periods, values: values,
                  tuples: batch.tuples == nil ? nil : tuples.baseAddress, tupleCount: tupleCount,
                  detailed: batch.details.keys.sorted(), rowCount: batch.count,
                  kindCount: kindCount,
                  ordinalSpans: batch.periods.ordinalSpans(grainCount: grainCount)))
            }
          }
        }
      }
    }
  }

  /// Calls `body` with each plain row of `range` that is an observation: the row, its kind, its
  /// place and its ordinal. Rows of irregular periods are of the kind `kindCount`.
  @inline(__always)
  func forEach(_ range: Range<Int>, _ body: (Int, Int, Int, Int32) -> Void) {
    var low = range.lowerBound
    for detail in detailed where detail >= low && detail < range.upperBound {
      visit(low..<detail, body)
      low = detail + 1
    }
    visit(low..<range.upperBound, body)
  }

  @inline(__always)
  private func visit(_ range: Range<Int>, _ body: (Int, Int, Int, Int32) -> Void) {
    for row in range {
      let indicator = indicators[row]
      let place = places[row]
      let period = periods[row]
      if indicator < 0 || place < 0 || values[row].isNaN { continue }
      let grain = PanelRows.number(of: period.grain)
      var kind = Int(indicator) &* PanelRows.grainCount &+ grain
      if let tuples { kind = kind &* tupleCount &+ Int(tuples[row]) }
      if grain >= PanelRows.grainCount { kind = kindCount }
      body(row, kind, Int(place), period.first)
    }
  }

  /// A grain's raw value, which is its place among the cases: asking another module for it is a call
  /// for every row.
  @inline(__always)
  private static func number(of grain: Grain) -> Int { Int(unsafeBitCast(grain, to: UInt8.self)) }

  /// What a kind is made of.
  func parts(of kind: Int) -> (indicator: Int32, tuple: Int32, grain: Grain) {
    let (rest, tuple) = kind.quotientAndRemainder(dividingBy: tupleCount)
    let (indicator, grain) = rest.quotientAndRemainder(dividingBy: PanelRows.grainCount)
    return (Int32(indicator), Int32(tuple), Grain(rawValue: UInt8(grain)) ?? .none)
  }
}

extension Array {
  /// Calls `body` with three arrays that a pass over rows looks things up in.
  @inline(__always)
  func withBuffers<Second, Third>(
    _ second: [Second], _ third: [Third],
    _ body: (
      UnsafeBufferPointer<Element>, UnsafeBufferPointer<Second>, UnsafeBufferPointer<Third>
    ) -> Void
  ) {
    withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        third.withUnsafeBufferPointer { body(first, second, $0) }
      }
    }
  }
}
