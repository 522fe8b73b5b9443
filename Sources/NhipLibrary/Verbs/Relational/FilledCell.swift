// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns

/// A cell that is filled, and the rows that it is made of; -1 for none.
struct FilledCell: Sendable {
  let row: Int
  var before = -1
  var after = -1
  /// How far the cell stands between them.
  var weight = 0.0

  /// Zero without a row before, the value there, or the line between both.
  func value(_ source: UnsafeBufferPointer<Double>) -> Double {
    guard before >= 0 else { return 0 }
    guard after >= 0 else { return source[before] }
    return source[before] + (source[after] - source[before]) * weight
  }

  private static let kept: Marks = [
    .partial, .approximate, .atLeast, .atMost, .conflict, .differs, .parts, .provisional,
    .simulated,
  ]

  /// How its sources may be read holds for what is made of them.
  func marks(_ source: UnsafeBufferPointer<Marks>) -> Marks {
    guard !source.isEmpty else { return .derived }
    var marks = Marks()
    if before >= 0 { marks.formUnion(source[before]) }
    if after >= 0 { marks.formUnion(source[after]) }
    return marks.intersection(Self.kept).union(.derived)
  }
}

/// Finds the cells of a column that a rule fills.
struct FillFinder {
  let method: FillNode.Method
  let limit: Int?
  let values: UnsafeBufferPointer<Double>
  /// Empty where no cell has any.
  let marks: UnsafeBufferPointer<Marks>

  /// The cells of some of the series.
  func cells(_ series: FillSeries, _ numbers: Range<Int>) -> [FilledCell] {
    var cells: [FilledCell] = []
    switch series {
    case .stretches(let stretches):
      for rows in stretches[numbers] {
        let start = rows.lowerBound
        find(rows.count, row: { start + $0 }, ordinal: { $0 }, &cells)
      }
    case .scattered(let all):
      for steps in all[numbers] {
        find(steps.count, row: { steps[$0].row }, ordinal: { steps[$0].ordinal }, &cells)
      }
    }
    return cells
  }

  /// The cells of one series, gap by gap.
  @inline(__always)
  private func find(
    _ count: Int, row: (Int) -> Int, ordinal: (Int) -> Int, _ cells: inout [FilledCell]
  ) {
    var step = 0
    while step < count {
      guard values[row(step)].isNaN else {
        step += 1
        continue
      }
      let gap = step
      while step < count && values[row(step)].isNaN { step += 1 }
      if method == .zero {
        for own in gap..<step where mayFill(row(own)) { cells.append(FilledCell(row: row(own))) }
        continue
      }
      guard gap > 0 else { continue }
      let before = gap - 1
      var length = 0
      if method == .linear {
        guard step < count else { continue }
        length = ordinal(step) - ordinal(before)
        guard length > 0, limit.map({ length - 1 <= $0 }) ?? true else { continue }
      }
      for own in gap..<step where mayFill(row(own)) {
        let passed = ordinal(own) - ordinal(before)
        var cell = FilledCell(row: row(own), before: row(before))
        if method == .linear {
          cell.after = row(step)
          cell.weight = Double(passed) / Double(length)
        } else if let limit, passed > limit {
          continue
        }
        cells.append(cell)
      }
    }
  }

  /// Cells that do not apply are never filled, and those that may not be rolled up are no zeros.
  private func mayFill(_ row: Int) -> Bool {
    marks.isEmpty
      || !marks[row].contains(.notApplicable)
        && !(method == .zero && marks[row].contains(.refused))
  }
}
