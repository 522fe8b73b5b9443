// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations
import NhipPlan

/// A series whose cells are the observations themselves: the places that report, at the length of
/// time in which they do. A column of values is the store's own, or ranges copied from it.
struct PanelSeries {
  /// Rows that make a task.
  private static let taskRows = 1 << 16

  let rows: SeriesRows
  let panels: [PanelRollup]
  /// The run of each target in each panel, -1 for none.
  private let runs: [[Int32]]
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
    let unions = targets.map(\.union)
    for panel in panels {
      guard panel.group.key.grain == grain, let own = panel.ownRuns(of: unions) else { return nil }
      runs.append(own)
    }
    self.rows = rows
    self.panels = panels
    self.runs = runs
    self.buckets = buckets
  }

  func table(keepsAll: Bool, threads: Int) throws(Diagnostic) -> Table? {
    guard case .regular(_, let first, let count) = buckets else { return nil }
    let span = first..<(first + Int32(count))
    var blocks: [(series: Int, range: Range<Int>)] = []
    let seriesCount = runs.first?.count ?? 0
    blocks.reserveCapacity(seriesCount)
    for series in 0..<seriesCount {
      var low = Int32.max
      var high = Int32.min
      for (panel, own) in zip(panels, runs) where own[series] >= 0 {
        let run = panel.group.runs[Int(own[series])]
        low = min(low, run.first)
        high = max(high, run.first + run.slotCount)
      }
      if keepsAll {
        blocks.append((series, 0..<count))
      } else if low < high {
        // Only whole runs begin and end with a value.
        guard low >= span.lowerBound, high <= span.upperBound else { return nil }
        blocks.append((series, Int(low - first)..<Int(high - first)))
      }
    }
    rows.context.bytesRead = 0
    var columns: [Column] = []
    for term in rows.spec.terms {
      guard case .column(let leaf, _) = term.expression else {
        preconditionFailure("checked when the panels were chosen")
      }
      columns.append(Column(numbers: try values(leaf, blocks, first, threads)))
    }
    return rows.assemble(columns, blocks, count)
  }

  /// The values of a leaf over the blocks: the store's own array where they are all of it.
  private func values(
    _ leaf: Int, _ blocks: [(series: Int, range: Range<Int>)], _ first: Int32, _ threads: Int
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
    let tasks = Workers.ranges(
      blocks.count, size: max(1, Self.taskRows / max(1, total / max(1, blocks.count))))
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
