// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

/// How often each whole number of a narrow range occurs: all that aggregates ask of them.
struct NumberCounts: Sendable {
  /// Ranges that are wider are not counted one by one.
  static let mostPlaces = 1 << 17
  /// Ranges up to which there are four tables, so that equal numbers in a row need not wait for
  /// each other's count.
  private static let fewPlaces = 1 << 13
  static let tables = 4

  let lowest: Double
  /// Behind the last place one for missing numbers.
  private(set) var counts: [Int32]

  var places: Int { counts.count - 1 }

  /// The places of a range of whole numbers; `nil` where there are too many.
  static func places(_ range: ClosedRange<Double>) -> Int? {
    let width = range.upperBound - range.lowerBound
    return width < Double(mostPlaces) ? Int(width) + 1 : nil
  }

  init(lowest: Double, places: Int) {
    self.lowest = lowest
    counts = [Int32](repeating: 0, count: places + 1)
  }

  /// - Parameter tables: `tables` counts for each place, and for missing numbers behind the last.
  init(lowest: Double, tables: UnsafeBufferPointer<Int32>) {
    self.init(lowest: lowest, places: tables.count / Self.tables - 1)
    add(tables)
  }

  private mutating func add(_ tables: UnsafeBufferPointer<Int32>) {
    for place in counts.indices {
      for table in 0..<Self.tables { counts[place] += tables[place * Self.tables + table] }
    }
  }

  /// Counts what `blocks` hands to its argument: blocks of whole or missing numbers, the whole ones
  /// within the range.
  ///
  /// - Parameter rowCount: how many numbers there are, about.
  @inline(__always)
  mutating func add(
    rowCount: Int, _ blocks: ((UnsafeBufferPointer<Double>) -> Void) -> Void
  ) {
    let (lowest, places) = (lowest, places)
    guard places <= Self.fewPlaces, rowCount >= Self.tables * 4 * places else {
      counts.withUnsafeMutableBufferPointer { counts in
        blocks { Self.add($0, to: counts, lowest: lowest, places: places, tables: 1) }
      }
      return
    }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.tables * counts.count) { own in
      own.initialize(repeating: 0)
      blocks { Self.add($0, to: own, lowest: lowest, places: places, tables: Self.tables) }
      add(UnsafeBufferPointer(own))
    }
  }

  /// - Parameters:
  ///   - counts: `tables` numbers for each place.
  ///   - places: how many places there are before that of missing numbers.
  @inline(__always)
  static func add(
    _ values: UnsafeBufferPointer<Double>, to counts: UnsafeMutableBufferPointer<Int32>,
    lowest: Double, places: Int, tables: Int
  ) {
    typealias Lanes = SIMD4<Double>
    // The last bits of a whole number plus 2^52 are the number.
    let shift = Lanes(repeating: 0x1p52 - lowest)
    let mask = SIMD4<UInt64>(repeating: 1 << 52 - 1)
    let missing = SIMD4<UInt64>(repeating: UInt64(places))
    @inline(__always) func count(_ lanes: Lanes) {
      let places = (unsafeBitCast(lanes + shift, to: SIMD4<UInt64>.self) & mask)
        .replacing(with: missing, where: lanes .!= lanes)
      for lane in 0..<4 {
        let place = Int(truncatingIfNeeded: places[lane])
        counts[place &* tables &+ lane % tables] &+= 1
      }
    }
    let whole = values.count / 4 * 4
    let raw = UnsafeRawBufferPointer(values)
    var index = 0
    while index < whole {
      count(raw.loadUnaligned(fromByteOffset: index &* 8, as: Lanes.self))
      index &+= 4
    }
    while index < values.count {
      let value = values[index]
      let place = value == value ? Int(value - lowest) : places
      counts[place &* tables] &+= 1
      index &+= 1
    }
  }

  mutating func merge(_ other: NumberCounts) {
    for place in counts.indices { counts[place] += other.counts[place] }
  }

  /// Calls `body` with what the numbers come to.
  func withSummary(_ parts: NumberSummary.Parts, _ body: (NumberSummary) -> Void) {
    counts.withUnsafeBufferPointer { buffer in
      let counts = UnsafeBufferPointer(rebasing: buffer[..<places])
      var summary = NumberSummary()
      for place in counts.indices where counts[place] > 0 {
        let number = lowest + Double(place)
        summary.count += Int(counts[place])
        // Exact, as every sum of these numbers.
        summary.sum += number * Double(counts[place])
        if summary.least.isNaN { summary.least = number }
        summary.greatest = number
      }
      if parts.contains(.spread), summary.count > 0 { summary.squares = squares(counts, summary) }
      summary.order = .counts(counts, lowest: lowest)
      body(summary)
    }
  }

  private func squares(_ counts: UnsafeBufferPointer<Int32>, _ summary: NumberSummary) -> Double {
    var squares = CompensatedSum()
    var deviations = CompensatedSum()
    for place in counts.indices where counts[place] > 0 {
      let deviation = lowest + Double(place) - summary.mean
      squares.add(deviation * deviation * Double(counts[place]))
      deviations.add(deviation * Double(counts[place]))
    }
    let correction = deviations.value
    return squares.value - correction * correction / Double(summary.count)
  }
}
