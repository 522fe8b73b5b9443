// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics
import NhipObservations

extension PanelSeries {
  /// Whether some cell of a leaf shows a longer period's value.
  func isHeld(_ leaf: Int) -> Bool {
    guard let span = heldSpans[leaf] else { return false }
    let group = panels[leaf].group
    return runs[leaf].contains { number in
      guard number >= 0 else { return false }
      let run = group.runs[Int(number)]
      return (0..<Int(run.slotCount)).contains { slot in
        !group.values[Int(run.offset) + slot].isNaN && !span.buckets(run, slot).isEmpty
      }
    }
  }

  /// A leaf of longer periods over the blocks, each value in every bucket inside its period.
  func held(
    _ leaf: Int, _ span: HeldSpan, _ blocks: [SeriesRows.Block], _ threads: Int
  ) throws(Diagnostic) -> Column {
    var starts = [0]
    starts.reserveCapacity(blocks.count + 1)
    for block in blocks { starts.append(starts[starts.count - 1] + block.range.count) }
    let (starting, total) = (starts, starts[blocks.count])
    let cellBytes = MemoryLayout<Double>.stride + MemoryLayout<Marks>.stride
    try rows.context.reserve(bytes: total * cellBytes, for: "the series")
    let (group, own) = (panels[leaf].group, runs[leaf])
    let slots = own.reduce(0) { $0 + ($1 < 0 ? 0 : Int(group.runs[Int($1)].slotCount)) }
    rows.context.bytesRead? += slots * MemoryLayout<Double>.stride
    let tasks = tasks(blocks.count, total: total)
    var values: [Double] = []
    let marks = [Marks](filling: total) { marks in
      let marks = SharedBuffer(marks)
      values = [Double](filling: total) { values in
        let values = SharedBuffer(values)
        Workers.run(tasks.count, threads: threads) { task in
          for index in tasks[task] {
            let cells = starting[index]..<starting[index + 1]
            let (values, marks) = (values.buffer, marks.buffer)
            values[cells].initialize(repeating: .nan)
            marks[cells].initialize(repeating: [])
            let (series, shown) = blocks[index]
            guard own[series] >= 0 else { continue }
            let run = group.runs[Int(own[series])]
            for slot in 0..<Int(run.slotCount) {
              let value = group.values[Int(run.offset) + slot]
              let buckets = span.buckets(run, slot).clamped(to: shown)
              guard !value.isNaN, !buckets.isEmpty else { continue }
              let from = cells.lowerBound + buckets.lowerBound - shown.lowerBound
              values[from..<(from + buckets.count)].update(repeating: value)
              marks[from..<(from + buckets.count)].update(repeating: .held)
            }
          }
        }
      }
    }
    var detail = MeasureDetail()
    detail.marks = marks
    return Column(.numbers(values), detail: detail)
  }
}
