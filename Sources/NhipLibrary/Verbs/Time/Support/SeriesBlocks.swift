// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipDiagnostics

/// The rows of a table as series of consecutive periods, whatever order they stand in: kernels see
/// every series as one array in time order in which a missing row is a gap.
struct SeriesBlocks {
  struct Block {
    /// Ordinal of the first period.
    let first: Int32
    let count: Int
    fileprivate let rows: Rows
  }

  fileprivate enum Rows {
    case contiguous(Int)
    /// The row of each period, -1 for a gap.
    case scattered([Int32])
  }

  /// Periods between the first and the last row of one series: more is a mistake in the data.
  static let spanLimit = 4_000_000

  let grain: Grain
  /// Where the rows stand, while they are whole blocks.
  let layout: SeriesLayout?
  /// The blocks of rows without a layout.
  private let scattered: [Block]
  private let rowCount: Int

  /// Kernels that go by the layout make none of these: ten thousand series, ten thousand blocks.
  var blocks: [Block] {
    guard let layout else { return scattered }
    return layout.starts.indices.map { run in
      let start = layout.runs.start(run)
      return Block(
        first: layout.starts[run], count: layout.runs.ends[run] - start, rows: .contiguous(start))
    }
  }

  var isEmpty: Bool { layout?.starts.isEmpty ?? scattered.isEmpty }

  /// - Throws: where the rows have no length of time in common.
  init(_ steps: SeriesSteps, verb: VerbPosition) throws(Diagnostic) {
    rowCount = steps.rowCount
    layout = steps.blocks
    guard let grain = steps.grain else {
      guard rowCount > 0 else {
        self.grain = .year
        scattered = []
        return
      }
      throw Diagnostic(
        "E0406", "`\(verb.name)` needs periods of one length", at: verb.span,
        notes: ["the rows stand for stretches of different or irregular length"],
        helps: ["ask one length of time: `by …, year`"])
    }
    self.grain = grain
    guard layout == nil else {
      scattered = []
      return
    }
    let seriesOfRow = steps.seriesOfRow
    var first = [Int32](repeating: .max, count: steps.seriesCount)
    var last = [Int32](repeating: .min, count: steps.seriesCount)
    for row in 0..<steps.rowCount {
      guard let period = steps.period(row) else { continue }
      let series = Int(seriesOfRow[row])
      first[series] = min(first[series], period.first)
      last[series] = max(last[series], period.first)
    }
    var rows: [[Int32]] = []
    for series in first.indices {
      let span = first[series] <= last[series] ? Int(last[series]) - Int(first[series]) + 1 : 0
      guard span <= Self.spanLimit else {
        throw Diagnostic(
          "E0603", "a series of \(span) periods is longer than \(Self.spanLimit)", at: verb.span)
      }
      rows.append([Int32](repeating: -1, count: span))
    }
    for row in 0..<steps.rowCount {
      guard let period = steps.period(row) else { continue }
      let series = Int(seriesOfRow[row])
      rows[series][Int(period.first - first[series])] = Int32(row)
    }
    scattered = rows.indices.map {
      Block(first: first[$0], count: rows[$0].count, rows: .scattered(rows[$0]))
    }
  }

  /// Values of one block in time order, gaps as `empty`.
  func gathered<T>(_ values: [T], _ block: Block, empty: T) -> [T] {
    switch block.rows {
    case .contiguous(let start): return Array(values[start..<(start + block.count)])
    case .scattered(let rows): return rows.map { $0 < 0 ? empty : values[Int($0)] }
    }
  }

  /// Puts what a kernel made of a block back at its rows.
  func scatter<T>(_ made: [T], _ block: Block, into values: inout [T]) {
    switch block.rows {
    case .contiguous(let start):
      for index in 0..<block.count { values[start + index] = made[index] }
    case .scattered(let rows):
      for index in 0..<block.count where rows[index] >= 0 {
        values[Int(rows[index])] = made[index]
      }
    }
  }

  /// Runs a kernel over every series of a column of numbers.
  func map(
    _ values: [Double], _ kernel: (_ series: [Double], _ block: Block) -> [Double]
  ) -> [Double] {
    var result = [Double](repeating: .nan, count: rowCount)
    for block in blocks {
      scatter(kernel(gathered(values, block, empty: .nan), block), block, into: &result)
    }
    return result
  }
}
