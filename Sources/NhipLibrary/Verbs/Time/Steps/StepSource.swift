// SPDX-License-Identifier: GPL-3.0-or-later
// Part of Nhip, an analytics engine for indicators by place and period.
// See LICENSE and CONTRIBUTING.md at the root of the project.

import NhipColumns
import NhipExecution

/// A column as the stepping verbs read it: partial values are left out and counted, unless they
/// are asked for.
struct StepSource {
  private(set) var values: [Double]
  private(set) var lower: [Double]?
  private(set) var upper: [Double]?
  let marks: [Marks]?
  private(set) var numerator: [Double]?
  private(set) var denominator: [Double]?
  /// Rows whose value was made of less than all its parts; empty where there are none.
  let isPartial: [Bool]

  init(
    _ table: Table, _ index: Int, includesPartial: Bool, _ steps: SeriesSteps,
    _ notes: inout [Note]
  ) {
    let column = table.columns[index]
    values = column.numbers ?? [Double](repeating: .nan, count: table.rowCount)
    lower = column.detail?.lower
    upper = column.detail?.upper
    marks = column.detail?.marks
    numerator = column.detail?.numerator
    denominator = column.detail?.denominator
    var partial: [Bool] = []
    var shown = 0
    if let marks, !Marks.union(marks).isDisjoint(with: .incomplete) {
      partial = [Bool](repeating: false, count: values.count)
      for row in values.indices
      where !values[row].isNaN && !marks[row].isDisjoint(with: [.partial, .parts]) {
        partial[row] = true
        let isShown =
          table.visible.map { visible in
            steps.period(row).map { visible.contains($0) } ?? false
          } ?? true
        if isShown { shown += 1 }
        if !includesPartial {
          values[row] = .nan
          lower?[row] = .nan
          upper?[row] = .nan
          numerator?[row] = .nan
          denominator?[row] = .nan
        }
      }
    }
    isPartial = partial
    if shown > 0, !includesPartial {
      notes.append(Note("partialLeftOut", String(shown), table.schema.fields[index].name))
    }
  }
}

extension StepSource {
  /// Which periods of a block were made of less than all their parts.
  func isPartial(in blocks: SeriesBlocks, _ block: SeriesBlocks.Block) -> [Bool] {
    isPartial.isEmpty
      ? [Bool](repeating: false, count: block.count)
      : blocks.gathered(isPartial, block, empty: false)
  }
}

extension Column {
  /// The marks in `kept`, and the sign that the bounds call for.
  func signed(by kept: Marks) -> Column {
    guard var detail, let values = numbers, detail.lower != nil || detail.marks != nil else {
      return self
    }
    var marks = detail.marks ?? [Marks](repeating: [], count: values.count)
    for row in marks.indices {
      marks[row].formIntersection(kept)
      if values[row].isNaN { marks[row] = [] }
      guard let lower = detail.lower, let upper = detail.upper, !values[row].isNaN else { continue }
      marks[row].formUnion(
        .signs(value: values[row], lower: lower[row], upper: upper[row], beside: marks[row]))
    }
    detail.marks = marks.contains(where: { !$0.isEmpty }) ? marks : nil
    return Column(storage, detail: detail)
  }
}
