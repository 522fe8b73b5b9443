// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// Builds the groups of plain rows on several cores: count per place, lay out slots, scatter.
///
/// What it leaves to `RunGroupBuilder`: groups with sparse runs, with details, with rows that claim
/// one slot. Rows are cut into ranges by their number and slots belong to one row each, so that
/// the groups are the same for any number of threads.
struct PanelBuilder {
  /// Most groups that are filled in one pass.
  static let groupLimit = 1_000
  /// Rows of a task, at least.
  static let taskRows = 1 << 18
  /// Rows with details, at most, that passes over the others step around.
  static let detailLimit = 1_000

  let builder: RunGroupBuilder
  let threads: Int

  /// The groups it can build of the kinds whose key `keyOf` tells, and whether plain rows are left
  /// over.
  func build(
    _ rows: PanelRows, _ lines: RowLines, _ keyOf: (Int) -> RunKey?
  ) -> (groups: [RunGroup], isComplete: Bool) {
    let counts = counts(rows)
    var panels: [Panel] = []
    for (kind, count) in counts.dropLast().enumerated() where count > 0 {
      guard let key = keyOf(kind) else { continue }
      panels.append(Panel(kind: kind, key: key, rowCount: count))
    }
    let groups = groups(of: panels, rows, lines)
    let built = groups.reduce(0) { $0 + $1.filledCount }
    return (groups, built == counts.reduce(0, +))
  }

  private func groups(of panels: [Panel], _ rows: PanelRows, _ lines: RowLines) -> [RunGroup] {
    var panels = panels
    let cellCount = panels.count * builder.registry.count
    guard !panels.isEmpty, panels.count <= PanelBuilder.groupLimit,
      cellCount <= max(1 << 16, rows.rowCount * 2)
    else { return [] }
    let spans = spans(rows, panels)
    panels = lay(out: panels, spans)
    guard !panels.isEmpty else { return [] }
    fill(&panels, rows, lines)
    return finished(panels)
  }

  /// A group on its way.
  private struct Panel: Sendable {
    let kind: Int
    let key: RunKey
    let rowCount: Int
    var runs: [Run] = []
    var layout = RunGroupBuilder.Layout(runOf: [])
    /// What added to an ordinal gives its slot, by depth-first place number.
    var bases: [Int32] = []
    var values: [Double] = []
    var lines: [Int32]?
  }

  private func counts(_ rows: PanelRows) -> [Int] {
    let ranges = ranges(rows, tableSize: rows.kindCount)
    let parts = Workers.map(ranges.count, threads: threads) { task in
      var counts = [Int](repeating: 0, count: rows.kindCount + 1)
      counts.withUnsafeMutableBufferPointer { counts in
        rows.forEach(ranges[task]) { _, kind, _, _ in counts[kind] &+= 1 }
      }
      return counts
    }
    return parts.dropFirst().reduce(parts[0]) { sum, part in zip(sum, part).map { $0 + $1 } }
  }

  /// Ranges of rows that cost more than merging a table of `tableSize` for each.
  private func ranges(_ rows: PanelRows, tableSize: Int) -> [Range<Int>] {
    Workers.ranges(rows.rowCount, size: max(PanelBuilder.taskRows, tableSize * 4))
  }

  // MARK: Layout

  /// First and last ordinal and rows of a place in a panel.
  private struct Span {
    var low = Int32.max
    var high = Int32.min
    var count: Int32 = 0
  }

  /// The index of each kind among the panels, -1 for none.
  private func indices(_ rows: PanelRows, _ panels: [Panel]) -> [Int32] {
    var indices = [Int32](repeating: -1, count: rows.kindCount + 1)
    for (index, panel) in panels.enumerated() { indices[panel.kind] = Int32(index) }
    return indices
  }

  /// Spans by panel and depth-first place number.
  private func spans(_ rows: PanelRows, _ panels: [Panel]) -> [Span] {
    let placeCount = builder.registry.count
    let indices = indices(rows, panels)
    let ranges = ranges(rows, tableSize: panels.count * placeCount)
    let parts = Workers.map(ranges.count, threads: threads) { task in
      var spans = [Span](repeating: Span(), count: panels.count * placeCount)
      spans.withUnsafeMutableBufferPointer { spans in
        indices.withUnsafeBufferPointer { indices in
          rows.forEach(ranges[task]) { _, kind, place, ordinal in
            let index = Int(indices[kind])
            guard index >= 0 else { return }
            let at = index &* placeCount &+ place
            spans[at].low = min(spans[at].low, ordinal)
            spans[at].high = max(spans[at].high, ordinal)
            spans[at].count &+= 1
          }
        }
      }
      return spans
    }
    var sum = parts[0]
    for part in parts.dropFirst() {
      for at in sum.indices {
        sum[at].low = min(sum[at].low, part[at].low)
        sum[at].high = max(sum[at].high, part[at].high)
        sum[at].count += part[at].count
      }
    }
    return sum
  }

  /// The panels of dense runs, laid out.
  private func lay(out panels: [Panel], _ spans: [Span]) -> [Panel] {
    let placeCount = builder.registry.count
    let laid = Workers.map(panels.count, threads: threads) { index -> Panel? in
      var panel = panels[index]
      let own = spans[(index * placeCount)..<((index + 1) * placeCount)]
      (panel.runs, panel.layout) = builder.lay(
        out: RunGroupBuilder.Spans(
          low: own.map(\.low), high: own.map(\.high), counts: own.map(\.count)),
        panel.key, [])
      guard panel.layout.ordinalCount == 0 else { return nil }
      panel.bases = panel.layout.runOf.map { run in
        run < 0 ? 0 : panel.runs[Int(run)].offset &- panel.runs[Int(run)].first
      }
      return panel
    }
    return laid.compactMap { $0 }
  }

  // MARK: Values

  private func fill(_ panels: inout [Panel], _ rows: PanelRows, _ lines: RowLines) {
    // Room is made here, since what workers allocate goes back to the system with each of them.
    for index in panels.indices {
      let count = panels[index].layout.slotCount
      panels[index].values = Array(filling: count) { _ in }
      if count <= SlotRows.searchLimit {
        panels[index].lines = [Int32](repeating: 0, count: count)
      }
    }
    let indices = indices(rows, panels)
    let bases = panels.flatMap(\.bases)
    let placeCount = builder.registry.count
    let firstLine = lines.first
    withTargets(&panels) { targets in
      Workers.run(targets.count, threads: threads) { targets[$0].clear() }
      let ranges = Workers.ranges(rows.rowCount, size: PanelBuilder.taskRows)
      Workers.run(ranges.count, threads: threads) { task in
        Self.with(indices, bases, targets) { indices, bases, targets in
          rows.forEach(ranges[task]) { row, kind, place, ordinal in
            let index = Int(indices[kind])
            guard index >= 0 else { return }
            let slot = Int(bases[index &* placeCount &+ place] &+ ordinal)
            // Two rows of one slot may meet here; then the group is built another way.
            targets[index].values[slot] = rows.values[row]
            guard let own = targets[index].lines else { return }
            own[slot] = firstLine.map { $0 &+ Int32(truncatingIfNeeded: row) } ?? lines[row]
          }
        }
      }
    }
  }

  private static func with(
    _ indices: [Int32], _ bases: [Int32], _ targets: [PanelTarget],
    _ body: (
      UnsafeBufferPointer<Int32>, UnsafeBufferPointer<Int32>, UnsafeBufferPointer<PanelTarget>
    ) -> Void
  ) {
    indices.withUnsafeBufferPointer { indices in
      bases.withUnsafeBufferPointer { bases in
        targets.withUnsafeBufferPointer { body(indices, bases, $0) }
      }
    }
  }

  /// Calls `body` with the buffers of all panels at once.
  private func withTargets(_ panels: inout [Panel], _ body: ([PanelTarget]) -> Void) {
    func open(_ index: Int, _ targets: [PanelTarget]) {
      guard index < panels.count else { return body(targets) }
      var values: [Double] = []
      var lines: [Int32] = []
      let keepsLines = panels[index].lines != nil
      swap(&values, &panels[index].values)
      if let own = panels[index].lines {
        panels[index].lines = nil
        lines = own
      }
      values.withUnsafeMutableBufferPointer { values in
        lines.withUnsafeMutableBufferPointer { lines in
          guard let start = values.baseAddress else { return }
          let target = PanelTarget(
            values: start, lines: keepsLines ? lines.baseAddress : nil, count: values.count)
          open(index + 1, targets + [target])
        }
      }
      panels[index].values = values
      panels[index].lines = keepsLines ? lines : nil
    }
    open(0, [])
  }

  /// Groups in which every row has a slot of its own.
  private func finished(_ panels: [Panel]) -> [RunGroup] {
    let groups = Workers.map(panels.count, threads: threads) { index -> RunGroup? in
      let panel = panels[index]
      var minimum = Double.infinity
      var filled = 0
      panel.values.withUnsafeBufferPointer { values in
        for value in values where !value.isNaN {
          minimum = min(minimum, value)
          filled &+= 1
        }
      }
      guard filled == panel.rowCount else { return nil }
      return RunGroup(
        key: panel.key, runs: panel.runs, values: panel.values, ordinals: [], periods: [],
        denominators: nil, detailSlots: [], details: [],
        rows: panel.lines.map { SlotRows($0, of: panel.runs, panel.values) } ?? .unknown,
        alternatives: [:],
        minimum: minimum, filledCount: filled, levels: panel.layout.levels.sorted(),
        dayRange: panel.layout.days)
    }
    return groups.compactMap { $0 }
  }
}
