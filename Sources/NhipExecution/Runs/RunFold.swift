// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics

/// Summarises the numbers of each group where they lie, and reads results from the summaries.
struct RunFold: Sendable {
  private let numbers: NumberSpans
  private let groupCount: Int
  private let readers: [SummaryReader]
  private let parts: NumberSummary.Parts
  /// Rows of each group.
  private let rowCounts: [Int]
  private let methods: [SummaryMethod]
  private let groups: [Int32]

  /// - Parameter groups: the group of each span.
  init(
    _ numbers: NumberSpans, groups: [Int32], groupCount: Int, readers: [SummaryReader]
  ) {
    self.numbers = numbers
    self.groups = groups
    self.groupCount = groupCount
    self.readers = readers
    let parts = readers.reduce(into: NumberSummary.Parts()) { $0.formUnion($1.parts) }
    self.parts = parts
    var counts = [Int](repeating: 0, count: groupCount)
    var facts = [GroupFacts](repeating: GroupFacts(), count: groupCount)
    // Of each source once: a source owns an array, whose count of references would be touched.
    let bounds = numbers.sources.map { Bounds($0) }
    for (span, group) in zip(numbers.spans, groups) {
      counts[Int(group)] += span.rowCount
      facts[Int(group)].take(bounds[span.source])
    }
    rowCounts = counts
    methods = zip(facts, counts).map { $0.method(parts, rowCount: $1) }
  }

  /// What is known of a source's numbers; the least is above the greatest where there are none.
  private struct Bounds {
    var low = Double.infinity
    var high = -Double.infinity
    var areWhole = true

    init() {}

    init(_ source: NumberSpans.Source) {
      if let range = source.range { (low, high) = (range.lowerBound, range.upperBound) }
      areWhole = source.areWhole
    }
  }

  /// What is known of a group's numbers without looking at them.
  private struct GroupFacts {
    private var known = Bounds()

    mutating func take(_ source: Bounds) {
      known.areWhole = known.areWhole && source.areWhole
      known.low = min(known.low, source.low)
      known.high = max(known.high, source.high)
    }

    func method(_ parts: NumberSummary.Parts, rowCount: Int) -> SummaryMethod {
      guard parts.contains(.order) else { return .moments }
      let (low, high, areWhole) = (known.low, known.high, known.areWhole)
      // The sums of several arrays may be too large to be exact.
      guard areWhole, low <= high,
        max(low.magnitude, high.magnitude) * Double(rowCount) < 0x1p53,
        let places = NumberCounts.places(low...high), places <= rowCount
      else { return .gathered }
      return .counts(lowest: low, places: places)
    }
  }

  /// Part of a group that more than one task reads.
  private enum Partial: Sendable {
    case counts(NumberCounts)
    case moments(NumberMoments)
  }

  /// Bytes taken beside the results: the numbers gathered by tasks, and tables of counts.
  func bytes(threads: Int) -> Int {
    var largest = 0
    var tables = 0
    for (method, rows) in zip(methods, rowCounts) {
      switch method {
      case .gathered: largest = max(largest, rows)
      case .counts(_, let places): tables = max(tables, places)
      case .moments: break
      }
    }
    return threads * (largest * MemoryLayout<Double>.stride + 5 * tables * 4)
  }

  /// The result of each reader for each group, reader after reader.
  func results(_ context: ExecutionContext) throws(Diagnostic) -> [Double] {
    var results = [Double](repeating: .nan, count: readers.count * groupCount)
    guard !parts.isEmpty else {
      for group in 0..<groupCount {
        results.withUnsafeMutableBufferPointer {
          write(NumberSummary(), group, SharedBuffer($0))
        }
      }
      return results
    }
    let segments = RunSegments(
      numbers, groups: groups, count: groupCount, pieceSlots: context.settings.morselRows
    ) { group in
      if case .gathered = methods[group] { false } else { true }
    }
    let (flag, threads) = (context.cancelFlag, context.settings.threadCount)
    var cut: [(group: Int, part: Partial)] = []
    try results.withUnsafeMutableBufferPointer { buffer throws(Diagnostic) in
      let target = SharedBuffer(buffer)
      for group in 0..<groupCount where rowCounts[group] == 0 {
        write(NumberSummary(), group, target)
      }
      let found = try Workers.map(segments.tasks.count, threads: threads) {
        task throws(Diagnostic) in
        try flag.check()
        return segments.segments[segments.tasks[task]].compactMap { segment in
          summarise(segment, segments.pieces, target).map { (segment.group, $0) }
        }
      }
      cut = found.flatMap { $0 }
      finish(cut, target)
    }
    return results
  }

  /// Reads one segment: writes the results of a whole group, gives what a part of one comes to.
  private func summarise(
    _ segment: RunSegments.Segment, _ pieces: [RunSegments.Piece], _ target: SharedBuffer<Double>
  ) -> Partial? {
    let own = pieces[segment.pieces]
    switch methods[segment.group] {
    case .counts(let lowest, let places):
      var counts = NumberCounts(lowest: lowest, places: places)
      counts.add(rowCount: own.reduce(0) { $0 + $1.slots.count }) { add in
        withBlocks(own) { block, _ in add(block) }
      }
      guard segment.isWhole else { return .counts(counts) }
      counts.withSummary(parts) { write($0, segment.group, target) }
    case .moments:
      let moments = moments(own)
      guard segment.isWhole else { return .moments(moments) }
      write(moments.summary, segment.group, target)
    case .gathered:
      var summary = moments(own).summary
      withUnsafeTemporaryAllocation(of: Double.self, capacity: rowCounts[segment.group]) {
        gather(own, to: $0)
        summary.order = .values($0)
        write(summary, segment.group, target)
      }
    }
    return nil
  }

  /// Merges the parts of each group in their order.
  private func finish(_ cut: [(group: Int, part: Partial)], _ target: SharedBuffer<Double>) {
    var index = 0
    while index < cut.count {
      let group = cut[index].group
      var end = index + 1
      while end < cut.count && cut[end].group == group { end += 1 }
      switch cut[index].part {
      case .counts(var counts):
        for case (_, .counts(let other)) in cut[index + 1..<end] { counts.merge(other) }
        counts.withSummary(parts) { write($0, group, target) }
      case .moments(var moments):
        for case (_, .moments(let other)) in cut[index + 1..<end] { moments.merge(other) }
        write(moments.summary, group, target)
      }
      index = end
    }
  }

  private func write(_ summary: NumberSummary, _ group: Int, _ target: SharedBuffer<Double>) {
    var summary = summary
    summary.count = rowCounts[group]
    for (index, reader) in readers.enumerated() {
      target.buffer[index * groupCount + group] = reader.value(summary)
    }
  }

  private func moments(_ pieces: ArraySlice<RunSegments.Piece>) -> NumberMoments {
    var moments = NumberMoments()
    withBlocks(pieces) { block, source in
      moments.add(block, parts, areWhole: numbers.sources[source].areWhole)
    }
    return moments
  }

  /// The slots of pieces and their source. Each array is taken hold of once for all pieces of it
  /// that follow each other: short ones would spend their time on its reference count.
  @inline(__always)
  private func withBlocks(
    _ pieces: ArraySlice<RunSegments.Piece>, _ body: (UnsafeBufferPointer<Double>, Int) -> Void
  ) {
    var index = pieces.startIndex
    while index < pieces.endIndex {
      let source = pieces[index].source
      numbers.sources[source].values.withUnsafeBufferPointer { values in
        repeat {
          body(UnsafeBufferPointer(rebasing: values[pieces[index].slots]), source)
          index += 1
        } while index < pieces.endIndex && pieces[index].source == source
      }
    }
  }

  /// Writes the numbers of pieces without the missing ones.
  private func gather(
    _ pieces: ArraySlice<RunSegments.Piece>, to target: UnsafeMutableBufferPointer<Double>
  ) {
    var row = 0
    withBlocks(pieces) { block, _ in
      for value in block where !value.isNaN {
        target[row] = value
        row += 1
      }
    }
  }
}
