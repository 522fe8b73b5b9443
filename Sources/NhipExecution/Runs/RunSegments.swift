// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// How the numbers of a group are summarised.
enum SummaryMethod: Sendable {
  case counts(lowest: Double, places: Int)
  case moments
  /// Moments, and the numbers one after the other for quantiles.
  case gathered
}

/// The stretches of each group as tasks, cut where the data say.
struct RunSegments: Sendable {
  /// Slots of one array that lie together.
  struct Piece: Sendable {
    let source: Int
    var slots: Range<Int>
  }

  /// Pieces of one group that one task reads, in row order.
  struct Segment: Sendable {
    let group: Int
    let pieces: Range<Int>
    /// Whether these are all pieces of the group.
    let isWhole: Bool
  }

  private(set) var pieces: [Piece] = []
  private(set) var segments: [Segment] = []
  /// The segments of each task.
  private(set) var tasks: [Range<Int>] = []
  private let pieceSlots: Int

  /// - Parameters:
  ///   - groups: the group of each span.
  ///   - canCut: whether a group may be shared out to several tasks.
  ///   - pieceSlots: slots of a piece at most; a task has four times as many, or a little more.
  init(
    _ numbers: NumberSpans, groups: [Int32], count: Int, pieceSlots: Int, canCut: (Int) -> Bool
  ) {
    self.pieceSlots = max(1, pieceSlots)
    pieces.reserveCapacity(numbers.spans.count)
    var begun = 0
    var taskSlots = 0
    for (group, spans) in Self.spans(groups, count: count).enumerated() {
      let first = pieces.count
      for span in spans { append(numbers.spans[Int(span)]) }
      var start = first
      for piece in first..<pieces.count {
        taskSlots += pieces[piece].slots.count
        let isLast = piece == pieces.count - 1
        let isFull = taskSlots >= 4 * self.pieceSlots && (isLast || canCut(group))
        guard isLast || isFull else { continue }
        segments.append(
          Segment(
            group: group, pieces: start..<piece + 1, isWhole: start == first && isLast))
        start = piece + 1
        if isFull {
          tasks.append(begun..<segments.count)
          begun = segments.count
          taskSlots = 0
        }
      }
    }
    if begun < segments.count { tasks.append(begun..<segments.count) }
  }

  /// The spans of each group, in row order.
  private static func spans(_ groups: [Int32], count: Int) -> [ArraySlice<Int32>] {
    var starts = [Int](repeating: 0, count: count + 1)
    for group in groups { starts[Int(group) + 1] += 1 }
    for group in 0..<count { starts[group + 1] += starts[group] }
    var cursor = starts
    var ordered = [Int32](repeating: 0, count: groups.count)
    for (span, group) in groups.enumerated() {
      ordered[cursor[Int(group)]] = Int32(span)
      cursor[Int(group)] += 1
    }
    return (0..<count).map { ordered[starts[$0]..<starts[$0 + 1]] }
  }

  private mutating func append(_ span: NumberSpans.Span) {
    var start = span.slots.lowerBound
    // Runs that follow each other are read as one, as far as they belong to one group.
    if let last = pieces.last, last.source == span.source, last.slots.upperBound == start,
      pieces.count > (segments.last?.pieces.upperBound ?? 0)
    {
      let end = min(span.slots.upperBound, last.slots.lowerBound + pieceSlots)
      if end > start {
        pieces[pieces.count - 1].slots = last.slots.lowerBound..<end
        start = end
      }
    }
    while start < span.slots.upperBound {
      let end = min(span.slots.upperBound, start + pieceSlots)
      pieces.append(Piece(source: span.source, slots: start..<end))
      start = end
    }
  }
}
