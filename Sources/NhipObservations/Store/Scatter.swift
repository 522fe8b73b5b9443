// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// The rows of one group, with an ordinal for each.
struct GroupSource {
  let rows: ArraySlice<Int32>
  let batch: ObservationBatch
  /// The distinct periods of an irregular grain, in time order.
  let interned: [Period]
  /// Index into `interned` of each row; empty for regular grains, whose periods are ordinals.
  private let internedIndices: [Int32]

  init(_ key: RunKey, _ rows: ArraySlice<Int32>, _ batch: ObservationBatch) {
    self.rows = rows
    self.batch = batch
    guard !key.grain.isRegular else {
      interned = []
      internedIndices = []
      return
    }
    let periods = rows.map { batch.periods[Int($0)] }
    let numbering = RowNumbering(periods: periods)
    let distinct = numbering.firstRows().map { periods[$0] }
    let inOrder = distinct.indices.sorted { distinct[$0] < distinct[$1] }
    var position = [Int32](repeating: 0, count: distinct.count)
    for (index, number) in inOrder.enumerated() { position[number] = Int32(index) }
    interned = inOrder.map { distinct[$0] }
    internedIndices = numbering.numbers.map { position[Int($0)] }
  }

  /// The ordinal of the row at `index` of `rows`.
  @inline(__always)
  func ordinal(_ index: Int, _ row: Int32) -> Int32 {
    internedIndices.isEmpty ? batch.periods[Int(row)].first : internedIndices[index]
  }
}

/// Which row each slot of a group takes, while the group is built.
struct Scatter {
  typealias Ranking = (Int32, ObservationBatch) -> ObservationRank

  /// The row of each slot, -1 where there is none.
  private(set) var chosen: [Int32]
  /// Ordinals of sparse runs.
  private(set) var ordinals: [Int32]
  /// Rows that claim the slot of another, unordered.
  private(set) var losers: [Int32: [Int32]] = [:]

  init(slotCount: Int, ordinalCount: Int) {
    chosen = [Int32](repeating: -1, count: slotCount)
    ordinals = [Int32](repeating: .max, count: ordinalCount)
  }

  /// Puts every row into its slot. Sparse rows are gathered by run, then sorted by ordinal;
  /// duplicates among them leave slots over at the end of the run, which goes.
  mutating func place(
    _ source: GroupSource, runs: inout [Run], runOf: [Int32], _ order: [Int32], _ rank: Ranking
  ) {
    var sparse: [[(row: Int32, ordinal: Int32)]] = []
    var sparseOf = [Int32](repeating: -1, count: runs.count)
    for (index, row) in source.rows.enumerated() {
      let runIndex = Int(runOf[Int(order[Int(source.batch.places[Int(row)])])])
      let run = runs[runIndex]
      let ordinal = source.ordinal(index, row)
      if run.isDense {
        claim(run.offset + ordinal - run.first, row, source.batch, rank)
        continue
      }
      if sparseOf[runIndex] < 0 {
        sparseOf[runIndex] = Int32(sparse.count)
        sparse.append([])
      }
      sparse[Int(sparseOf[runIndex])].append((row, ordinal))
    }
    for (runIndex, run) in runs.enumerated() where !run.isDense {
      let members = sparse[Int(sparseOf[runIndex])].sorted { $0.ordinal < $1.ordinal }
      var cursor: Int32 = -1
      for member in members {
        if cursor < 0 || member.ordinal != ordinals[Int(run.ordinalOffset + cursor)] {
          cursor += 1
          ordinals[Int(run.ordinalOffset + cursor)] = member.ordinal
        }
        claim(run.offset + cursor, member.row, source.batch, rank)
      }
      if cursor + 1 < run.slotCount {
        runs[runIndex] = Run(
          place: run.place, offset: run.offset, slotCount: cursor + 1, first: run.first,
          ordinalOffset: run.ordinalOffset)
      }
    }
  }

  /// Gives a row its slot, or puts it beside the one that ranks before it.
  @inline(__always)
  private mutating func claim(
    _ slot: Int32, _ row: Int32, _ batch: ObservationBatch, _ rank: Ranking
  ) {
    let current = chosen[Int(slot)]
    if current < 0 {
      chosen[Int(slot)] = row
    } else if rank(current, batch) < rank(row, batch) {
      chosen[Int(slot)] = row
      losers[slot, default: []].append(current)
    } else {
      losers[slot, default: []].append(row)
    }
  }
}
