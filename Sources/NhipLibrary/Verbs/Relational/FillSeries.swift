// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution

/// The rows of each series in time. What was asked and what history brought along are series of
/// their own, so that a fill does not depend on verbs that follow.
enum FillSeries: Sendable {
  /// One row of a series, and the ordinal of its period.
  struct Step {
    var row: Int
    var ordinal: Int
  }

  /// Rows that follow each other, a period each.
  case stretches([Range<Int>])
  case scattered([[Step]])

  /// Rows in no order, for a rule that looks at none but the row itself.
  static func rows(_ count: Int) -> FillSeries {
    .stretches(Workers.ranges(count, size: Morsels.defaultRows))
  }

  init(_ table: Table, period: Int, usesBlocks: Bool) {
    let keys = table.schema.dimensionIndices.filter { $0 != period }.map {
      table.columns[$0].withoutDetail()
    }
    let stretches =
      usesBlocks ? Self.stretches(table.columns[period], keys, visible: table.visible) : nil
    self = stretches.map { .stretches($0) } ?? .scattered(Self.scattered(table, period, keys))
  }

  var count: Int {
    switch self {
    case .stretches(let rows): rows.count
    case .scattered(let series): series.count
    }
  }

  /// The blocks of rows, where they are the series: keys hold all along a block, and no two blocks
  /// have the same.
  private static func stretches(
    _ periods: Column, _ keys: [Column], visible: Period?
  ) -> [Range<Int>]? {
    guard case .periodRuns(let grain, let starts, let runs) = periods.storage else { return nil }
    var blockKeys: [Column] = []
    func areBlocks(_ own: RunEnds) -> Bool { own === runs || own.ends == runs.ends }
    for key in keys {
      switch key.storage {
      case .placeRuns(let places, let own) where areBlocks(own):
        blockKeys.append(Column(.places(places)))
      case .textRuns(let codes, let dictionary, let own) where areBlocks(own):
        blockKeys.append(Column(.text(codes, dictionary)))
      default: return nil
      }
    }
    guard GroupKeys(blockKeys, rowCount: starts.count).count == starts.count else { return nil }
    let shown = visible.map { $0.ordinals(inside: grain) }
    var stretches: [Range<Int>] = []
    stretches.reserveCapacity(starts.count)
    for block in starts.indices {
      let rows = runs.start(block)..<runs.ends[block]
      guard let shown else {
        stretches.append(rows)
        continue
      }
      // Row of the ordinal 0, were it in the block.
      let origin = rows.lowerBound - Int(starts[block])
      let asked = shown.map { origin + Int($0.lowerBound)..<origin + Int($0.upperBound) + 1 }
      let own = (asked ?? rows.upperBound..<rows.upperBound).clamped(to: rows)
      // What lies before and after would be one series.
      guard own.lowerBound == rows.lowerBound || own.upperBound == rows.upperBound else {
        return nil
      }
      stretches.append(rows.lowerBound..<own.lowerBound)
      stretches.append(own)
      stretches.append(own.upperBound..<rows.upperBound)
    }
    return stretches
  }

  private static func scattered(_ table: Table, _ period: Int, _ keys: [Column]) -> [[Step]] {
    let periods = table.columns[period].flattened()
    var keys = keys
    if let visible = table.visible {
      keys.append(
        Column(
          .booleans(
            (0..<table.rowCount).map { row in
              guard let period = periods.period(row) else { return 0 }
              if visible.contains(period) { return 1 }
              return period < visible ? 0 : 2
            })))
    }
    let groups = GroupKeys(keys, rowCount: table.rowCount)
    var result = [[Step]](repeating: [], count: groups.count)
    for row in 0..<table.rowCount {
      guard let own = periods.period(row) else { continue }
      result[Int(groups.groupOfRow[row])].append(Step(row: row, ordinal: Int(own.first)))
    }
    for index in result.indices {
      result[index].sort { ($0.ordinal, $0.row) < ($1.ordinal, $1.row) }
    }
    return result
  }
}
