// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipObservations

/// Where the filled slots of plain groups lie among the rows of a view, and the columns that have
/// a value of their own in each row.
struct PlainRows {
  /// The rows of one run: its slots that have values.
  private struct Piece {
    let group: Int
    let run: Run
    let start: Int
    let count: Int
  }

  /// Runs of a task: some thousand rows each hold enough to be worth it.
  private static let piecesPerTask = 256

  private let groups: [RunGroup]
  let rowCount: Int
  private let threads: Int
  private let pieces: [Piece]

  /// - Parameter limit: runs are taken until they have so many rows; `nil` for all.
  init(_ groups: [RunGroup], limit: Int? = nil, threads: Int) {
    self.groups = groups
    self.threads = threads
    var pieces: [Piece] = []
    var start = 0
    for (index, group) in groups.enumerated() {
      if let limit {
        for run in group.runs {
          guard start < max(1, limit) else { break }
          let count = Self.filledSlots(of: run, in: group)
          guard count > 0 else { continue }
          pieces.append(Piece(group: index, run: run, start: start, count: count))
          start += count
        }
        continue
      }
      let tasks = Workers.ranges(group.runs.count, size: Self.piecesPerTask)
      let counts = Workers.map(tasks.count, threads: threads) { task in
        tasks[task].map { Self.filledSlots(of: group.runs[$0], in: group) }
      }
      for (run, count) in zip(group.runs, counts.joined()) where count > 0 {
        pieces.append(Piece(group: index, run: run, start: start, count: count))
        start += count
      }
    }
    self.pieces = pieces
    rowCount = start
  }

  private static func filledSlots(of run: Run, in group: RunGroup) -> Int {
    group.values.withUnsafeBufferPointer { values in
      var count = 0
      for slot in Int(run.offset)..<Int(run.offset + run.slotCount) {
        count &+= Int(truncatingIfNeeded: unsafeBitCast(!values[slot].isNaN, to: UInt8.self))
      }
      return count
    }
  }

  /// Place and one past the last row of each run that has values.
  var places: [(place: PlaceID, end: Int)] {
    pieces.map { ($0.run.place, $0.start + $0.count) }
  }

  func values() -> [Double] {
    [Double](filling: rowCount) { buffer in
      let result = SharedBuffer(buffer)
      forEachPiece { piece, group in
        group.values.withUnsafeBufferPointer { values in
          let slots = Int(piece.run.offset)..<Int(piece.run.offset + piece.run.slotCount)
          let result = result.buffer
          var row = piece.start
          for slot in slots where !values[slot].isNaN {
            result[row] = values[slot]
            row += 1
          }
        }
      }
    }
  }

  func periods() -> [Period] {
    [Period](filling: rowCount) { buffer in
      let result = SharedBuffer(buffer)
      forEachPiece { piece, group in
        group.values.withUnsafeBufferPointer { values in
          let result = result.buffer
          var row = piece.start
          for index in 0..<Int(piece.run.slotCount)
          where !values[Int(piece.run.offset) + index].isNaN {
            result[row] = group.period(piece.run, index)
            row += 1
          }
        }
      }
    }
  }

  func lines() -> [Double] {
    [Double](filling: rowCount) { buffer in
      let result = SharedBuffer(buffer)
      forEachPiece { piece, group in
        let result = result.buffer
        let rows = group.rows(of: piece.run)
        var row = piece.start
        for index in 0..<Int(piece.run.slotCount)
        where !group.values[Int(piece.run.offset) + index].isNaN {
          let line = rows[index]
          result[row] = line == 0 ? .nan : Double(line)
          row += 1
        }
      }
    }
  }

  /// Each piece with its group, several tasks at a time.
  private func forEachPiece(_ body: @Sendable (Piece, RunGroup) -> Void) {
    let tasks = Workers.ranges(pieces.count, size: Self.piecesPerTask)
    Workers.run(tasks.count, threads: threads) { task in
      for piece in pieces[tasks[task]] { body(piece, groups[piece.group]) }
    }
  }
}
