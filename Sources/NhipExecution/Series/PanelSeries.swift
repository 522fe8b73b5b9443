// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// A series whose cells are the observations themselves: the places that report, at the length of
/// time in which they do, or averages held in the parts of it. A column of values is the store's
/// own, or ranges copied from it.
struct PanelSeries {
  /// Rows that make a task.
  static let taskRows = 1 << 16

  let rows: SeriesRows
  let panels: [PanelRollup]
  /// The run of each target in each panel, -1 for none.
  let runs: [[Int32]]
  /// The buckets in which the values of each panel hold; `nil` for one of the asked grain.
  let heldSpans: [HeldSpan?]
  private let buckets: Bucketing

  /// - Returns: `nil` where some cell is more than an observation, or a term more than a leaf.
  init?(
    rows: SeriesRows, panels: [PanelRollup], targets: [SeriesGrid.Target], buckets: Bucketing
  ) {
    let spec = rows.spec
    guard spec.breakdowns.isEmpty, rows.wholeLeaves.isEmpty, case .level = spec.placeGrid,
      case .regular(let grain, _, _) = buckets,
      spec.terms.allSatisfy({ if case .column = $0.expression { true } else { false } })
    else { return nil }
    var runs: [[Int32]] = []
    let heldSpans = panels.map { $0.heldSpan(buckets) }
    let places = targets.compactMap(\.place)
    for (panel, held) in zip(panels, heldSpans) {
      guard held != nil || panel.group.key.grain == grain, let own = panel.ownRuns(of: places)
      else { return nil }
      runs.append(own)
    }
    self.rows = rows
    self.panels = panels
    self.runs = runs
    self.heldSpans = heldSpans
    self.buckets = buckets
  }

  func table(keepsAll: Bool, threads: Int) throws(Diagnostic) -> Table? {
    guard case .regular(_, let first, let count) = buckets else { return nil }
    var blocks: [SeriesRows.Block] = []
    let seriesCount = runs.first?.count ?? 0
    blocks.reserveCapacity(seriesCount)
    for series in 0..<seriesCount {
      var (low, high) = (Int.max, Int.min)
      if keepsAll { (low, high) = (0, count) }
      for leaf in panels.indices where !keepsAll && runs[leaf][series] >= 0 {
        // Only whole runs begin and end with a value.
        guard let own = filled(leaf, series, 0..<count, first) else { return nil }
        low = min(low, own.lowerBound)
        high = max(high, own.upperBound)
      }
      if low < high { blocks.append((series, low..<high)) }
    }
    rows.context.bytesRead = 0
    var columns: [Column] = []
    for term in rows.spec.terms {
      guard case .column(let leaf, _) = term.expression else {
        preconditionFailure("checked when the panels were chosen")
      }
      if let span = heldSpans[leaf] {
        columns.append(try held(leaf, span, blocks, threads))
      } else {
        columns.append(Column(numbers: try values(leaf, blocks, first, threads)))
      }
    }
    return rows.assemble(columns, blocks, count)
  }

  /// The buckets from the first to the last value of a run; `nil` where it reaches beyond them.
  private func filled(
    _ leaf: Int, _ series: Int, _ buckets: Range<Int>, _ first: Int32
  ) -> Range<Int>? {
    let run = panels[leaf].group.runs[Int(runs[leaf][series])]
    guard let span = heldSpans[leaf] else {
      let low = Int(run.first) - Int(first)
      let own = low..<(low + Int(run.slotCount))
      return own.clamped(to: buckets) == own ? own : nil
    }
    guard span.holds(run) else { return nil }
    return span.buckets(run, 0).lowerBound..<span.buckets(run, Int(run.slotCount) - 1).upperBound
  }

  /// Tasks of blocks of some `total` rows.
  func tasks(_ blocks: Int, total: Int) -> [Range<Int>] {
    Workers.ranges(blocks, size: max(1, Self.taskRows / max(1, total / max(1, blocks))))
  }

  /// The values of a leaf over the blocks: the store's own array where they are all of it.
  private func values(
    _ leaf: Int, _ blocks: [SeriesRows.Block], _ first: Int32, _ threads: Int
  ) throws(Diagnostic) -> [Double] {
    let group = panels[leaf].group
    let own = runs[leaf]
    var starts = [0]
    starts.reserveCapacity(blocks.count + 1)
    var isShared = true
    for block in blocks {
      let start = starts[starts.count - 1]
      if isShared {
        let run = own[block.series] < 0 ? nil : group.runs[Int(own[block.series])]
        isShared =
          run.map { run in
            Int(run.offset) == start && Int(run.first - first) == block.range.lowerBound
              && Int(run.slotCount) == block.range.count
          } ?? false
      }
      starts.append(start + block.range.count)
    }
    let total = starts[blocks.count]
    if isShared && total == group.values.count { return group.values }
    try rows.context.reserve(numberColumns: 1, rows: total, for: "the series")
    rows.context.bytesRead? += total * MemoryLayout<Double>.stride
    let tasks = tasks(blocks.count, total: total)
    let (allBlocks, allStarts) = (blocks, starts)
    return group.values.withUnsafeBufferPointer { values in
      let source = SharedInput(values)
      return [Double](filling: total) { result in
        let result = SharedBuffer(result)
        Workers.run(tasks.count, threads: threads) { task in
          for index in tasks[task] {
            let range = allBlocks[index].range
            let target = UnsafeMutableBufferPointer(
              rebasing: result.buffer[allStarts[index]..<allStarts[index + 1]])
            guard own[allBlocks[index].series] >= 0 else {
              target.initialize(repeating: .nan)
              continue
            }
            let run = group.runs[Int(own[allBlocks[index].series])]
            // Where the run begins among the rows of the block.
            let shift = Int(run.first - first) - range.lowerBound
            let filled = (shift..<shift + Int(run.slotCount)).clamped(to: 0..<range.count)
            guard !filled.isEmpty else {
              target.initialize(repeating: .nan)
              continue
            }
            target[..<filled.lowerBound].initialize(repeating: .nan)
            let slot = Int(run.offset) + filled.lowerBound - shift
            _ = target[filled].initialize(
              fromContentsOf: source.buffer[slot..<(slot + filled.count)])
            target[filled.upperBound...].initialize(repeating: .nan)
          }
        }
      }
    }
  }
}
