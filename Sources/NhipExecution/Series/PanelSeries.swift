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
    rows: SeriesRows, panels: [PanelRollup], targets: PlaceTargets, buckets: Bucketing
  ) {
    let spec = rows.spec
    guard spec.breakdowns.isEmpty, rows.wholeLeaves.isEmpty, case .level = spec.placeGrid,
      let places = targets.places,
      case .regular(let grain, _, _) = buckets,
      spec.terms.allSatisfy({ if case .column = $0.expression { true } else { false } })
    else { return nil }
    var runs: [[Int32]] = []
    let heldSpans = panels.map { $0.heldSpan(buckets) }
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
    guard let blocks = keepsAll ? wholeBlocks(count) : filledBlocks(first, count) else {
      return nil
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

  private func wholeBlocks(_ count: Int) -> [SeriesRows.Block] {
    count > 0 ? (runs.first ?? []).indices.map { ($0, 0..<count) } : []
  }

  /// Each series from the first to the last value of its runs; `nil` where one reaches beyond the
  /// buckets.
  private func filledBlocks(_ first: Int32, _ count: Int) -> [SeriesRows.Block]? {
    var filled: [Range<Int>] = []
    for leaf in panels.indices {
      guard let own = filledRanges(leaf, first, count) else { return nil }
      filled = filled.isEmpty ? own : zip(filled, own).map { Self.joined($0, $1) }
    }
    var blocks: [SeriesRows.Block] = []
    blocks.reserveCapacity(filled.count)
    for (series, range) in filled.enumerated() where !range.isEmpty {
      blocks.append((series, range))
    }
    return blocks
  }

  /// From the earlier start to the later end; an empty range adds nothing.
  private static func joined(_ a: Range<Int>, _ b: Range<Int>) -> Range<Int> {
    if a.isEmpty || b.isEmpty { return a.isEmpty ? b : a }
    return min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound)
  }

  /// The buckets from the first to the last value of each run of a leaf. Only whole runs begin and
  /// end with a value.
  private func filledRanges(_ leaf: Int, _ first: Int32, _ count: Int) -> [Range<Int>]? {
    let (all, held) = (panels[leaf].group.runs, heldSpans[leaf])
    var isInside = true
    let ranges = runs[leaf].map { number -> Range<Int> in
      guard number >= 0 else { return 0..<0 }
      let run = all[Int(number)]
      if let held {
        guard held.holds(run) else {
          isInside = false
          return 0..<0
        }
        let last = held.buckets(run, Int(run.slotCount) - 1)
        return held.buckets(run, 0).lowerBound..<last.upperBound
      }
      let low = Int(run.first) - Int(first)
      let high = low + Int(run.slotCount)
      if low < 0 || high > count { isInside = false }
      return low..<high
    }
    return isInside ? ranges : nil
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
    let all = group.runs
    var total = 0
    var isShared = true
    let starts = blocks.map { block in
      defer { total += block.range.count }
      if isShared {
        let run = own[block.series] < 0 ? nil : all[Int(own[block.series])]
        isShared =
          run.map { run in
            Int(run.offset) == total && Int(run.first - first) == block.range.lowerBound
              && Int(run.slotCount) == block.range.count
          } ?? false
      }
      return total
    }
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
              rebasing: result.buffer[allStarts[index]..<(allStarts[index] + range.count)])
            guard own[allBlocks[index].series] >= 0 else {
              target.initialize(repeating: .nan)
              continue
            }
            let run = all[Int(own[allBlocks[index].series])]
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
