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
  /// Where one table of counts serves all groups.
  private let counts: CountFold?
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
    self.counts =
      parts.contains(.order)
      ? CountFold(numbers, groups: groups, zip(facts, counts).map { $0.counted(rowCount: $1) })
      : nil
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
      guard let (lowest, places) = counted(rowCount: rowCount), places > 0, places <= rowCount
      else { return .gathered }
      return .counts(lowest: lowest, places: places)
    }

    /// The range of counts for each whole number, with no places where there are no numbers; `nil`
    /// where that is not all there is to know.
    func counted(rowCount: Int) -> (lowest: Double, places: Int)? {
      guard rowCount > 0 else { return (0, 0) }
      let (low, high, areWhole) = (known.low, known.high, known.areWhole)
      // The sums of several arrays may be too large to be exact.
      guard areWhole, low <= high,
        max(low.magnitude, high.magnitude) * Double(rowCount) < 0x1p53,
        let places = NumberCounts.places(low...high)
      else { return nil }
      return (low, places)
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
      + (counts?.byteCount ?? 0)
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
    if let counts = try counts?.counts(context) {
      results.withUnsafeMutableBufferPointer { buffer in
        let target = SharedBuffer(buffer)
        for group in 0..<groupCount {
          counts[group].withSummary(parts) { write($0, group, target) }
        }
      }
      return results
    }
    let segments = RunSegments(
      numbers, groups: groups, count: groupCount, blockSlots: context.settings.morselRows
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
          summarise(segment, segments, target).map { (segment.group, $0) }
        }
      }
      cut = found.flatMap { $0 }
      finish(cut, target)
    }
    return results
  }

  /// Reads one segment: writes the results of a whole group, gives what a part of one comes to.
  private func summarise(
    _ segment: RunSegments.Segment, _ segments: RunSegments, _ target: SharedBuffer<Double>
  ) -> Partial? {
    switch methods[segment.group] {
    case .counts(let lowest, let places):
      var counts = NumberCounts(lowest: lowest, places: places)
      counts.add(rowCount: segment.slotCount) { add in
        segments.withBlocks(segment) { block, _ in add(block) }
      }
      guard segment.isWhole else { return .counts(counts) }
      counts.withSummary(parts) { write($0, segment.group, target) }
    case .moments:
      let moments = moments(segment, segments)
      guard segment.isWhole else { return .moments(moments) }
      write(moments.summary, segment.group, target)
    case .gathered:
      var summary = moments(segment, segments).summary
      withUnsafeTemporaryAllocation(of: Double.self, capacity: rowCounts[segment.group]) {
        gather(segment, segments, to: $0)
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

  private func moments(_ segment: RunSegments.Segment, _ segments: RunSegments) -> NumberMoments {
    var moments = NumberMoments()
    segments.withBlocks(segment) { block, source in
      moments.add(block, parts, areWhole: numbers.sources[source].areWhole)
    }
    return moments
  }

  /// Writes the numbers of a segment without the missing ones.
  private func gather(
    _ segment: RunSegments.Segment, _ segments: RunSegments,
    to target: UnsafeMutableBufferPointer<Double>
  ) {
    var row = 0
    segments.withBlocks(segment) { block, _ in
      for value in block where !value.isNaN {
        target[row] = value
        row += 1
      }
    }
  }
}
