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
  /// Stretches of one group that one task reads, in row order.
  struct Segment: Sendable {
    let group: Int
    /// Where they stand in the order by groups; those behind the last slot are not read.
    let spans: Range<Int>
    /// Slots of the first one that belong to the segment before.
    let skipped: Int
    let slotCount: Int
    /// Whether these are all slots of the group.
    let isWhole: Bool
  }

  private(set) var segments: [Segment] = []
  /// The segments of each task.
  private(set) var tasks: [Range<Int>] = []
  private let numbers: NumberSpans
  /// Numbers of spans, group after group, each in row order.
  private let ordered: [Int32]
  private let blockSlots: Int

  /// - Parameters:
  ///   - groups: the group of each span.
  ///   - blockSlots: slots of a block at most; a task has four times as many, or some more.
  ///   - canCut: whether a group may be shared out to several tasks.
  init(
    _ numbers: NumberSpans, groups: [Int32], count: Int, blockSlots: Int, canCut: (Int) -> Bool
  ) {
    self.numbers = numbers
    self.blockSlots = max(1, blockSlots)
    var starts = [Int](repeating: 0, count: count + 1)
    var slots = [Int](repeating: 0, count: count)
    for (span, group) in zip(numbers.spans, groups) {
      starts[Int(group) + 1] += 1
      slots[Int(group)] += span.slots.count
    }
    for group in 0..<count { starts[group + 1] += starts[group] }
    var cursor = starts
    ordered = [Int32](filling: groups.count) { ordered in
      for (span, group) in groups.enumerated() {
        ordered[cursor[Int(group)]] = Int32(span)
        cursor[Int(group)] += 1
      }
    }
    let taskSlots = 4 * self.blockSlots
    var begun = 0
    var filled = 0
    for group in 0..<count where slots[group] > 0 {
      let spans = starts[group]..<starts[group + 1]
      if slots[group] < 2 * taskSlots || !canCut(group) {
        segments.append(
          Segment(
            group: group, spans: spans, skipped: 0, slotCount: slots[group], isWhole: true))
        filled += slots[group]
        guard filled >= taskSlots else { continue }
      } else {
        if begun < segments.count { tasks.append(begun..<segments.count) }
        cut(group, spans, slots[group], taskSlots)
        begun = segments.count - 1
      }
      tasks.append(begun..<segments.count)
      begun = segments.count
      filled = 0
    }
    if begun < segments.count { tasks.append(begun..<segments.count) }
  }

  /// Segments of a large group, each of whole blocks. All but the last are tasks then.
  private mutating func cut(
    _ group: Int, _ spans: Range<Int>, _ slotCount: Int, _ taskSlots: Int
  ) {
    var blocks = Blocks(self, spans, skipped: 0, slotCount)
    var (first, skipped, filled) = (spans.lowerBound, 0, 0)
    while let block = blocks.next() {
      filled += block.count
      guard filled >= taskSlots || blocks.slotsLeft == 0 else { continue }
      segments.append(
        Segment(
          group: group, spans: first..<spans.upperBound, skipped: skipped, slotCount: filled,
          isWhole: false))
      if blocks.slotsLeft > 0 { tasks.append(segments.count - 1..<segments.count) }
      (first, skipped, filled) = (blocks.index, blocks.skipped, 0)
    }
  }

  /// Calls `body` with the blocks of a segment and their source.
  ///
  /// Each array is taken hold of once for all blocks of it that follow each other: short ones would
  /// spend their time on its reference count.
  @inline(__always)
  func withBlocks(_ segment: Segment, _ body: (UnsafeBufferPointer<Double>, Int) -> Void) {
    var blocks = Blocks(self, segment.spans, skipped: segment.skipped, segment.slotCount)
    var next = blocks.next()
    while let first = next {
      let source = first.source
      numbers.sources[source].values.withUnsafeBufferPointer { values in
        while let block = next, block.source == source {
          let slots = block.start..<block.start + block.count
          body(UnsafeBufferPointer(rebasing: values[slots]), source)
          next = blocks.next()
        }
      }
    }
  }

  /// Goes through stretches block by block. Stretches that follow each other are read as one.
  private struct Blocks {
    private let spans: [NumberSpans.Span]
    private let ordered: [Int32]
    private let blockSlots: Int
    private let end: Int
    /// The stretch that the next block begins in, and how many of its slots come before.
    private(set) var index: Int
    private(set) var skipped: Int
    private(set) var slotsLeft: Int

    init(_ segments: RunSegments, _ spans: Range<Int>, skipped: Int, _ slotCount: Int) {
      self.spans = segments.numbers.spans
      ordered = segments.ordered
      blockSlots = segments.blockSlots
      index = spans.lowerBound
      end = spans.upperBound
      self.skipped = skipped
      slotsLeft = slotCount
    }

    @inline(__always)
    mutating func next() -> (source: Int, start: Int, count: Int)? {
      guard slotsLeft > 0 else { return nil }
      var span = spans[Int(ordered[index])]
      while span.slots.isEmpty {
        index += 1
        span = spans[Int(ordered[index])]
      }
      let start = span.slots.lowerBound + skipped
      var last = span.slots.upperBound
      index += 1
      while last - start < blockSlots, index < end {
        let following = spans[Int(ordered[index])]
        guard following.source == span.source, following.slots.lowerBound == last else { break }
        last = following.slots.upperBound
        index += 1
      }
      skipped = 0
      if last - start > blockSlots {
        last = start + blockSlots
        index -= 1
        skipped = last - spans[Int(ordered[index])].slots.lowerBound
      }
      slotsLeft -= last - start
      return (span.source, start, last - start)
    }
  }
}
