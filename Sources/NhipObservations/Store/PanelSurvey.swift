// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// What has to be known of rows before they get slots: the kinds there are, and the first and last
/// ordinal and the number of rows of each place in each.
struct PanelSurvey {
  /// Rows in which nearly always each kind of a file occurs.
  static let sampleRows = 1 << 14
  /// Tables that a thread fills, at most: enough for even work.
  static let tasksPerThread = 4

  /// The kinds that panels are built of, ascending.
  private(set) var kinds: [Int] = []
  /// Plain rows of any kind.
  private(set) var rowCount = 0
  private var spans: [Span] = []
  private let placeCount: Int

  /// First and last ordinal and rows of a place in a panel. A vector, since comparing the bounds
  /// takes no branch then, which in shuffled rows nobody could foresee.
  private struct Span {
    /// The lowest ordinal, the lowest of their complements, the rows; the fourth is for alignment.
    private var lanes = SIMD4<Int32>(.max, .max, 0, 0)

    var low: Int32 { lanes[0] }
    var high: Int32 { ~lanes[1] }
    var count: Int32 { lanes[2] }

    @inline(__always)
    mutating func add(_ ordinal: Int32) {
      let own = SIMD4<Int32>(ordinal, ~ordinal, .max, .max)
      lanes = lanes.replacing(with: own, where: own .< lanes) &+ SIMD4(0, 0, 1, 0)
    }

    mutating func add(_ other: Span) {
      lanes = SIMD4(
        min(lanes[0], other.lanes[0]), min(lanes[1], other.lanes[1]), lanes[2] + other.lanes[2], 0)
    }
  }

  /// - Parameters:
  ///   - panelLimit: with more kinds than that none is built.
  ///   - isWanted: whether panels may be built of a kind.
  init(
    _ rows: PanelRows, placeCount: Int, threads: Int, panelLimit: Int, _ isWanted: (Int) -> Bool
  ) {
    self.placeCount = placeCount
    // Kinds are guessed from the first rows, so that one pass over all of them is enough.
    var seen = [Int](repeating: 0, count: rows.kindCount + 1)
    rows.forEach(0..<min(rows.rowCount, Self.sampleRows)) { _, kind, _, _ in seen[kind] &+= 1 }
    while true {
      let new = seen.dropLast().indices.filter { seen[$0] > 0 && isWanted($0) }
      if kinds.count + new.count > panelLimit {
        kinds = []
        spans = []
        rowCount = rows.rowCount + 1
        return
      }
      kinds = (kinds + new).sorted()
      seen = look(at: rows, threads)
      // A kind that the guess left out makes a second pass necessary.
      if !seen.dropLast().indices.contains(where: { seen[$0] > 0 && isWanted($0) }) { break }
    }
    rowCount = seen.reduce(0, +) + kinds.indices.reduce(0) { $0 + rowCount($1) }
  }

  /// The places of a kind, by depth-first number.
  func spans(_ index: Int) -> RunGroupBuilder.Spans {
    let own = spans[(index * placeCount)..<((index + 1) * placeCount)]
    return RunGroupBuilder.Spans(
      low: own.map(\.low), high: own.map(\.high), counts: own.map(\.count))
  }

  func rowCount(_ index: Int) -> Int {
    spans[(index * placeCount)..<((index + 1) * placeCount)].reduce(0) { $0 + Int($1.count) }
  }

  /// Measures the spans of `kinds`; how many rows each other kind has.
  private mutating func look(at rows: PanelRows, _ threads: Int) -> [Int] {
    let placeCount = placeCount
    let spanCount = kinds.count * placeCount
    var indices = [Int32](repeating: -1, count: rows.kindCount + 1)
    for (index, kind) in kinds.enumerated() { indices[kind] = Int32(index) }
    let numbers = indices
    // A table costs memory that is cleared first and merging at the end: few tasks.
    let share = rows.rowCount / max(1, threads * Self.tasksPerThread) + 1
    let ranges = Workers.ranges(
      rows.rowCount,
      size: max(PanelBuilder.taskRows, (spanCount + rows.kindCount) * 4, share))
    let parts = Workers.map(ranges.count, threads: threads) { task in
      var spans = [Span](repeating: Span(), count: spanCount)
      var others = [Int](repeating: 0, count: rows.kindCount + 1)
      others.withUnsafeMutableBufferPointer { others in
        spans.withUnsafeMutableBufferPointer { spans in
          numbers.withUnsafeBufferPointer { numbers in
            rows.forEach(ranges[task]) { _, kind, place, ordinal in
              let index = Int(numbers[kind])
              guard index >= 0 else {
                others[kind] &+= 1
                return
              }
              spans[index &* placeCount &+ place].add(ordinal)
            }
          }
        }
      }
      return (spans, others)
    }
    var (sum, others) = parts[0]
    for (spans, counts) in parts.dropFirst() {
      for at in sum.indices { sum[at].add(spans[at]) }
      for kind in others.indices { others[kind] += counts[kind] }
    }
    spans = sum
    return others
  }
}
