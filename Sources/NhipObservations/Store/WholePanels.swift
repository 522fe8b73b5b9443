// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Builds the groups of a file whose rows fill nearly every period of every place, in one pass.
///
/// Each place gets a slot for every period between the first and the last that the file names;
/// spans are measured in the slots and the runs pushed together. Where that does not come out
/// (other kinds of rows, two rows of one slot, lines to be kept), `PanelBuilder` starts anew.
struct WholePanels {
  /// Slots for four rows, at most.
  static let slotsForFour = 5

  let builder: RunGroupBuilder
  let threads: Int

  /// A group on its way.
  private struct Panel: Sendable {
    let kind: Int
    let key: RunKey
    /// The first ordinal, and how many there are.
    let low: Int32
    let width: Int
  }

  /// Where the rows of a panel go. Unchecked: each row has a slot of its own, or the groups are
  /// thrown away.
  private struct Target: @unchecked Sendable {
    let values: UnsafeMutablePointer<Double>
    let low: Int
    let width: Int
  }

  /// The groups of all plain rows; `nil` where there is more to them.
  func build(_ rows: PanelRows, _ lines: RowLines, _ keyOf: (Int) -> RunKey?) -> [RunGroup]? {
    let present = rows.places.all.sorted()
    guard let panels = panels(rows, present.count, keyOf) else { return nil }
    let placeCount = builder.registry.count
    var indices = [Int32](repeating: -1, count: rows.kindCount + 1)
    for (index, panel) in panels.enumerated() { indices[panel.kind] = Int32(index) }
    let steps = StepSample(rows, lines, indices, panelCount: panels.count, placeCount)
    for (index, panel) in panels.enumerated() {
      let keepsLines = SlotRows.mayBeKept(
        slots: panel.width * present.count, runs: present.count, haveSteps: steps.isPossible[index])
      if keepsLines { return nil }
    }
    var values = panels.map { [Double](filling: $0.width * present.count) { _ in } }
    var made: [Made?] = []
    Self.withPointers(&values) { starts in
      let targets = panels.indices.map {
        Target(values: starts[$0], low: Int(panels[$0].low), width: panels[$0].width)
      }
      guard let counts = scatter(rows, targets, indices, present) else { return }
      made = Workers.map(panels.count, threads: threads) { index in
        make(
          panels[index].key, targets[index], present, rowCount: counts[index],
          haveSteps: steps.isPossible[index])
      }
    }
    guard made.count == panels.count, made.allSatisfy({ $0 != nil }) else { return nil }
    return made.indices.compactMap { index in
      var own: [Double] = []
      swap(&own, &values[index])
      guard let made = made[index] else { return nil }
      own.removeLast(own.count - made.layout.slotCount)
      return RunGroup(
        plain: panels[index].key, runs: made.runs, values: own, made.facts, rows: .unknown,
        made.layout)
    }
  }

  /// A panel for each kind of the first rows, where all rows may fill most of their slots.
  private func panels(
    _ rows: PanelRows, _ placeCount: Int, _ keyOf: (Int) -> RunKey?
  ) -> [Panel]? {
    guard let spans = rows.ordinalSpans else { return nil }
    var seen = Set<Int>()
    rows.forEach(0..<min(rows.rowCount, PanelSurvey.sampleRows)) { _, kind, _, _ in
      seen.insert(kind)
    }
    guard !seen.isEmpty, seen.count <= PanelBuilder.groupLimit else { return nil }
    var panels: [Panel] = []
    var slots = 0
    for kind in seen.sorted() {
      guard kind < rows.kindCount, let key = keyOf(kind),
        let span = spans[Int(rows.parts(of: kind).grain.rawValue)]
      else { return nil }
      let width = Int(span.upperBound) - Int(span.lowerBound) + 1
      panels.append(Panel(kind: kind, key: key, low: span.lowerBound, width: width))
      slots += width * placeCount
    }
    return slots * 4 <= rows.rowCount * Self.slotsForFour ? panels : nil
  }

  /// Writes the rows to their slots; how many each panel has, `nil` where some are of no panel.
  private func scatter(
    _ rows: PanelRows, _ targets: [Target], _ indices: [Int32], _ present: [Int32]
  ) -> [Int]? {
    var ranks = [Int32](repeating: 0, count: builder.registry.count)
    for (rank, number) in present.enumerated() { ranks[Int(number)] = Int32(rank) }
    let table = ranks
    Workers.run(targets.count, threads: threads) {
      targets[$0].values.update(repeating: .nan, count: targets[$0].width * present.count)
    }
    let ranges = Workers.ranges(rows.rowCount, size: PanelBuilder.taskRows)
    let parts = Workers.map(ranges.count, threads: threads) { task in
      var found = [Int](repeating: 0, count: targets.count + 1)
      found.withUnsafeMutableBufferPointer { found in
        indices.withBuffers(table, targets) { indices, ranks, targets in
          rows.forEach(ranges[task]) { row, kind, place, ordinal in
            let index = Int(indices[kind])
            guard index >= 0 else {
              found[targets.count] &+= 1
              return
            }
            found[index] &+= 1
            let target = targets[index]
            let slot = Int(ranks[place]) &* target.width &+ Int(ordinal) &- target.low
            // Two rows of one slot may meet here; then there are fewer values than rows.
            target.values[slot] = rows.values[row]
          }
        }
      }
      return found
    }
    var sum = [Int](repeating: 0, count: targets.count + 1)
    for part in parts { for index in sum.indices { sum[index] += part[index] } }
    return sum.removeLast() == 0 ? sum : nil
  }

  /// Calls `body` with the memory of all arrays at once.
  private static func withPointers(
    _ arrays: inout [[Double]], _ body: ([UnsafeMutablePointer<Double>]) -> Void
  ) {
    func open(_ index: Int, _ starts: [UnsafeMutablePointer<Double>]) {
      guard index < arrays.count else { return body(starts) }
      var own: [Double] = []
      swap(&own, &arrays[index])
      own.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        open(index + 1, starts + [start])
      }
      arrays[index] = own
    }
    open(0, [])
  }

  // MARK: Runs

  /// What a group is beside its values.
  private struct Made: Sendable {
    let runs: [Run]
    let layout: RunGroupBuilder.Layout
    let facts: DenseValues
  }

  /// Pushes the runs of a filled panel together; `nil` where slots were claimed twice or are too
  /// empty.
  private func make(
    _ key: RunKey, _ target: Target, _ present: [Int32], rowCount: Int, haveSteps: Bool
  ) -> Made? {
    let (spans, facts) = measure(target, present)
    guard facts.count == rowCount else { return nil }
    let (runs, layout) = builder.lay(out: spans, key, [])
    guard layout.ordinalCount == 0,
      !SlotRows.mayBeKept(slots: layout.slotCount, runs: runs.count, haveSteps: haveSteps)
    else { return nil }
    for (rank, number) in present.enumerated() where layout.runOf[Int(number)] >= 0 {
      let run = runs[Int(layout.runOf[Int(number)])]
      let first = rank * target.width + Int(run.first) - target.low
      // Never up, so that no run is written over before its turn.
      guard first > Int(run.offset) else { continue }
      (target.values + Int(run.offset)).update(
        from: target.values + first, count: Int(run.slotCount))
    }
    return Made(runs: runs, layout: layout, facts: facts)
  }

  /// First and last ordinal and values of each place, and what all of them hold.
  private func measure(
    _ target: Target, _ present: [Int32]
  ) -> (spans: RunGroupBuilder.Spans, facts: DenseValues) {
    let placeCount = builder.registry.count
    var spans = RunGroupBuilder.Spans(
      low: [Int32](repeating: .max, count: placeCount),
      high: [Int32](repeating: .min, count: placeCount),
      counts: [Int32](repeating: 0, count: placeCount))
    var facts = DenseValues()
    for (rank, number) in present.enumerated() {
      let values = target.values + rank &* target.width
      let before = facts.count
      facts.add(UnsafeBufferPointer(start: values, count: target.width))
      let count = facts.count - before
      guard count > 0 else { continue }
      var first = 0
      var last = target.width &- 1
      while values[first].isNaN { first &+= 1 }
      while values[last].isNaN { last &-= 1 }
      spans.low[Int(number)] = Int32(truncatingIfNeeded: target.low &+ first)
      spans.high[Int(number)] = Int32(truncatingIfNeeded: target.low &+ last)
      spans.counts[Int(number)] = Int32(truncatingIfNeeded: count)
    }
    return (spans, facts)
  }
}
